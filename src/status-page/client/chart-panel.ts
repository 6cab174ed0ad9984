import type { EpochMs } from '../../domain/instant.ts';
import type { PageReading } from '../page-state.ts';
import { glucoseText } from '../view/glucose-words.ts';
import { howLong } from '../view/how-long.ts';
import { GAP_MS } from '../view/gaps.ts';
import type { Look } from '../view/look.ts';
import { SOURCE_WORDS } from '../view/source-words.ts';
import { shownTrend } from '../view/trend-words.ts';
import { createChart, type ChartView } from './chart.ts';
import { chartData } from './chart-data.ts';
import { byId } from './by-id.ts';

/** What the panel shows. */
export interface PanelView extends Omit<ChartView, 'data'> {
  readonly readings: readonly PageReading[];
  readonly look: Look;
}

/** The chart with its cursor, its read-out and its keys. */
export interface ChartPanel {
  show(view: PanelView): void;
  recolour(): void;
}

/** Readings that a press of Page up or Page down passes: an hour of them. */
const LEAP = 12;

/** A slider over the readings: a screen reader tells the chosen one by itself, politely, whenever it changes. */
export function createChartPanel(): ChartPanel {
  const host = byId('chart');
  const readout = byId('readout');
  let view: PanelView | undefined;
  let data = chartData([]);
  /** By its instant: readings come and go around it. */
  let chosen: PageReading | undefined;

  const chart = createChart(host, (place) => {
    const reading = nearest(place);
    if (reading !== undefined) choose(reading);
  });

  const nearest = (place: number | undefined): PageReading | undefined => {
    if (place === undefined) return undefined;
    return data.readings[place] ?? data.readings[place - 1] ?? data.readings[place + 1];
  };

  const choose = (reading: PageReading | undefined) => {
    chosen = reading;
    tell();
  };

  const tell = () => {
    if (view === undefined) return;
    const { readings } = view;
    const place = readings.findIndex(({ at }) => at === chosen?.at);
    const reading = readings[place];
    chart.choose(reading === undefined ? undefined : data.readings.indexOf(reading));
    host.setAttribute('aria-valuemax', String(Math.max(0, readings.length - 1)));
    host.setAttribute(
      'aria-valuenow',
      String(place === -1 ? Math.max(0, readings.length - 1) : place),
    );
    const text = reading === undefined ? '' : words(reading, readings[place - 1], view);
    const idle =
      readings.length === 0
        ? restWords(readings, view)
        : `${readings.length} readings, none chosen`;
    host.setAttribute('aria-valuetext', text === '' ? idle : text);
    readout.textContent = text === '' ? restWords(readings, view) : text;
  };

  const move = (to: (place: number, last: number) => number) => {
    if (view === undefined || view.readings.length === 0) return;
    const last = view.readings.length - 1;
    const found = view.readings.findIndex(({ at }) => at === chosen?.at);
    const from = found === -1 ? last + 1 : found;
    choose(view.readings[Math.min(last, Math.max(0, to(from, last)))]);
  };

  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move((place) => place - 1),
    ArrowDown: () => move((place) => place - 1),
    ArrowRight: () => move((place) => place + 1),
    ArrowUp: () => move((place) => place + 1),
    PageDown: () => move((place) => place - LEAP),
    PageUp: () => move((place) => place + LEAP),
    Home: () => move(() => 0),
    End: () => move((_place, last) => last),
    Escape: () => choose(undefined),
  };
  host.addEventListener('keydown', (event) => {
    const act = event.altKey || event.ctrlKey || event.metaKey ? undefined : KEYS[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  host.addEventListener('pointerleave', () => {
    if (document.activeElement !== host) choose(undefined);
  });

  return {
    show(next) {
      const isOther = view?.readings !== next.readings;
      view = next;
      if (isOther) data = chartData(next.readings);
      chart.show({ ...next, data });
      tell();
    },
    recolour: () => chart.recolour(),
  };
}

function words(reading: PageReading, before: PageReading | undefined, view: PanelView): string {
  const { look, now } = view;
  const gap = before === undefined ? 0 : reading.at - before.at;
  return [
    look.clock(reading.at, now as EpochMs),
    glucoseText(reading.glucoseMgdl, look.units),
    shownTrend(reading.trend).words,
    `from ${SOURCE_WORDS[reading.source]}`,
    ...(gap > GAP_MS ? [`after ${howLong(gap)} without a reading`] : []),
  ].join(' · ');
}

function restWords(readings: readonly PageReading[], { look, isWhole }: PanelView): string {
  if (!isWhole) return 'Older readings are not here yet: asking the bridge for them.';
  if (readings.length === 0) return 'No reading in this time.';
  const values = readings.map(({ glucoseMgdl }) => glucoseMgdl);
  const lowest = glucoseText(Math.min(...values), look.units);
  const highest = glucoseText(Math.max(...values), look.units);
  return `${readings.length} readings, from ${lowest} to ${highest}`;
}
