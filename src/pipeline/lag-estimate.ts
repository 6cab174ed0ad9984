import { CELL_MS, type LagDistribution } from './poll-plan.ts';

/**
 * What two calls tell of one reading’s lag: it appeared after `afterMs` and not after `byMs`, both counted from the
 * instant the reading was due. A call never sees the appearance itself, so lags are only known as intervals.
 */
export interface LagSample {
  readonly afterMs: number;
  readonly byMs: number;
}

/** The axis of lags: from half a minute early (clocks differ) to 4½ minutes late. */
export const LAG_ORIGIN_MS = -30_000;
export const LAG_CELLS = 600;

/** Samples after which an old one counts half: five hours of readings, so that a changed phone or network is followed. */
const HALF_LIFE_SAMPLES = Number(process.env.HL ?? 80);

/** Weight of the belief held before any sample, in samples. */
const PRIOR_SAMPLES = Number(process.env.PRIOR ?? 1.5);
const MODE = process.env.MODE ?? 'ems';
const BW = Number(process.env.BW ?? 0.9);

/** Rounds of expectation and smoothing; the estimate has settled long before. */
const ROUNDS = Number(process.env.ROUNDS ?? 12);

/**
 * Lag distribution from interval samples, newest last: self-consistent estimation (Turnbull 1976) with a smoothing
 * step in every round (Silverman et al. 1990), which keeps it from piling mass on interval ends. Pure.
 */
export function estimateLag(samples: readonly LagSample[]): LagDistribution {
  const prior = priorMass();
  const weighted = samples.map((sample, index) => ({
    first: cellOf(sample.afterMs) + 1,
    last: Math.max(cellOf(sample.byMs), cellOf(sample.afterMs) + 1),
    weight: 0.5 ** ((samples.length - 1 - index) / HALF_LIFE_SAMPLES),
  }));
  const kernel = gaussianKernel(bandwidthCells(samples));
  let mass = prior;
  for (let round = 0; round < ROUNDS && weighted.length > 0; round += 1) {
    const upTo = runningSum(mass);
    const shared = new Float64Array(LAG_CELLS);
    let total = PRIOR_SAMPLES;
    for (const { first, last, weight } of weighted) {
      const inside = (upTo[last] ?? 0) - (upTo[first - 1] ?? 0);
      total += weight;
      for (let cell = first; cell <= last; cell += 1) {
        const share = inside > 1e-12 ? (mass[cell] ?? 0) / inside : 1 / (last - first + 1);
        shared[cell] = (shared[cell] ?? 0) + weight * share;
      }
    }
    const smooth = MODE === 'ems' || round === ROUNDS - 1 ? convolve(shared, kernel) : shared;
    mass = prior.map((belief, cell) => (PRIOR_SAMPLES * belief + (smooth[cell] ?? 0)) / total);
  }
  return { originMs: LAG_ORIGIN_MS, mass };
}

/** Before anything is known: mostly within a minute, as followers of Share see it, with a long tail. */
function priorMass(): number[] {
  const belief = Array.from({ length: LAG_CELLS }, (_, cell) => {
    const lagS = (LAG_ORIGIN_MS + (cell - 0.5) * CELL_MS) / 1000;
    return cell === 0 ? 0 : 1 / (400 + (lagS - 10) ** 2);
  });
  const sum = belief.reduce((a, b) => a + b, 0);
  return belief.map((value) => value / sum);
}

/** The cell whose end is the first at or after the instant, kept on the axis. */
function cellOf(ms: number): number {
  const cell = Math.ceil((ms - LAG_ORIGIN_MS) / CELL_MS);
  return Math.min(Math.max(cell, 0), LAG_CELLS - 2);
}

/** Silverman’s rule of thumb with the shortest half for a spread, so that a second hump does not blur the first. */
function bandwidthCells(samples: readonly LagSample[]): number {
  const recent = samples.slice(-HALF_LIFE_SAMPLES);
  const narrow = recent.filter(({ afterMs, byMs }) => byMs - afterMs <= 12_000);
  const used = narrow.length >= 8 ? narrow : recent;
  if (used.length < 2) return 6;
  const middles = used.map(({ afterMs, byMs }) => (Math.max(afterMs, byMs - 12_000) + byMs) / 2);
  middles.sort((a, b) => a - b);
  const half = Math.ceil(middles.length / 2);
  let shortestMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i + half < middles.length; i += 1) {
    shortestMs = Math.min(shortestMs, (middles[i + half] ?? 0) - (middles[i] ?? 0));
  }
  const spreadMs = Math.max(shortestMs / 1.35, CELL_MS);
  const cells = (BW * spreadMs * used.length ** -0.2) / CELL_MS;
  return process.env.FIX ? Number(process.env.FIX) : Math.min(Math.max(cells, 0.6), 8);
}

function gaussianKernel(sigmaCells: number): number[] {
  const reach = Math.ceil(3 * sigmaCells);
  const raw = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - reach) / sigmaCells) ** 2),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => value / sum);
}

function convolve(values: Float64Array, kernel: readonly number[]): Float64Array {
  const reach = (kernel.length - 1) / 2;
  const out = new Float64Array(values.length);
  for (let cell = 0; cell < values.length; cell += 1) {
    const value = values[cell] ?? 0;
    if (value === 0) continue;
    for (let offset = -reach; offset <= reach; offset += 1) {
      const to = Math.min(Math.max(cell + offset, 1), values.length - 1);
      out[to] = (out[to] ?? 0) + value * (kernel[offset + reach] ?? 0);
    }
  }
  return out;
}

function runningSum(mass: readonly number[]): Float64Array {
  const sums = new Float64Array(mass.length);
  let sum = 0;
  for (let cell = 0; cell < mass.length; cell += 1) {
    sum += mass[cell] ?? 0;
    sums[cell] = sum;
  }
  return sums;
}
