/*! uPlot: Copyright (c) 2025 Leon Sorokin. Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE. */
import UPlot from 'uplot';
import { HOUR_MS } from '../../domain/instant.ts';
import type { Display } from '../../platform/display.ts';
import { chartAxes } from './chart-axes.ts';
import { readChartColours } from './chart-colours.ts';
import type { ChartData } from './chart-data.ts';
import { paintBack, paintPoints, type Painted } from './chart-paint.ts';

/** What is shown. */
export interface ChartView {
  readonly data: ChartData;
  readonly display: Display;
  readonly units: Display['units'];
  readonly hours: number;
  /** In ms since the epoch. */
  readonly now: number;
  /** The data are all that there is; else a stretch without readings may not be one. */
  readonly isWhole: boolean;
}

/** The drawn chart. */
export interface Chart {
  show(view: ChartView): void;
  /** Puts the cursor on a reading by its place in the data, or takes it away. */
  choose(place: number | undefined): void;
  /** Colours have changed. */
  recolour(): void;
}

/** The axis always shows at least this, so that equal days look equal. In mg/dL. */
const LEAST_TOP = 260;
const BOTTOM = 30;

/** Draws into an element and follows its size. @param pointed hears which reading the pointer is nearest to. */
export function createChart(
  host: HTMLElement,
  pointed: (place: number | undefined) => void,
): Chart {
  let view: ChartView | undefined;
  let drawn: UPlot | undefined;
  let drawnUnits: string | undefined;
  let chosen: number | undefined;
  let colours = readChartColours();

  const painted = (): Painted | undefined => view && { ...view, colours, chosen };

  const range = (): [number, number] => {
    if (view === undefined) return [0, 1];
    const { now, hours } = view;
    // A little room at the right, for the newest point.
    return [(now - hours * HOUR_MS) / 1_000, (now + hours * HOUR_MS * 0.02) / 1_000];
  };

  const options = ({ units, display }: ChartView): UPlot.Options => ({
    width: host.clientWidth,
    height: host.clientHeight,
    padding: [8, 24, 0, 6],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: false, y: false },
      focus: { prox: -1 },
    },
    scales: {
      x: { time: true, range },
      y: {
        range: (_chart, _min, max: number | null) => [
          BOTTOM,
          Math.max(LEAST_TOP, Math.ceil(((max ?? 0) + 10) / 20) * 20),
        ],
      },
    },
    axes: chartAxes(display, units, colours),
    series: [{}, { stroke: colours.line, width: 1.5, points: { show: false }, spanGaps: false }],
    hooks: {
      drawClear: [(chart) => withPainted(painted(), (what) => paintBack(chart, what))],
      draw: [(chart) => withPainted(painted(), (what) => paintPoints(chart, what))],
      setCursor: [
        (chart) => {
          const { idx, left = -1 } = chart.cursor;
          if (left >= 0) pointed(idx ?? undefined);
        },
      ],
    },
  });

  const rebuild = () => {
    if (view === undefined || host.clientWidth === 0) return;
    drawn?.destroy();
    drawnUnits = view.units;
    drawn = new UPlot(options(view), aligned(view.data), host);
  };

  new ResizeObserver(() => {
    if (drawn === undefined) rebuild();
    else drawn.setSize({ width: host.clientWidth, height: host.clientHeight });
  }).observe(host);

  return {
    show(next) {
      view = next;
      if (drawn === undefined || drawnUnits !== next.units) rebuild();
      else drawn.setData(aligned(next.data));
    },
    choose(place) {
      if (chosen === place) return;
      chosen = place;
      drawn?.redraw(false, false);
    },
    recolour() {
      colours = readChartColours();
      rebuild();
    },
  };
}

function aligned({ xs, ys }: ChartData): UPlot.AlignedData {
  return [[...xs], [...ys]];
}

function withPainted(what: Painted | undefined, paint: (what: Painted) => void): void {
  if (what !== undefined) paint(what);
}
