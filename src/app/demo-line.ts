import { HIGH_MGDL, LOW_MGDL } from '../domain/glucose.ts';
import { MINUTE_MS } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Trend } from '../domain/trend.ts';
import { wallClock } from '../platform/local-time.ts';

const ARROWS: Readonly<Record<Trend, string>> = {
  none: '',
  doubleUp: '↑↑',
  singleUp: '↑',
  fortyFiveUp: '↗',
  flat: '→',
  fortyFiveDown: '↘',
  singleDown: '↓',
  doubleDown: '↓↓',
  notComputable: '?',
  rateOutOfRange: '?',
};
/** Between two readings further apart nothing was measured: no difference is shown. */
const NEIGHBOUR_MS = 6 * MINUTE_MS;

/** `12:05 123 mg/dL → +2`: wall clock of this machine, value, trend, difference to the reading just before. Pure. */
export function demoLine(reading: Reading, previous: Reading | undefined): string {
  const parts = [wallClock(reading.systemTime).time, `${reading.glucoseMgdl} mg/dL`];
  if (reading.glucoseMgdl <= LOW_MGDL) parts.push('LOW');
  if (reading.glucoseMgdl >= HIGH_MGDL) parts.push('HIGH');
  const arrow = reading.trend === undefined ? '' : ARROWS[reading.trend];
  if (arrow !== '') parts.push(arrow);
  if (previous !== undefined && reading.systemTime - previous.systemTime <= NEIGHBOUR_MS) {
    const change = reading.glucoseMgdl - previous.glucoseMgdl;
    parts.push(change > 0 ? `+${change}` : String(change));
  }
  return parts.join(' ');
}
