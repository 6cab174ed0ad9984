import type uPlot from 'uplot';
import type { Display } from '../../platform/display.ts';
import { glucoseNumber } from '../view/glucose-words.ts';
import type { ChartColours } from './chart-colours.ts';

const DAY_S = 86_400;
/** Beyond the highest limit, every so much; in mg/dL. */
const STEP = 100;
/** Two labels nearer than this would touch, in mg/dL. */
const APART = 14;

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric' });

/** Both axes; times on the viewer’s wall clock. */
export function chartAxes(
  display: Display,
  units: Display['units'],
  colours: ChartColours,
): uPlot.Axis[] {
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
      space: rem * 3.9,
      size: rem * 1.9,
      gap: rem * 0.3,
      values: (_chart, splits, _axis, _space, step) => splits.map((at) => timeText(at, step)),
    },
    {
      ...look,
      grid: { show: false },
      size: rem * 2.5,
      gap: rem * 0.3,
      splits: (_chart, _axis, _min, max) => glucoseSplits(display, max),
      values: (_chart, splits) => splits.map((mgdl) => glucoseNumber(mgdl, units)),
    },
  ];
}

function timeText(at: number, step: number): string {
  const ms = at * 1_000;
  // A day begins: which one is worth more than that it is midnight.
  return step >= DAY_S || clock.format(ms) === '00:00' ? day.format(ms) : time.format(ms);
}

/** The limits themselves, so that a label and its line say the same. Two that would touch: the inner one stays. */
function glucoseSplits({ thresholds }: Display, max: number): number[] {
  const { bgLow, bgTargetBottom, bgTargetTop, bgHigh } = thresholds;
  const splits = [bgTargetBottom, bgTargetTop];
  for (const limit of [bgLow, bgHigh]) {
    if (splits.every((other) => Math.abs(other - limit) >= APART)) splits.push(limit);
  }
  for (let at = Math.ceil((bgHigh + APART) / STEP) * STEP; at <= max; at += STEP) splits.push(at);
  return splits.sort((one, other) => one - other);
}
