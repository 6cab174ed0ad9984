import type { EpochMs } from '../domain/instant.ts';

/**
 * Start of the newest cluster of readings that lie nearer to each other than the tolerance: of a phone-and-watch pair, the
 * first. Readings of the future do not count. Pure.
 * @param times system times in any order
 */
export function newestTime(
  times: readonly EpochMs[],
  now: EpochMs,
  toleranceMs: number,
): EpochMs | undefined {
  const descending = times.filter((time) => time <= now).sort((a, b) => b - a);
  let newest = descending[0];
  for (const time of descending) {
    if (newest !== undefined && newest - time < toleranceMs) newest = time;
  }
  return newest;
}
