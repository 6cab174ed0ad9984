import type uPlot from 'uplot';
import type { Display } from '../../platform/display.ts';
import { gapsBetween } from '../view/gaps.ts';
import { zoneOf } from '../view/zone.ts';
import type { ChartColours } from './chart-colours.ts';
import type { ChartData } from './chart-data.ts';

/** What is painted. */
export interface Painted {
  readonly data: ChartData;
  readonly colours: ChartColours;
  readonly display: Display;
  /** In ms since the epoch; a gap may last until then. */
  readonly now: number;
  /** The data are all that there is; else a stretch without readings may not be one. */
  readonly isWhole: boolean;
  /** Place of the reading under the cursor. */
  readonly chosen: number | undefined;
}

/** Behind the line: the target range, the stretches without readings, the limits. */
export function paintBack(chart: uPlot, { data, colours, display, now, isWhole }: Painted): void {
  const { ctx, bbox } = chart;
  const { bgTargetTop, bgTargetBottom, bgHigh, bgLow } = display.thresholds;
  const y = (mgdl: number) => chart.valToPos(mgdl, 'y', true);
  const x = (ms: number) => chart.valToPos(ms / 1_000, 'x', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colours.band;
  ctx.fillRect(bbox.left, y(bgTargetTop), bbox.width, y(bgTargetBottom) - y(bgTargetTop));
  const instants = data.readings.flatMap((reading) => (reading === undefined ? [] : [reading.at]));
  const start = (chart.scales['x']?.min ?? 0) * 1_000;
  for (const { from, to } of isWhole ? gapsBetween([start, ...instants], now) : []) {
    hatch(ctx, x(from), x(to), bbox, colours.gap);
  }
  ctx.lineWidth = devicePixelRatio;
  for (const limit of [bgLow, bgTargetBottom, bgTargetTop, bgHigh]) {
    const isOuter = limit === bgLow || limit === bgHigh;
    ctx.setLineDash(isOuter ? [2 * devicePixelRatio, 4 * devicePixelRatio] : []);
    ctx.strokeStyle = colours.limit;
    ctx.beginPath();
    ctx.moveTo(bbox.left, Math.round(y(limit)));
    ctx.lineTo(bbox.left + bbox.width, Math.round(y(limit)));
    ctx.stroke();
  }
  ctx.restore();
}

/** Before the line: each reading as a point, by its zone and its source; the chosen one larger. */
export function paintPoints(chart: uPlot, painted: Painted): void {
  const { data, colours, display, chosen } = painted;
  const { ctx, bbox } = chart;
  const radius = radiusFor(data, chart);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left - radius * 2, bbox.top, bbox.width + radius * 4, bbox.height);
  ctx.clip();
  for (const [index, reading] of data.readings.entries()) {
    if (reading === undefined) continue;
    const size = index === chosen ? radius + 3 * devicePixelRatio : radius;
    ctx.fillStyle = colours.zones[zoneOf(reading.glucoseMgdl, display.thresholds)];
    ctx.beginPath();
    const x = chart.valToPos(reading.at / 1_000, 'x', true);
    const y = chart.valToPos(reading.glucoseMgdl, 'y', true);
    if (reading.source === 'share') ctx.arc(x, y, size, 0, 2 * Math.PI);
    else diamond(ctx, x, y, size * 1.3);
    ctx.fill();
    if (reading.source === 'web-api' && size > 2.4 * devicePixelRatio) {
      ctx.fillStyle = colours.back;
      ctx.beginPath();
      diamond(ctx, x, y, size * 0.55);
      ctx.fill();
    }
    if (index === chosen) {
      ctx.strokeStyle = colours.cursor;
      ctx.lineWidth = 2 * devicePixelRatio;
      ctx.beginPath();
      ctx.arc(x, y, size + 2 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** As large as there is room for, in canvas pixels. */
function radiusFor({ xs }: ChartData, chart: uPlot): number {
  const { min = 0, max = 1 } = chart.scales['x'] ?? {};
  const slots = Math.max(1, (max - min) / 300);
  const room = chart.bbox.width / Math.max(slots, xs.length === 0 ? 1 : 30) / devicePixelRatio;
  return Math.min(4, Math.max(1.1, room * 0.36)) * devicePixelRatio;
}

function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y);
  ctx.lineTo(x, y + size);
  ctx.lineTo(x - size, y);
  ctx.closePath();
}

function hatch(
  ctx: CanvasRenderingContext2D,
  left: number,
  right: number,
  { top, height }: uPlot.BBox,
  colour: string,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  const step = 9 * devicePixelRatio;
  // From a fixed grid, so that neighbouring and growing gaps do not flicker.
  for (let at = Math.floor((left - height) / step) * step; at < right; at += step) {
    ctx.moveTo(at, top + height);
    ctx.lineTo(at + height, top);
  }
  ctx.stroke();
  ctx.restore();
}
