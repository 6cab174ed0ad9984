import type { JournalRecord } from '../domain/journal-record.ts';
import { toDeviceStatus, type DeviceStatus } from '../sinks/nightscout/device-status.ts';
import { toTreatment, type Treatment } from '../sinks/nightscout/treatment.ts';
import { writtenKinds, type Writes } from '../sinks/nightscout/wanted.ts';
import { rowId } from './row-id.ts';

/** A treatment or device status as a Nightscout answers with it: what a sink writes there, with `_id`. */
export type DocumentRow<Document extends Treatment | DeviceStatus> = Document & {
  readonly _id: string;
};

/** The treatment of a record; undefined where none is written, or none may lie there (a deleted event). */
export function toTreatmentRow(
  { record, ...held }: JournalRecord,
  device: string,
  writes: Writes,
): DocumentRow<Treatment> | undefined {
  if (record.kind === 'reading' || record.kind === 'device') return undefined;
  if (!writtenKinds(writes).includes(record.kind)) return undefined;
  const treatment = toTreatment({ ...held, record }, device);
  return (
    treatment && { _id: rowId('treatment', held.recordedAt, treatment.identifier), ...treatment }
  );
}

/** The state of a device as it last changed: the journal keeps one a device, where a Nightscout collects all that it was told. */
export function toStatusRow({
  record,
  ...held
}: JournalRecord): DocumentRow<DeviceStatus> | undefined {
  if (record.kind !== 'device') return undefined;
  const status = toDeviceStatus({ ...held, record });
  return { _id: rowId('status', held.changedAt, status.identifier), ...status };
}
