import type { EpochMs } from '../domain/instant.ts';

/** System times of readings that were given, so that none is given twice. */
export interface SeenTimes {
  /** Whether a reading of that time is one of them. */
  has(time: EpochMs): boolean;
  add(time: EpochMs): void;
  forgetBefore(time: EpochMs): void;
  /** Ascending. */
  readonly all: readonly EpochMs[];
}

/** @param sameWithinMs times nearer than this are one reading; 0: equal times only */
export function createSeenTimes(sameWithinMs: number): SeenTimes {
  let times: EpochMs[] = [];
  // "Nearer than" excludes the distance itself.
  const reachMs = Math.max(sameWithinMs - 1, 0);
  return {
    has: (time) => times.some((known) => Math.abs(known - time) <= reachMs),
    add(time) {
      times.push(time);
      times.sort((a, b) => a - b);
    },
    forgetBefore(time) {
      times = times.filter((known) => known >= time);
    },
    get all() {
      return times;
    },
  };
}
