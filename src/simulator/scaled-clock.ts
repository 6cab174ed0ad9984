import { epochMs, type EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';

/** A clock that runs at another speed and can be pushed forward. */
export interface ScaledClock extends Clock {
  /** Jumps ahead by `ms`; running sleeps keep their length. */
  advance(ms: number): void;
}

/** Where and how far a scaled clock runs. */
export interface ScaledClockOptions {
  /** What it shows first; the hour of `clock` when absent. */
  readonly from?: EpochMs;
  /** Once it has caught up with `clock` it runs at its speed and never ahead; only `advance` can put it ahead. */
  readonly neverAhead?: boolean;
}

/**
 * A clock that runs `factor` times as fast as `clock`; sleeps are shortened alike.
 * @param factor above 0; 60 makes an hour of a minute.
 * @throws RangeError when the factor is not above 0.
 */
export function scaledClock(
  clock: Clock,
  factor: number,
  { from = clock.now(), neverAhead = false }: ScaledClockOptions = {},
): ScaledClock {
  if (!(factor > 0) || !Number.isFinite(factor)) {
    throw new RangeError(`a clock cannot run ${factor} times as fast: give a number above 0`);
  }
  const startedAt = clock.now();
  let jumpedMs = 0;
  const scaled = (): number => Math.round(from + (clock.now() - startedAt) * factor);
  const caughtUp = (): boolean => neverAhead && scaled() >= clock.now();
  return {
    now: () => epochMs((caughtUp() ? clock.now() : scaled()) + jumpedMs),
    sleep: (ms, signal) => clock.sleep(caughtUp() ? ms : Math.ceil(ms / factor), signal),
    advance(ms) {
      jumpedMs += Math.round(ms);
    },
  };
}
