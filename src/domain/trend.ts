/** The ten trends Dexcom knows, at the index of Dexcom's (and Nightscout's) trend number. */
export const TRENDS = [
  'none',
  'doubleUp',
  'singleUp',
  'fortyFiveUp',
  'flat',
  'fortyFiveDown',
  'singleDown',
  'doubleDown',
  'notComputable',
  'rateOutOfRange',
] as const;

/** How fast and which way glucose moves, as the sensor's algorithm said it. */
export type Trend = (typeof TRENDS)[number];

/** The trend's number on the wire, 0–9. */
export function trendNumber(trend: Trend): number {
  return TRENDS.indexOf(trend);
}
