import type { Display } from '../../platform/display.ts';

/** Where a value lies among the thresholds. */
export type Zone = 'very-low' | 'low' | 'in-range' | 'high' | 'very-high';

/** The zone of a value; a threshold itself still belongs to the calmer side, as in Nightscout. */
export function zoneOf(mgdl: number, thresholds: Display['thresholds']): Zone {
  if (mgdl < thresholds.bgLow) return 'very-low';
  if (mgdl > thresholds.bgHigh) return 'very-high';
  if (mgdl < thresholds.bgTargetBottom) return 'low';
  return mgdl > thresholds.bgTargetTop ? 'high' : 'in-range';
}

/** The zone in words. */
export const ZONE_WORDS: Readonly<Record<Zone, string>> = {
  'very-low': 'very low',
  low: 'low',
  'in-range': 'in range',
  high: 'high',
  'very-high': 'very high',
};
