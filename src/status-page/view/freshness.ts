import { CURRENT_MS } from '../../domain/current-reading.ts';
import { MINUTE_MS } from '../../domain/instant.ts';

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
