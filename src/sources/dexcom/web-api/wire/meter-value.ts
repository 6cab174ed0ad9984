import type { BloodGlucose } from '../../../../domain/glucose.ts';
import { readGlucoseUnit, type GlucoseUnit } from './glucose-unit.ts';
import { Unreadable } from './unreadable.ts';

/** More than any meter shows. */
const MOST: Readonly<Record<GlucoseUnit, number>> = { 'mg/dL': 1_000, 'mmol/L': 55 };

/** Below it a value without a unit could be mmol/L. */
const SURELY_MGDL = 20;

/**
 * A fingerstick in the unit it came in; without a unit it is mg/dL, where it can be nothing else.
 * @param value the number in `raw`; undefined when there is none
 * @throws Unreadable
 */
export function readMeter(value: number | undefined, raw: unknown, rawUnit: unknown): BloodGlucose {
  const said = readGlucoseUnit(rawUnit);
  const unit = said ?? 'mg/dL';
  if (value === undefined || value <= 0 || value > MOST[unit]) {
    throw new Unreadable('value', `a number above 0, up to ${MOST[unit]} ${unit}`, raw);
  }
  if (said === undefined && value < SURELY_MGDL) {
    throw new Unreadable('unit', `mg/dL or mmol/L beside the value ${value}`, rawUnit);
  }
  return { value, unit };
}
