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
/** The last lag that the axis holds apart, in ms. */
export const LAG_END_MS = LAG_ORIGIN_MS + (LAG_CELLS - 1) * CELL_MS;

/** Weight of the belief held before the first reading, in readings. */
const PRIOR_READINGS = 0.7;

/** Readings after which an old one counts half, so that a changed phone or network is followed. */
const HALF_LIFE_READINGS = 200;

/** Rounds of expectation and maximisation; more change nothing that a plan would notice. */
const ROUNDS = 60;

/** Standard deviation of the blur, in cells: 1½ s after the first reading, half a second in the end. */
const BLUR = { first: 3, least: 1, halvedAfter: 8 };

/** What is believed of the lag. */
export interface LagBelief extends LagDistribution {
  /** The estimate before its blur: where the next one sets out from. */
  readonly sharp: readonly number[];
}

/**
 * What is believed of the lag after some readings, newest last: self-consistent estimation for interval data
 * (Turnbull 1976) from a broad first belief, then blurred by what so few readings cannot tell apart. Wide intervals
 * say little, so each estimate sets out from the one before and keeps what narrow ones taught. Pure.
 */
export function believeLag(samples: readonly LagSample[], before?: LagBelief): LagBelief {
  const first = firstMass();
  const known = samples.map(({ afterMs, byMs }, index) => {
    const from = cellOf(afterMs) + 1;
    const weight = 0.5 ** ((samples.length - 1 - index) / HALF_LIFE_READINGS);
    return { from, to: Math.max(cellOf(byMs), from), weight };
  });
  const total = known.reduce((sum, { weight }) => sum + weight, PRIOR_READINGS);
  const mass = Float64Array.from(before?.sharp ?? first);
  for (let round = 0; round < ROUNDS && known.length > 0; round += 1) {
    const upTo = runningSum(mass);
    // Every sample is shared out inside its interval as the mass is now; the factors add up cell by cell.
    const steps = new Float64Array(LAG_CELLS + 1);
    for (const { from, to, weight } of known) {
      const factor = weight / Math.max((upTo[to] ?? 0) - (upTo[from - 1] ?? 0), 1e-9);
      steps[from] = (steps[from] ?? 0) + factor;
      steps[to + 1] = (steps[to + 1] ?? 0) - factor;
    }
    const factors = runningSum(steps);
    for (let cell = 0; cell < LAG_CELLS; cell += 1) {
      const shared = (mass[cell] ?? 0) * (factors[cell] ?? 0);
      mass[cell] = (PRIOR_READINGS * (first[cell] ?? 0) + shared) / total;
    }
  }
  const sigma = Math.max(BLUR.least, BLUR.first / (1 + samples.length / BLUR.halvedAfter));
  return { originMs: LAG_ORIGIN_MS, mass: blur(mass, gaussian(sigma)), sharp: [...mass] };
}

/** Before anything is known: mostly within a minute, as followers of Share see it, with a long tail. */
function firstMass(): number[] {
  const weights = Array.from({ length: LAG_CELLS }, (_, cell) => {
    const lagS = (LAG_ORIGIN_MS + (cell - 0.5) * CELL_MS) / 1000;
    return cell === 0 ? 0 : 1 / (400 + (lagS - 10) ** 2);
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

function runningSum(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sums[i] = sum += values[i] ?? 0;
  return sums;
}

/** The cell whose end is the first at or after the lag, kept on the axis. */
function cellOf(lagMs: number): number {
  const cell = Math.ceil((lagMs - LAG_ORIGIN_MS) / CELL_MS);
  return Math.min(Math.max(cell, 0), LAG_CELLS - 2);
}

function gaussian(sigmaCells: number): number[] {
  const reach = Math.ceil(3 * sigmaCells);
  const raw = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - reach) / sigmaCells) ** 2),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => value / sum);
}

function blur(values: Float64Array, kernel: readonly number[]): number[] {
  const reach = (kernel.length - 1) / 2;
  const out = Array.from({ length: values.length }, () => 0);
  values.forEach((value, cell) => {
    if (value === 0) return;
    kernel.forEach((weight, i) => {
      const to = Math.min(Math.max(cell + i - reach, 1), values.length - 1);
      out[to] = (out[to] ?? 0) + value * weight;
    });
  });
  return out;
}

/** Lag by which the given part of readings has appeared, in ms. */
export function lagQuantileMs({ originMs, mass }: LagDistribution, part: number): number {
  let sum = 0;
  const cell = mass.findIndex((share) => (sum += share) >= part);
  return originMs + Math.max(cell, 0) * CELL_MS;
}

/** Part of readings that has appeared by a lag, 0 … 1. */
export function appearedBy({ originMs, mass }: LagDistribution, lagMs: number): number {
  const cells = Math.floor((lagMs - originMs) / CELL_MS);
  return mass.slice(0, cells + 1).reduce((sum, share) => sum + share, 0);
}
