import { HOUR_MS, MINUTE_MS, type EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { PartWatch } from './part-watch.ts';
import { UNCLEAR, type Condition, type Trouble } from './trouble.ts';

/** After a start, and after this machine slept, a source has this long to answer before its silence counts. */
const GRACE_MS = 3 * MINUTE_MS;

/** The Web API shows a reading one to three hours late, and is asked every quarter of an hour. */
const WEB_API_LATENESS_MS = 4 * HOUR_MS;

/** Whether one account’s readings go on. */
export interface DataWatch {
  /** A reading that is in the journal; older ones than the newest known change nothing. */
  recorded(reading: Pick<Reading, 'systemTime' | 'glucoseMgdl'>): void;
  /** The newest instant that a source told of, in an answer. */
  answered(newest: EpochMs | undefined): void;
  /** Time went by unwatched: what a source says now counts, not what it said. */
  beginAgain(now: EpochMs): void;
  condition(now: EpochMs): Condition;
  readonly newest: { readonly at: EpochMs; readonly glucoseMgdl?: number } | undefined;
}

/** What it is told. */
export interface DataWatchOptions {
  readonly startedAt: EpochMs;
  /** How long without a new reading counts as stopped, in ms. */
  readonly afterMs: number;
  /** By name. */
  readonly sources: ReadonlyMap<string, PartWatch>;
}

/** Nothing known yet. */
export function createDataWatch({ startedAt, afterMs, sources }: DataWatchOptions): DataWatch {
  // Only Share is quick.
  const latenessMs = sources.has('share') ? 0 : WEB_API_LATENESS_MS;
  let begunAt = startedAt;
  let hasAnswered = false;
  let newest: { at: EpochMs; glucoseMgdl?: number } | undefined;

  function whyStopped(): Pick<Trouble, 'cause' | 'fault'> {
    const all = [...sources.values()].map(({ doing }) => doing);
    // The quick source first: it is the one that should have brought the reading.
    const share = sources.get('share')?.doing;
    for (const does of ['latched', 'fails', 'answers'] as const) {
      const found = share === undefined ? all.find((one) => one.does === does) : undefined;
      const doing = share?.does === does ? share : found;
      if (doing === undefined) continue;
      return { cause: does, ...(doing.fault === undefined ? {} : { fault: doing.fault }) };
    }
    return { cause: 'silent' };
  }

  return {
    recorded({ systemTime, glucoseMgdl }) {
      if (newest === undefined || systemTime >= newest.at) newest = { at: systemTime, glucoseMgdl };
    },
    answered(at) {
      hasAnswered = true;
      if (at !== undefined && (newest === undefined || at > newest.at)) newest = { at };
    },
    beginAgain(now) {
      begunAt = now;
      hasAnswered = false;
    },
    condition(now) {
      const since = newest?.at ?? startedAt;
      const ageMs = now - since - latenessMs;
      if (ageMs <= afterMs) {
        // Readings that trickle in at the very limit would otherwise be told as stopped and well by turns.
        const isFresh = newest !== undefined && ageMs <= afterMs / 2;
        return isFresh ? { state: 'well', isProven: true } : UNCLEAR;
      }
      if (!hasAnswered && now - begunAt < GRACE_MS) return UNCLEAR;
      const trouble: Trouble = {
        word: 'stopped',
        since,
        hasShare: sources.has('share'),
        ...whyStopped(),
      };
      return { state: 'trouble', trouble };
    },
    get newest() {
      return newest;
    },
  };
}
