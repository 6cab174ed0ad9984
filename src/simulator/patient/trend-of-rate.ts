import type { Trend } from '../../domain/trend.ts';

/** Beyond this Dexcom shows no arrow, in mg/dL per minute. */
const GREATEST_RATE = 8;

/** The trend for a rate of change in mg/dL per minute, by Dexcom's published bounds. */
export function trendOfRate(rateMgdlPerMin: number): Trend {
  const steep = Math.abs(rateMgdlPerMin);
  const up = rateMgdlPerMin > 0;
  if (steep > GREATEST_RATE) return 'rateOutOfRange';
  if (steep >= 3) return up ? 'doubleUp' : 'doubleDown';
  if (steep >= 2) return up ? 'singleUp' : 'singleDown';
  if (steep >= 1) return up ? 'fortyFiveUp' : 'fortyFiveDown';
  return 'flat';
}
