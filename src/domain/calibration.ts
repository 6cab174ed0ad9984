import type { BloodGlucose } from './glucose.ts';
import type { Dated, Provenance } from './provenance.ts';

/** A fingerstick that the wearer gave the sensor to adjust itself by. */
export interface Calibration extends Dated, Provenance {
  readonly kind: 'calibration';
  /** Dexcom’s id of it, the first under which it was met; its Nightscout document is known by it. */
  readonly recordId: string;
  readonly meter: BloodGlucose;
}
