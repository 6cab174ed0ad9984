import type { FollowedReading } from './glucose-reading.ts';

/** New readings as they appear, for `for await`. Leaving the loop ends the work behind it. */
export interface FollowedReadings extends AsyncIterableIterator<FollowedReading> {
  /** Ends following; a `next()` that waits is answered at once. */
  return(): Promise<IteratorResult<FollowedReading, undefined>>;
  /** Asks Dexcom now instead of at the planned instant, though never within 3 s of the last call. */
  askNow(): void;
}
