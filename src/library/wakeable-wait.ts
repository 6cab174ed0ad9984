import type { EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';

/** A wait that somebody may cut short. */
export interface WakeableWait {
  /**
   * Waits until `at`; when it is woken, only until `earliest`.
   * @returns whether the signal ended it
   */
  until(at: EpochMs, earliest: EpochMs, signal: AbortSignal): Promise<boolean>;
  wake(): void;
}

export function createWakeableWait(clock: Clock): WakeableWait {
  let alarm: AbortController | undefined;

  async function sleep(ms: number, signal: AbortSignal): Promise<void> {
    const mine = new AbortController();
    const ring = () => mine.abort();
    signal.addEventListener('abort', ring, { once: true });
    alarm = mine;
    try {
      if (!signal.aborted) await clock.sleep(ms, mine.signal);
    } catch {
      if (!mine.signal.aborted) throw new Error('a clock refused to wait');
    } finally {
      alarm = undefined;
      signal.removeEventListener('abort', ring);
    }
  }

  return {
    async until(at, earliest, signal) {
      await sleep(at - clock.now(), signal);
      // Woken or not: what is left of the shortest wait is kept in any case.
      for (
        let restMs = Math.min(earliest, at) - clock.now();
        restMs > 0 && !signal.aborted;
        restMs = Math.min(earliest, at) - clock.now()
      ) {
        await sleep(restMs, signal);
      }
      return signal.aborted;
    },
    wake: () => alarm?.abort(),
  };
}
