/** Half, and nineteen of twenty, of the latest lags were at most this, in ms. */
export interface LagFigures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** How many lags the figures rest on. */
  readonly count: number;
}

/** Remembers the latest lags. */
export interface LagRecord {
  /** @param lagMs below 0 where the clocks differ: that says nothing about a lag, and is not counted. */
  add(lagMs: number): void;
  figures(): LagFigures | undefined;
}

/** A day of readings. */
const KEPT = 288;

/** Keeps the latest 288 lags. */
export function createLagRecord(): LagRecord {
  const lags: number[] = [];
  return {
    add(lagMs) {
      if (lagMs < 0) return;
      lags.push(lagMs);
      if (lags.length > KEPT) lags.shift();
    },
    figures: () => lagFigures(lags),
  };
}

/** The figures of any set of lags, by nearest rank; undefined for none. Pure. */
export function lagFigures(lags: readonly number[]): LagFigures | undefined {
  if (lags.length === 0) return undefined;
  const sorted = [...lags].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { p50Ms: rank(0.5), p95Ms: rank(0.95), count: sorted.length };
}
