import type { EpochMs } from '../domain/instant.ts';
import type { LagFigures } from './lag-record.ts';
import type { FailureNote } from './status-board.ts';

/** A value with its instant. */
export interface ShownReading {
  readonly at: EpochMs;
  readonly glucoseMgdl: number;
  /** 0–9, where it was said. */
  readonly trend?: number;
}

/** A stop that lasts until a person acts. */
export interface ShownLatch {
  readonly code: string;
  /** What was refused and the likely causes. */
  readonly message: string;
  readonly since: EpochMs;
}

/** One source or sink. */
export interface ShownPart {
  readonly name: string;
  /** `stopped`: no daemon runs. `waiting`: one runs and has not told anything of it yet. */
  readonly state: string;
  /** Since when it has been in that state; unknown while nothing was told. */
  readonly since?: EpochMs;
  readonly latch?: ShownLatch;
  readonly lastFailure?: FailureNote;
  /** When it is tried again, while failing. */
  readonly retryAt?: EpochMs;
  /** System time of the newest reading that the source gave, or that the sink confirmed. */
  readonly newest?: EpochMs;
  readonly lag?: LagFigures;
}

/** One source, as far as it can be told from outside the daemon. */
export interface ShownSource extends ShownPart {
  readonly lastAnswerAt?: EpochMs;
  readonly nextPollAt?: EpochMs;
}

/** A sink that is further behind is behind enough: more are not counted. */
export const MOST_COUNTED_BEHIND = 10_000;

/** One sink, as far as it can be told from outside the daemon. */
export interface ShownSink extends ShownPart {
  readonly lastDeliveryAt?: EpochMs;
  readonly cursor: number;
  /** Changes in the journal that it has not confirmed yet, up to MOST_COUNTED_BEHIND. */
  readonly behind: number;
}

/** One account. */
export interface ShownAccount {
  readonly name: string;
  readonly newest?: ShownReading;
  /** The last three hours, ascending. */
  readonly recent: readonly ShownReading[];
  readonly records: number;
  readonly setAside: number;
  readonly refused: number;
  readonly sources: readonly ShownSource[];
  readonly sinks: readonly ShownSink[];
}
