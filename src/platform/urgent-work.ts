/** Work that must not be cut off, such as spending a single-use token: a stop waits longer for it. */
export interface UrgentWork {
  /** Whether any is under way. */
  readonly busy: boolean;
  /** Runs the work and counts it as urgent until it has settled. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when none is under way; never rejects. */
  settled(): Promise<void>;
}

/** Nothing is under way. */
export function createUrgentWork(): UrgentWork {
  const underWay = new Set<Promise<unknown>>();
  return {
    get busy() {
      return underWay.size > 0;
    },
    async run(work) {
      const promise = work();
      underWay.add(promise);
      try {
        return await promise;
      } finally {
        underWay.delete(promise);
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
