import type { PageReading } from '../page-state.ts';
import { GAP_MS } from '../view/gaps.ts';

/** Readings as the chart draws them, with an empty point in the middle of each gap, so that no line crosses it. */
export interface ChartData {
  /** Seconds since the epoch, ascending. */
  readonly xs: readonly number[];
  /** mg/dL. */
  readonly ys: readonly (number | null)[];
  /** The reading at each place; none in a gap. */
  readonly readings: readonly (PageReading | undefined)[];
}

/** Prepares readings. @param readings ascending. */
export function chartData(readings: readonly PageReading[]): ChartData {
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  const placed: (PageReading | undefined)[] = [];
  let before: PageReading | undefined;
  for (const reading of readings) {
    if (before !== undefined && reading.at - before.at > GAP_MS) {
      xs.push((before.at + reading.at) / 2_000);
      ys.push(null);
      placed.push(undefined);
    }
    xs.push(reading.at / 1_000);
    ys.push(reading.glucoseMgdl);
    placed.push(reading);
    before = reading;
  }
  return { xs, ys, readings: placed };
}

/** What was fetched, with the newest part replaced by what the bridge told since. Both ascending. */
export function withRecent(
  fetched: readonly PageReading[],
  recent: readonly PageReading[],
  from: number,
): readonly PageReading[] {
  return [...fetched.filter(({ at }) => at < from), ...recent.filter(({ at }) => at >= from)];
}
