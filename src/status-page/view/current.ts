import type { Display } from '../../platform/display.ts';
import type { PageReading, PageState } from '../page-state.ts';
import { deltaOf, type Delta } from './delta.ts';
import { freshnessOf, type Freshness } from './freshness.ts';
import { shownTrend, type ShownTrend } from './trend-words.ts';
import { ZONE_WORDS, zoneOf, type Zone } from './zone.ts';

/** The newest reading, judged: what hero, title, icon and announcement all tell. */
export type Current =
  | { readonly freshness: 'none' }
  | {
      readonly freshness: Exclude<Freshness, 'none'>;
      readonly reading: PageReading;
      readonly ageMs: number;
      readonly zone: Zone;
      readonly zoneWords: string;
      readonly trend: ShownTrend;
      readonly delta: Delta;
    };

/** Judges the newest reading at an instant. */
export function currentOf(state: PageState, now: number, units: Display['units']): Current {
  const { newest: reading, display, recent } = state;
  const freshness = freshnessOf(reading === undefined ? undefined : now - reading.at);
  if (reading === undefined || freshness === 'none') return { freshness: 'none' };
  const zone = zoneOf(reading.glucoseMgdl, display.thresholds);
  return {
    freshness,
    reading,
    ageMs: now - reading.at,
    zone,
    zoneWords: ZONE_WORDS[zone],
    trend: shownTrend(reading.trend),
    delta: deltaOf(recent, units),
  };
}
