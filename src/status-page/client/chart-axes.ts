import type uPlot from 'uplot';
import type { Display } from '../../platform/display.ts';
import type { ChartColours } from './chart-colours.ts';

const DAY_S = 86_400;
/** Nightscout’s divisor, so that a tick and a value of the same name lie at the same height. */
const MGDL_PER_MMOL = 18.01559;
/** Steps of the glucose axis. */
const STEPS = { 'mg/dl': 50, mmol: 3 * MGDL_PER_MMOL };

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric' });

/** Both axes; times on the viewer’s wall clock. */
export function chartAxes(units: Display['units'], colours: ChartColours): uPlot.Axis[] {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const look = {
    stroke: colours.text,
    font: `${rem * 0.8}px system-ui, sans-serif`,
    ticks: { show: false },
  };
  return [
    {
      ...look,
      grid: { stroke: colours.grid, width: 1 },
      space: rem * 4.6,
      size: rem * 1.9,
      gap: rem * 0.3,
      values: (_chart, splits, _axis, _space, step) => splits.map((at) => timeText(at, step)),
    },
    {
      ...look,
      grid: { show: false },
      size: rem * 2.5,
      gap: rem * 0.3,
      splits: (_chart, _axis, min, max) => glucoseSplits(units, min, max),
      values: (_chart, splits) =>
        splits.map((mgdl) => String(Math.round(units === 'mmol' ? mgdl / MGDL_PER_MMOL : mgdl))),
    },
  ];
}

function timeText(at: number, step: number): string {
  const ms = at * 1_000;
  return step >= DAY_S ? day.format(ms) : time.format(ms);
}

function glucoseSplits(units: Display['units'], min: number, max: number): number[] {
  const step = STEPS[units];
  const splits: number[] = [];
  for (let at = Math.ceil(min / step) * step; at <= max; at += step) splits.push(at);
  return splits;
}
