import type { EpochMs } from './instant.ts';
import type { BloodGlucose } from './glucose.ts';
import type { Dated, Provenance } from './provenance.ts';

/**
 * Something the wearer wrote down in the Dexcom app. `eventType` and `eventSubtype` are Dexcom's words in their documented
 * spelling (`carbs`, `insulin`, `exercise`, `health`, `bloodGlucose`, `notes`; `fastActing`, `longActing`, `light`, …); one
 * that is not documented is kept as it came. Updates may move it in time and change its type.
 */
export interface UserEvent extends Dated, Provenance {
  readonly kind: 'event';
  /** Dexcom’s id of it, the first under which it was met; its Nightscout document is known by it. */
  readonly recordId: string;
  readonly eventType: string;
  readonly eventSubtype?: string;
  /** Carbohydrates in grams, insulin in units, exercise in minutes; above 0. */
  readonly amount?: number;
  /** Of a `bloodGlucose` event. */
  readonly meter?: BloodGlucose;
  /** Free text of a note, or the value of an event whose type is not known. Never empty. */
  readonly text?: string;
  /** Dexcom's word for the unit, where the type is not known. */
  readonly unit?: string;
  /** When it was entered, as against when it happened. */
  readonly enteredAt?: EpochMs;
  /** The wearer has deleted it. */
  readonly isDeleted: boolean;
  /** Dexcom's id of the calibration that is the same fingerstick: it is written once, as that. */
  readonly sameAsCalibration?: string;
}
