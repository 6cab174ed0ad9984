import { HIGH_MGDL, LOW_MGDL, mmolText } from '../../domain/glucose.ts';
import type { Display } from '../../platform/display.ts';

type Units = Display['units'];

/** The unit as people write it. */
export function unitName(units: Units): string {
  return units === 'mmol' ? 'mmol/L' : 'mg/dL';
}

/** The number alone, in the unit. */
export function glucoseNumber(mgdl: number, units: Units): string {
  return units === 'mmol' ? mmolText(mgdl) : String(mgdl);
}

/** Whether the sensor only said that it is beyond what it measures. */
export function isBeyond(mgdl: number): boolean {
  return mgdl <= LOW_MGDL || mgdl >= HIGH_MGDL;
}

/** `LOW` and `HIGH` beyond what the sensor measures, else the number; never a number that was not measured. */
export function glucoseFigure(mgdl: number, units: Units): string {
  if (mgdl <= LOW_MGDL) return 'LOW';
  return mgdl >= HIGH_MGDL ? 'HIGH' : glucoseNumber(mgdl, units);
}

/** What stands beside the figure: the unit, or the bound that was passed. */
export function glucoseUnit(mgdl: number, units: Units): string {
  if (mgdl <= LOW_MGDL) return `below ${glucoseNumber(LOW_MGDL + 1, units)} ${unitName(units)}`;
  if (mgdl >= HIGH_MGDL) return `above ${glucoseNumber(HIGH_MGDL - 1, units)} ${unitName(units)}`;
  return unitName(units);
}

/** Figure and unit in one: `123 mg/dL`, `LOW (below 40 mg/dL)`. */
export function glucoseText(mgdl: number, units: Units): string {
  const unit = glucoseUnit(mgdl, units);
  return `${glucoseFigure(mgdl, units)} ${isBeyond(mgdl) ? `(${unit})` : unit}`;
}
