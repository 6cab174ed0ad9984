import type { EpochMs } from '../../domain/instant.ts';

/** A setting that changes at known instants and keeps its past: what was, stays as it was. */
export interface Timeline<T> {
  at(instant: EpochMs): T;
  /** Holds from `from` on, until a later change. */
  change(value: T, from: EpochMs): void;
}

/** A timeline that has always been `initial`. */
export function createTimeline<T>(initial: T): Timeline<T> {
  const changes: { from: EpochMs; value: T }[] = [];
  return {
    at(instant) {
      let current = initial;
      for (const { from, value } of changes) if (instant >= from) current = value;
      return current;
    },
    change(value, from) {
      const after = changes.findIndex((known) => known.from > from);
      changes.splice(after < 0 ? changes.length : after, 0, { from, value });
    },
  };
}
