import { MINUTE_MS } from '../../domain/instant.ts';

/** Two missed readings are 15 minutes from neighbour to neighbour, three are 20: halfway between. */
export const GAP_MS = 17.5 * MINUTE_MS;

/** A stretch without readings, from the last before it to the first after it. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * Stretches in which more than two readings are missing.
 * @param instants ascending. @param until the hour now, so that a gap that lasts is one too; left out, only what lies between counts.
 */
export function gapsBetween(instants: readonly number[], until?: number): readonly Gap[] {
  const gaps: Gap[] = [];
  for (let index = 1; index <= instants.length; index += 1) {
    const from = instants[index - 1];
    const to = index < instants.length ? instants[index] : until;
    if (from !== undefined && to !== undefined && to - from > GAP_MS) gaps.push({ from, to });
  }
  return gaps;
}
