declare const mgdlBrand: unique symbol;

/** A glucose concentration in whole mg/dL; 39 means "below 40" (LOW) and 401 "above 400" (HIGH). */
export type MgDl = number & { readonly [mgdlBrand]: true };

/** Dexcom's word for LOW. Anything below is an error code to Nightscout and is never passed on. */
export const LOW_MGDL = 39;
/** Dexcom's word for HIGH. */
export const HIGH_MGDL = 401;
/** Nothing that Dexcom was ever seen to report lies above this; a larger number is no glucose value. */
const GREATEST_MGDL = 1_000;

/** True for a whole number from 39 to 1000. */
export function isGlucoseMgdl(value: unknown): value is MgDl {
  return (
    Number.isInteger(value) && (value as number) >= LOW_MGDL && (value as number) <= GREATEST_MGDL
  );
}

/** A value as a meter showed it and a person typed it: any number above 0, in the unit it came in. */
export interface BloodGlucose {
  readonly value: number;
  readonly unit: 'mg/dL' | 'mmol/L';
}

/** What Nightscout divides by to show mmol/L; whoever shows the same value beside it must show the same number. */
const SHOWN_MGDL_PER_MMOL = 18.01559;

/** mmol/L to one decimal, as Nightscout shows it: `6.7`. For people only: nothing is computed or stored from it. */
export function mmolText(mgdl: number): string {
  return (mgdl / SHOWN_MGDL_PER_MMOL).toFixed(1);
}
