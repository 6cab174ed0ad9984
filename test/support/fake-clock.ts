import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import type { Clock } from '../../src/platform/clock.ts';

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to go on; sleepers wake in order, each before the next hour is seen. */
export class FakeClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(startMs = 1_745_081_000_000) {
    this.#now = startMs;
  }

  now(): EpochMs {
    return epochMs(this.#now);
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (ms <= 0) return;
    await new Promise<void>((resolve, reject) => {
      const stop = () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason as Error);
      };
      const sleeper: Sleeper = {
        wakeAt: this.#now + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener('abort', stop);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** Lets `ms` pass, waking every sleeper at its own instant and letting the woken work settle before going on. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = [...this.#sleepers].sort((a, b) => a.wakeAt - b.wakeAt)[0];
      if (next === undefined || next.wakeAt > end) break;
      this.#now = Math.max(this.#now, next.wakeAt);
      next.wake();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything that can go on without time go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
