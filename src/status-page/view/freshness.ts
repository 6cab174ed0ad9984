import { MINUTE_MS } from '../../domain/instant.ts';

/** Two periods of the sensor and a minute: one reading is missing for certain. */
export const CURRENT_MS = 11 * MINUTE_MS;
/** From here on the value says nothing about now, and is no longer shown large. */
export const OLD_MS = 60 * MINUTE_MS;

/** `current`: it may be acted on. `stale`: shown, and visibly not current. `old`: told in passing. */
export type Freshness = 'current' | 'stale' | 'old' | 'none';

/** How fresh the newest reading is. @param ageMs undefined where there is none. */
export function freshnessOf(ageMs: number | undefined): Freshness {
  if (ageMs === undefined) return 'none';
  if (ageMs <= CURRENT_MS) return 'current';
  return ageMs <= OLD_MS ? 'stale' : 'old';
}
