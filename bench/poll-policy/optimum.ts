import type { LagRegime } from './regimes.ts';
import type { Random } from '../../src/platform/random.ts';

/** Where on the curve of least delay: mean calls a reading and mean delay in ms. */
interface Point {
  readonly calls: number;
  readonly delayMs: number;
}

const DRAWS = 200_000;
const CELL_MS = 250;
const FLOOR_MS = 3_000;
/** Prices of a call tried, in ms of delay: from nearly free to dearer than any delay. */
const PRICES = Array.from({ length: 90 }, (_, index) => 5 * 1.15 ** index);

/**
 * The least mean delay that any policy can have for a mean number of calls, when it knows the distribution of lags and
 * keeps the floor between calls. Written apart from the bridge’s own planner: a dynamic programme on a grid twice as fine, over
 * 200,000 draws of the regime. For each price of a call the cheapest plan is a corner of the curve; between corners the
 * two neighbours are mixed, which nothing beats.
 */
export function leastDelayCurve(regime: LagRegime, random: Random): (calls: number) => number {
  const lags = Array.from({ length: DRAWS }, () => regime.draw(random));
  const cells = countByCell(lags);
  const points = lowerHull(PRICES.map((price) => cheapestPlan(cells, price)));
  return (calls) => {
    const right = points.findIndex((point) => point.calls >= calls);
    if (right === 0) return points[0]!.delayMs;
    if (right < 0) return points.at(-1)!.delayMs;
    const [from, to] = [points[right - 1]!, points[right]!];
    const share = (calls - from.calls) / (to.calls - from.calls);
    return from.delayMs + share * (to.delayMs - from.delayMs);
  };
}

interface Cells {
  /** How many lags lie at or before the end of cell k. */
  readonly upTo: Float64Array;
  /** The sum of those lags, in ms. */
  readonly sums: Float64Array;
}

function countByCell(lags: readonly number[]): Cells {
  const size = Math.ceil(lags.reduce((a, b) => Math.max(a, b)) / CELL_MS) + 1;
  const upTo = new Float64Array(size);
  const sums = new Float64Array(size);
  for (const lag of lags) {
    const cell = Math.ceil(lag / CELL_MS);
    upTo[cell]! += 1;
    sums[cell]! += lag;
  }
  for (let cell = 1; cell < size; cell += 1) {
    upTo[cell]! += upTo[cell - 1]!;
    sums[cell]! += sums[cell - 1]!;
  }
  return { upTo, sums };
}

/** From the last cell back: the best next call after a call in vain at each cell. */
function cheapestPlan({ upTo, sums }: Cells, price: number): Point {
  const last = upTo.length - 1;
  const all = upTo[last]!;
  const floor = FLOOR_MS / CELL_MS;
  const cost = new Float64Array(last + 1);
  const next = new Int32Array(last + 1);
  for (let from = last - 1; from >= 0; from -= 1) {
    let best = Number.POSITIVE_INFINITY;
    // The first call is bound by no floor.
    for (let to = Math.min(last, from === 0 ? 1 : from + floor); to <= last; to += 1) {
      const waited = to * CELL_MS * (upTo[to]! - upTo[from]!) - (sums[to]! - sums[from]!);
      if (waited >= best) break;
      const whole = waited + cost[to]!;
      if (whole < best) {
        best = whole;
        next[from] = to;
      }
    }
    cost[from] = best + price * (all - upTo[from]!);
  }
  let calls = 0;
  let delay = 0;
  for (let from = 0; from < last; from = next[from]!) {
    const to = next[from]!;
    calls += all - upTo[from]!;
    delay += to * CELL_MS * (upTo[to]! - upTo[from]!) - (sums[to]! - sums[from]!);
  }
  return { calls: calls / all, delayMs: delay / all };
}

/** The corners of the lower border, by calls. */
function lowerHull(points: readonly Point[]): readonly Point[] {
  const corners: Point[] = [];
  for (const point of points.toSorted((a, b) => a.calls - b.calls || b.delayMs - a.delayMs)) {
    while (corners.length > 0 && isAbove(corners.at(-1)!, corners.at(-2), point)) corners.pop();
    corners.push(point);
  }
  return corners;
}

/** Whether a corner lies on or above the line between its neighbours, or straight above the next one. */
function isAbove(corner: Point, before: Point | undefined, after: Point): boolean {
  if (corner.calls === after.calls) return true;
  if (before === undefined) return false;
  const slopeHere = (corner.delayMs - before.delayMs) / (corner.calls - before.calls);
  const slopeAcross = (after.delayMs - before.delayMs) / (after.calls - before.calls);
  return slopeHere >= slopeAcross;
}
