/** A fingerstick as a meter showed it and a person typed it, in the unit it came in. */
export interface MeterValue {
  readonly value: number;
  readonly unit: 'mg/dL' | 'mmol/L';
}
