import { epochMs, MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';

/** What one read asks for: the newest `maxCount` records of the last `minutes`, both counted by the server. */
export interface ReadSpan {
  /** 1–1440. */
  readonly minutes: number;
  /** 1–288. */
  readonly maxCount: number;
}

/** Furthest that Share looks back, in minutes. */
export const LONGEST_SPAN_MINUTES = 1_440;
/** Most records in one answer. */
const GREATEST_COUNT = 288;
/** Time between two readings of one sensor. */
export const PERIOD_MINUTES = 5;
/**
 * QUIRK(share, 2025-01): a G7 worn with phone and watch uploads each reading twice, 9–10 s apart; a receiver could add a third.
 * The span's minutes bound the answer anyway, so asking for too many costs nothing and asking for too few loses the oldest.
 */
const UPLOADERS = 3;

/** The smallest span that surely holds everything since `from`, at `serverNow`; one minute more than needed, for the edge. */
export function readSpan(from: EpochMs, serverNow: EpochMs): ReadSpan {
  const wanted = Math.ceil((serverNow - from) / MINUTE_MS) + 1;
  const minutes = Math.min(Math.max(wanted, 1), LONGEST_SPAN_MINUTES);
  const readings = Math.ceil(minutes / PERIOD_MINUTES) + 1;
  return { minutes, maxCount: Math.min(readings * UPLOADERS, GREATEST_COUNT) };
}

/**
 * From where on nothing is missing in the answer to `span`.
 * @param received records in the answer, readable or not
 * @param oldest system time of the oldest record in the answer, where one could be read
 */
export function coveredFrom(
  from: EpochMs,
  span: ReadSpan,
  serverNow: EpochMs,
  received: number,
  oldest: EpochMs | undefined,
): EpochMs {
  const reached = epochMs(Math.max(from, serverNow - span.minutes * MINUTE_MS));
  if (received < span.maxCount) return reached;
  // Newest first: a full answer was cut at its old end, and what lies before its oldest record is unknown.
  return epochMs(Math.max(reached, oldest ?? serverNow));
}
