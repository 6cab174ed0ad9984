import type { BloodGlucose } from '../../domain/glucose.ts';
import type { TreatmentContent } from './treatment-content.ts';

/** A fingerstick, in the unit it was typed in: Nightscout reads a value without one in the unit of its display. */
export function bloodGlucoseCheck({ value, unit }: BloodGlucose): TreatmentContent | undefined {
  if (!(value > 0)) return undefined;
  return {
    eventType: 'BG Check',
    glucose: value,
    glucoseType: 'Finger',
    units: unit === 'mg/dL' ? 'mg/dl' : 'mmol',
  };
}
