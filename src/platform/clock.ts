import { setTimeout as wait } from 'node:timers/promises';
import { epochMs, type EpochMs } from '../domain/instant.ts';

/** Time, injected: everything that asks for the hour or waits does it here. */
export interface Clock {
  /** The hour by this machine's clock. */
  now(): EpochMs;
  /** Resolves after `ms` (at once for 0 or less); rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Longest single timer Node accepts, in ms. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  async sleep(ms, signal) {
    signal.throwIfAborted();
    if (ms <= 0) return;
    try {
      await wait(Math.min(ms, LONGEST_TIMER_MS), undefined, { signal });
    } catch {
      signal.throwIfAborted();
    }
  },
};
