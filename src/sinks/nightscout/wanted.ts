import type { RecordKind } from '../../domain/record.ts';
import type { EpochMs } from '../../domain/instant.ts';
import type { JournalRecord, Position } from '../../domain/journal-record.ts';
import { toDeviceStatus, type DeviceStatus } from './device-status.ts';
import { meterEntryIdentifier, toMeterEntry, type MeterEntry } from './mbg.ts';
import { toTreatment, treatmentIdentifier, type Treatment } from './treatment.ts';

/** What is to lie at a destination for one record: a document, or nothing that bears its identifier. */
export interface Wanted<Document> {
  readonly position: Position;
  readonly identifier: string;
  readonly document: Document | undefined;
  readonly systemTime: EpochMs;
  /** Its instant may have been another one: what lies there of it has to be looked for by its identifier too. */
  readonly mayHaveMoved: boolean;
}

/** What a batch wants, by where it goes. */
export interface WantedDocuments {
  readonly treatments: readonly Wanted<Treatment>[];
  readonly meterEntries: readonly Wanted<MeterEntry>[];
  readonly statuses: readonly { readonly position: Position; readonly document: DeviceStatus }[];
}

/** What else than readings is written; see AccountSettings.writes. */
export interface Writes {
  readonly events: boolean;
  readonly mbg: boolean;
  readonly alerts: boolean;
}

/** The kinds of records that these settings write. */
export function writtenKinds({ events, alerts }: Writes): readonly RecordKind[] {
  return [
    'calibration',
    'device',
    ...(events ? ['event' as const] : []),
    ...(alerts ? ['alert' as const] : []),
  ];
}

/** What the settings write, for the name of a destination: another set gets everything from the start. */
export function writtenNames(writes: Writes): string {
  return [...writtenKinds(writes), ...(writes.mbg ? ['mbg'] : [])].join('+');
}

/** The documents that a batch wants. Readings and kinds that are switched off want none. */
export function wantedDocuments(
  batch: readonly JournalRecord[],
  device: string,
  writes: Writes,
): WantedDocuments {
  const treatments: Wanted<Treatment>[] = [];
  const meterEntries: Wanted<MeterEntry>[] = [];
  const statuses: { position: Position; document: DeviceStatus }[] = [];
  const kinds = writtenKinds(writes);
  for (const { record, ...held } of batch) {
    const { position } = held;
    if (!kinds.includes(record.kind)) continue;
    if (record.kind === 'device') {
      statuses.push({ position, document: toDeviceStatus({ ...held, record }) });
    } else if (record.kind !== 'reading') {
      const { systemTime } = record;
      treatments.push({
        position,
        systemTime,
        identifier: treatmentIdentifier(record),
        document: toTreatment({ ...held, record }, device),
        // A change of an alert's state is a record of its own, and nobody edits one.
        mayHaveMoved: record.kind !== 'alert',
      });
      if (record.kind === 'calibration' && writes.mbg) {
        meterEntries.push({
          position,
          systemTime,
          identifier: meterEntryIdentifier(record),
          document: toMeterEntry({ ...held, record }, device),
          mayHaveMoved: true,
        });
      }
    }
  }
  return { treatments, meterEntries, statuses };
}
