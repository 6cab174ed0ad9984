import { BridgeFailure } from '../../domain/failure.ts';
import { epochMs, type EpochMs } from '../../domain/instant.ts';
import type { JournalRecord, Position } from '../../domain/journal-record.ts';
import type { Reading } from '../../domain/reading.ts';
import type { Observation } from '../../domain/record.ts';
import type { Held } from '../journal.ts';
import {
  decodeObservation,
  decodeReading,
  encodeObservation,
  encodeReading,
} from '../stored-reading.ts';
import { misuse } from './misuse.ts';
import { corrupt } from './sql-failure.ts';
import type { SqlRow } from './sql-value.ts';

/** Columns that `toHeld` and `toRecord` read. */
export const RECORD_COLUMNS = 'row, position, kind, system_time, body, recorded_at, changed_at';

/** A row of `records` as merging sees it. @throws BridgeFailure `journal.corrupt` naming the row. */
export function toHeld(file: string, row: SqlRow): Held {
  return checked(file, 'records', row['row'], () => ({
    row: whole(row, 'row'),
    record: toReading(row),
  }));
}

/** A row of `records` as the journal hands it out. @throws BridgeFailure `journal.corrupt` naming the row. */
export function toRecord(file: string, row: SqlRow): JournalRecord {
  return checked(file, 'records', row['row'], () => ({
    position: whole(row, 'position') as Position,
    record: toReading(row),
    recordedAt: epochMs(whole(row, 'recorded_at')),
    changedAt: epochMs(whole(row, 'changed_at')),
  }));
}

/** The `said` of a row of `observations`. @throws BridgeFailure `journal.corrupt` naming the row it points to. */
export function toSaid(file: string, row: SqlRow): Observation<Reading> {
  return checked(file, 'observations of record', row['row'], () =>
    decodeObservation(text(row, 'said')),
  );
}

/** An instant in a column. @throws BridgeFailure `journal.corrupt` */
export function toInstant(file: string, table: string, row: SqlRow, column: string): EpochMs {
  return checked(file, table, row['row'], () => epochMs(whole(row, column)));
}

/** A reading as a body. @throws BridgeFailure `journal.misuse` for one that could not be read back. */
export function toBody(reading: Reading): string {
  return encoded(() => encodeReading(reading));
}

/** An observation as a body. @throws BridgeFailure `journal.misuse` for one that could not be read back. */
export function toSaidBody(observation: Observation<Reading>): string {
  return encoded(() => encodeObservation(observation));
}

/** A whole number in a column. @throws RangeError */
export function whole(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new RangeError(`${column} is no whole number`);
  }
  return value;
}

/** A text in a column. @throws RangeError */
export function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new RangeError(`${column} is no text`);
  return value;
}

function toReading(row: SqlRow): Reading {
  const reading = decodeReading(text(row, 'body'));
  if (reading.kind !== row['kind'] || reading.systemTime !== row['system_time']) {
    throw new RangeError('kind or system_time differ from the body');
  }
  return reading;
}

function checked<T>(file: string, table: string, row: unknown, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof BridgeFailure || !(thrown instanceof RangeError)) throw thrown;
    const where = typeof row === 'number' ? `${table}, row ${row}` : table;
    throw corrupt(file, `${where}: ${thrown.message}`);
  }
}

function encoded(encode: () => string): string {
  try {
    return encode();
  } catch (thrown) {
    throw misuse(thrown instanceof RangeError ? thrown.message : 'a record cannot be kept');
  }
}
