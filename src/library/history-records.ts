import type { DatedRecord } from './dated-record.ts';
import type { MeterValue } from './meter-value.ts';

/** A fingerstick by which the sensor was adjusted. */
export interface CalibrationRecord extends DatedRecord {
  readonly kind: 'calibration';
  readonly recordId: string;
  readonly meter: MeterValue;
}

/** Something the wearer wrote down in the Dexcom app. */
export interface EventRecord extends DatedRecord {
  readonly kind: 'event';
  readonly recordId: string;
  /** `carbs`, `insulin`, `exercise`, `health`, `bloodGlucose`, `notes`, or a new word as it came. */
  readonly eventType: string;
  /** Such as `fastActing`, `longActing`, `light`, `illness`. */
  readonly eventSubtype?: string;
  /** Carbohydrates in grams, insulin in units, exercise in minutes; above 0. */
  readonly amount?: number;
  /** Of a `bloodGlucose` event. */
  readonly meter?: MeterValue;
  /** Text of a note, or the value of an event of an unknown type. */
  readonly text?: string;
  /** Dexcom’s word for the unit, where the type is not known. */
  readonly unit?: string;
  /** When it was written down, in ms as `time`, which is when it happened. */
  readonly enteredAt?: number;
  /** The wearer has deleted it: what was made of it before is to be taken back. */
  readonly isDeleted: boolean;
}

/** One change of state of one of Dexcom’s alarms. It is told hours later: no reason to alarm anybody now. */
export interface AlertRecord extends DatedRecord {
  readonly kind: 'alert';
  readonly recordId: string;
  /** Such as `high`, `urgentLow`, `outOfRange`, or a new word as it came. */
  readonly alertName: string;
  /** `inactive`, `activeSnoozed`, `activeAlarming`, or what came. */
  readonly alertState: string;
}
