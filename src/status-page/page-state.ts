import type { EpochMs } from '../domain/instant.ts';
import type { SourceName } from '../domain/record.ts';
import type { Display } from '../platform/display.ts';
import type { ShownSink, ShownSource } from '../telemetry/shown-account.ts';

/** One reading as the page shows it. */
export interface PageReading {
  readonly at: EpochMs;
  readonly glucoseMgdl: number;
  /** Dexcom’s trend number, 0–9, where one was said. */
  readonly trend?: number;
  /** `web-api`: the Web API’s history holds it, and Share may have had it first. `share`: Share alone, so far. */
  readonly source: SourceName;
}

/** What the last 24 hours hold. */
export interface LastDay {
  readonly bySource: Readonly<Record<SourceName, number>>;
  /** Stretches in which more than two readings are missing, the one that lasts until now among them. */
  readonly gaps: number;
  /** Of the longest of them, in ms; 0 without any. */
  readonly longestGapMs: number;
}

/** How one account stands: what the server renders, and what it tells a page that is open. Holds no secret. */
export interface PageState {
  readonly account: string;
  /** The hour by the bridge’s clock: ages are told by it, whatever the viewer’s clock says. */
  readonly now: EpochMs;
  readonly isSimulated: boolean;
  readonly display: Display;
  readonly newest?: PageReading;
  /** The last three hours, ascending. */
  readonly recent: readonly PageReading[];
  readonly lastDay: LastDay;
  readonly records: number;
  readonly setAside: number;
  readonly refused: number;
  readonly sources: readonly ShownSource[];
  readonly sinks: readonly ShownSink[];
  /** Grows when readings older than `recent` came or changed: what was fetched of them is to be fetched again. */
  readonly history: number;
}
