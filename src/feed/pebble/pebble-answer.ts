import { mmolText } from '../../domain/glucose.ts';
import type { Display } from '../../platform/display.ts';
import { DIRECTION_WORDS } from '../../sinks/nightscout/entry.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { fillBuckets } from '../properties/buckets.ts';
import { deltaOf } from '../properties/delta.ts';
import { seenReadings } from '../properties/seen-reading.ts';

/** One reading of `/pebble`. */
export interface PebbleReading {
  /** A text, also in mg/dL: `120`, `6.7`. */
  readonly sgv: string;
  /** 0–9; 8 where no trend was reported. */
  readonly trend: number;
  /** Absent where no trend was reported. */
  readonly direction?: string;
  /** UTC ms. */
  readonly datetime: number;
  /** Of the newest reading only: whole mg/dL, or mmol/L as a text; nought where it is not known. */
  readonly bgdelta?: number | string;
}

/** The whole answer. */
export interface PebbleAnswer {
  readonly status: readonly [{ readonly now: number }];
  /** Newest first. */
  readonly bgs: readonly PebbleReading[];
  /** Dexcom tells no calibration curve. */
  readonly cals: readonly [];
}

const NO_TREND = 8;

/** What `/pebble` says now. @param count how many readings at most, above 0 */
export async function pebbleAnswer(
  facts: Pick<FeedFacts, 'clock'>,
  rows: FeedRows,
  units: Display['units'],
  count: number,
): Promise<PebbleAnswer> {
  const readings = await seenReadings(facts, rows, units);
  const now = facts.clock.now();
  // QUIRK(nightscout, 2026-11): a difference that is not known is nought, for the sake of old watch faces.
  const change = deltaOf(fillBuckets(readings, now), units)?.scaled || 0;
  const bgdelta = units === 'mmol' ? change.toFixed(1) : change;
  return {
    status: [{ now }],
    bgs: readings.slice(0, count).map(({ mgdl, direction, mills }, index) => ({
      sgv: units === 'mmol' ? mmolText(mgdl) : String(mgdl),
      trend: direction === undefined ? NO_TREND : DIRECTION_WORDS.indexOf(direction),
      ...(direction === undefined ? {} : { direction }),
      datetime: mills,
      ...(index === 0 ? { bgdelta } : {}),
    })),
    cals: [],
  };
}
