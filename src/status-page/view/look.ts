import type { EpochMs } from '../../domain/instant.ts';
import type { Display } from '../../platform/display.ts';

/** How one viewer wants to see it. */
export interface Look {
  readonly units: Display['units'];
  /** An instant as a wall clock shows it; with the day where that is not today, seen from `now`. */
  readonly clock: (at: EpochMs, now: EpochMs) => string;
  /** The command that was just copied. */
  readonly copied?: string;
  /** The bridge is not heard: what it said last may no longer hold. */
  readonly isLost?: boolean;
  /** The page runs by itself: buttons that need a script make sense. */
  readonly isLive: boolean;
}
