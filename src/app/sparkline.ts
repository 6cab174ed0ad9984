/** Eight heights, lowest first. */
const BARS = '▁▂▃▄▅▆▇█';
/** Where no reading is. */
const GAP = ' ';

/** One value of the line: when it was measured and how high it is. */
export interface Point {
  /** UTC, in ms. */
  readonly at: number;
  readonly value: number;
}

/** Where a line begins and ends, and how much time one bar stands for; all in ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly slotMs: number;
}

/**
 * A span of `lengthMs` up to now whose slots have the newest value in their middle: the sensor is a few seconds early or late
 * each time, and at the edge of a slot that would look like a gap. A blank follows the newest only where a value is overdue by a
 * fifth of a slot. Pure.
 */
export function spanUpTo(now: number, newestAt: number, lengthMs: number, slotMs: number): Span {
  const slotsAfter = Math.max(0, Math.floor((now - newestAt - slotMs / 5) / slotMs));
  const to = newestAt + slotMs / 2 + slotsAfter * slotMs;
  return { from: to - lengthMs, to, slotMs };
}

/**
 * Bars for a span of time, one a slot of `slotMs`, the newest value of each slot; a slot without a value stays empty,
 * so that a gap looks like one. Heights run from `lowest` to `highest`; values beyond are drawn at the edge. Pure.
 */
export function sparkline(
  points: readonly Point[],
  span: Span,
  scale: { readonly lowest: number; readonly highest: number },
): string {
  const slots = Math.max(1, Math.ceil((span.to - span.from) / span.slotMs));
  const newest = new Map<number, Point>();
  for (const point of points) {
    if (point.at < span.from || point.at >= span.to) continue;
    const slot = Math.floor((point.at - span.from) / span.slotMs);
    const held = newest.get(slot);
    if (held === undefined || held.at <= point.at) newest.set(slot, point);
  }
  let line = '';
  for (let slot = 0; slot < slots; slot += 1) {
    const point = newest.get(slot);
    line += point === undefined ? GAP : bar(point.value, scale);
  }
  return line;
}

function bar(value: number, { lowest, highest }: { lowest: number; highest: number }): string {
  const share = (value - lowest) / (highest - lowest);
  const index = Math.min(BARS.length - 1, Math.max(0, Math.floor(share * BARS.length)));
  return BARS.charAt(index);
}
