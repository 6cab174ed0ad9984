import { epochMs, type EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';

/**
 * A clock that begins at `from` and runs `factor` times as fast as `clock` until it has caught up with it; from then on
 * the two are one. So nothing in a demo is ever dated in the future.
 * @param factor 1 or more; 1 is the real clock.
 */
export function demoClock(clock: Clock, factor: number, from: EpochMs): Clock {
  const startedAt = clock.now();
  const behindMs = startedAt - from;
  if (factor <= 1 || behindMs <= 0) return clock;
  const meetsAt = startedAt + behindMs / (factor - 1);
  const now = () => {
    const real = clock.now();
    return real >= meetsAt ? real : epochMs(Math.round(from + (real - startedAt) * factor));
  };
  return {
    now,
    sleep(ms, signal) {
      const until = now() + ms;
      const real = until >= meetsAt ? until : startedAt + (until - from) / factor;
      return clock.sleep(Math.max(0, Math.ceil(real - clock.now())), signal);
    },
  };
}
