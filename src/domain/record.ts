import type { Alert } from './alert.ts';
import type { Calibration } from './calibration.ts';
import type { Device } from './device.ts';
import type { Reading } from './reading.ts';
import type { UserEvent } from './user-event.ts';

/** Which Dexcom service said something. */
export type SourceName = 'share' | 'web-api';

/** One thing Dexcom reported, normalised. A reading is the common case. */
export type DexcomRecord = Reading | Calibration | UserEvent | Alert | Device;

export type RecordKind = DexcomRecord['kind'];

/** Every kind, the common one first. */
export const RECORD_KINDS = [
  'reading',
  'calibration',
  'event',
  'alert',
  'device',
] as const satisfies readonly RecordKind[];

/** The record of one kind. */
export type RecordOf<Kind extends RecordKind> = Extract<DexcomRecord, { readonly kind: Kind }>;

/** A record as one source reported it. Several observations may be one record. */
export type Observation<R extends DexcomRecord = DexcomRecord> = R & {
  readonly source: SourceName;
  /** The source's own id of the record. Share has none; a device’s is what tells it from others. */
  readonly sourceRecordId?: string;
};
