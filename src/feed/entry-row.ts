import type { JournalRecord } from '../domain/journal-record.ts';
import { toEntry, type NightscoutEntry } from '../sinks/nightscout/entry.ts';
import { toMeterEntry, type MeterEntry } from '../sinks/nightscout/mbg.ts';
import type { Writes } from '../sinks/nightscout/wanted.ts';
import { rowId } from './row-id.ts';

/** An entry as a Nightscout answers with it: what a sink writes there, with `_id` and with `mills`, the same as `date`. */
export type EntryRow = (NightscoutEntry | MeterEntry) & {
  readonly _id: string;
  readonly mills: number;
};

/** The entry row of a record; undefined for a record that is none. Meter entries only where they are written. */
export function toEntryRow(
  { record, ...held }: JournalRecord,
  device: string,
  writes: Writes,
): EntryRow | undefined {
  if (record.kind === 'reading') {
    const entry = toEntry({ ...held, record }, device);
    return {
      _id: rowId('reading', held.recordedAt, record.systemTime),
      ...entry,
      mills: entry.date,
    };
  }
  if (record.kind !== 'calibration' || !writes.mbg) return undefined;
  const entry = toMeterEntry({ ...held, record }, device);
  return (
    entry && { _id: rowId('meter', held.recordedAt, entry.identifier), ...entry, mills: entry.date }
  );
}
