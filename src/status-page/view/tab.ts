import type { Display } from '../../platform/display.ts';
import type { PageState } from '../page-state.ts';
import { currentOf } from './current.ts';
import { glucoseFigure, unitName } from './glucose-words.ts';
import { howLong } from './how-long.ts';
import type { Zone } from './zone.ts';

/** What a browser tab shows. */
export interface Tab {
  readonly title: string;
  /** `data:` address of an SVG. */
  readonly icon: string;
}

/** Dark enough for white figures; an icon stands on bars of any colour. */
const FILLS: Readonly<Record<Zone, string>> = {
  'very-low': '#a3001b',
  low: '#c2352b',
  'in-range': '#14713f',
  high: '#8f5600',
  'very-high': '#a33f00',
};
const GREY = '#5b6470';

/** Title and icon: the value, and a mark where it is not current or may not be. */
export function tabOf(state: PageState, now: number, units: Display['units'], isLost = false): Tab {
  const current = currentOf(state, now, units);
  const whose = `${state.isSimulated ? 'simulated · ' : ''}${state.account}`;
  if (current.freshness === 'none')
    return { title: `No reading · ${whose}`, icon: icon('–', GREY, false) };
  const { reading, trend, zone, ageMs, freshness } = current;
  const figure = glucoseFigure(reading.glucoseMgdl, units);
  if (freshness === 'old') {
    return { title: `⚠ No reading for ${howLong(ageMs)} · ${whose}`, icon: icon('–', GREY, true) };
  }
  if (freshness === 'stale') {
    return {
      title: `⚠ ${howLong(ageMs)} old (${figure}) · ${whose}`,
      icon: icon(figure, GREY, true),
    };
  }
  const value = `${figure} ${trend.sign}`.trim();
  return isLost
    ? { title: `⚠ not live (${value}) · ${whose}`, icon: icon(figure, GREY, true) }
    : { title: `${value} ${unitName(units)} · ${whose}`, icon: icon(figure, FILLS[zone], false) };
}

function icon(figure: string, fill: string, isMarked: boolean): string {
  const size = { 1: 40, 2: 38, 3: 32, 4: 25 }[figure.length] ?? 22;
  const mark = isMarked
    ? '<path d="M6 58 58 6" stroke="#ffb02e" stroke-width="7" stroke-linecap="round"/>'
    : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="${fill}"/>${mark}<text x="32" y="${32 + size * 0.35}" font-family="system-ui,sans-serif" font-size="${size}" font-weight="700" fill="#fff" text-anchor="middle">${figure}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
