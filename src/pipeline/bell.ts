/** Tells waiting loops that the journal has grown. */
export interface Bell {
  ring(): void;
  /** How often the bell rang so far. */
  readonly rings: number;
  /** Resolves when the bell has rung more than `heard` times; rejects when the signal is aborted. */
  wait(heard: number, signal: AbortSignal): Promise<void>;
}

/** A bell with its memory: a ring between a look and a wait is not missed. */
export function createBell(): Bell {
  let rings = 0;
  const waiting = new Set<() => void>();
  return {
    ring() {
      rings += 1;
      for (const wake of [...waiting]) wake();
    },
    get rings() {
      return rings;
    },
    async wait(heard, signal) {
      signal.throwIfAborted();
      if (rings > heard) return;
      await new Promise<void>((resolve, reject) => {
        const settle = (act: () => void) => {
          waiting.delete(wake);
          signal.removeEventListener('abort', stop);
          act();
        };
        const wake = () => settle(resolve);
        const stop = () => settle(() => reject(signal.reason as Error));
        waiting.add(wake);
        signal.addEventListener('abort', stop, { once: true });
      });
    },
  };
}
