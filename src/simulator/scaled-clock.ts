import { epochMs, type EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';

/** A clock that runs at another speed and can be pushed forward. */
export interface ScaledClock extends Clock {
  /** Jumps ahead by `ms`; running sleeps keep their length. */
  advance(ms: number): void;
}

/**
 * A clock that shows `from` now and runs `factor` times as fast as `clock`; sleeps are shortened alike.
 * @param factor above 0; 60 makes an hour of a minute.
 * @throws RangeError when the factor is not above 0.
 */
export function scaledClock(
  clock: Clock,
  factor: number,
  from: EpochMs = clock.now(),
): ScaledClock {
  if (!(factor > 0) || !Number.isFinite(factor)) {
    throw new RangeError(`a clock cannot run ${factor} times as fast: give a number above 0`);
  }
  const startedAt = clock.now();
  let jumpedMs = 0;
  return {
    now: () => epochMs(Math.round(from + (clock.now() - startedAt) * factor) + jumpedMs),
    sleep: (ms, signal) => clock.sleep(Math.ceil(ms / factor), signal),
    advance(ms) {
      jumpedMs += Math.round(ms);
    },
  };
}
