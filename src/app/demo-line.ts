import { HIGH_MGDL, LOW_MGDL } from '../domain/glucose.ts';
import type { Reading } from '../domain/reading.ts';
import { trendNumber } from '../domain/trend.ts';
import type { Display } from '../platform/display.ts';
import { wallClock } from '../platform/local-time.ts';
import {
  deltaText,
  glucoseNumber,
  trendArrow,
  unitName,
  type DatedGlucose,
} from './glucose-words.ts';

/** `12:05 123 mg/dL → +2`: wall clock of this machine, value, trend, difference to the reading just before. Pure. */
export function demoLine(
  reading: Reading,
  previous: Reading | undefined,
  units: Display['units'] = 'mg/dl',
): string {
  const { glucoseMgdl, systemTime, trend } = reading;
  const parts = [
    wallClock(systemTime).time,
    `${glucoseNumber(glucoseMgdl, units)} ${unitName(units)}`,
  ];
  if (glucoseMgdl <= LOW_MGDL) parts.push('LOW');
  if (glucoseMgdl >= HIGH_MGDL) parts.push('HIGH');
  const arrow = trend === undefined ? '' : trendArrow(trendNumber(trend));
  if (arrow !== '') parts.push(arrow);
  const before = previous === undefined ? [] : [dated(previous)];
  const delta = deltaText(dated(reading), before, units);
  if (delta !== undefined) parts.push(delta);
  return parts.join(' ');
}

function dated({ systemTime, glucoseMgdl }: Reading): DatedGlucose {
  return { at: systemTime, glucoseMgdl };
}
