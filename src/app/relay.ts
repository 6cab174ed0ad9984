/** Passes on what it is told, also what was told before anybody listened. */
export interface Relay<T> {
  /** Never throws and never waits. */
  readonly note: (fact: T) => void;
  /** Hears everything kept so far, in order, and everything from now on; the returned function ends it. */
  connect(listener: (fact: T) => void): () => void;
}

/** What comes faster than the listener loads is kept up to this many; older facts go first. */
const MOST_KEPT = 2_000;

/** Keeps facts until the first listener connects; who connects later hears what comes then. */
export function createRelay<T>(): Relay<T> {
  const listeners = new Set<(fact: T) => void>();
  let kept: T[] | undefined = [];
  return {
    note(fact) {
      for (const listener of listeners) listener(fact);
      if (kept === undefined) return;
      kept.push(fact);
      if (kept.length > MOST_KEPT) kept.shift();
    },
    connect(listener) {
      for (const fact of kept ?? []) listener(fact);
      kept = undefined;
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
