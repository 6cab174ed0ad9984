import type { Random } from './random.ts';

/** Shape of a growing wait. */
export interface Backoff {
  /** Upper bound of the first wait, in ms. */
  readonly firstMs: number;
  /** Upper bound of every wait, in ms. */
  readonly longestMs: number;
}

/**
 * Wait before attempt `failures + 1`: doubles from `firstMs` up to `longestMs`, spread over its upper half
 * so that many bridges do not come back in the same second. Pure.
 */
export function backoffMs(failures: number, shape: Backoff, random: Random): number {
  const ceiling = Math.min(
    shape.longestMs,
    shape.firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 30),
  );
  return Math.round(ceiling * (0.5 + random.next() / 2));
}
