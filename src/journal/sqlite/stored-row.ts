import { BridgeFailure } from '../../domain/failure.ts';
import { epochMs, type EpochMs } from '../../domain/instant.ts';
import type { JournalRecord, Position } from '../../domain/journal-record.ts';
import type {
  DexcomRecord,
  Observation,
  RecordKind,
  RecordOf,
  SourceName,
} from '../../domain/record.ts';
import type { Held } from '../journal.ts';
import {
  decodeObservation,
  decodeRecord,
  encodeObservation,
  encodeRecord,
} from '../stored-record.ts';
import { misuse } from './misuse.ts';
import { corrupt } from './sql-failure.ts';
import type { SqlRow } from './sql-value.ts';

/** Columns that `toHeld` and `toRecord` read. */
export const RECORD_COLUMNS = 'row, position, kind, system_time, body, recorded_at, changed_at';

/** A row of `records` as merging sees it. @throws BridgeFailure `journal.corrupt` naming the row. */
export function toHeld<Kind extends RecordKind>(
  file: string,
  row: SqlRow,
  kind: Kind,
): Held<RecordOf<Kind>> {
  return checked(file, 'records', row['row'], () => ({
    row: whole(row, 'row'),
    record: ofKind(toStored(row), kind),
  }));
}

/** A row of `records` as the journal hands it out. @throws BridgeFailure `journal.corrupt` naming the row. */
export function toRecord(file: string, row: SqlRow): JournalRecord {
  return checked(file, 'records', row['row'], () => handedOut(row, toStored(row)));
}

/** The same for a row that holds a record of that kind. @throws BridgeFailure `journal.corrupt` naming the row. */
export function toRecordOf<Kind extends RecordKind>(
  file: string,
  row: SqlRow,
  kind: Kind,
): JournalRecord<RecordOf<Kind>> {
  return checked(file, 'records', row['row'], () => handedOut(row, ofKind(toStored(row), kind)));
}

/**
 * The `said` of a row of `observations`, which must lie under the key of its own kind and source.
 * @throws BridgeFailure `journal.corrupt` naming the row it points to.
 */
export function toSaid(file: string, row: SqlRow): Observation {
  return checked(file, 'observations of record', row['row'], () => {
    const said = decodeObservation(text(row, 'said'));
    if (row['source'] !== observedBy(said.kind, said.source)) {
      throw new RangeError('kind or source differ from the key');
    }
    return said;
  });
}

/** The same, of one kind. @throws BridgeFailure `journal.corrupt` */
export function toSaidOf<Kind extends RecordKind>(
  file: string,
  row: SqlRow,
  kind: Kind,
): Observation<RecordOf<Kind>> {
  return checked(file, 'observations of record', row['row'], () => ofKind(toSaid(file, row), kind));
}

/**
 * What column `source` of `observations` holds: ids of different kinds never meet. That of a reading is the source
 * alone, as it was when there were readings only.
 */
export function observedBy(kind: RecordKind, source: SourceName): string {
  return kind === 'reading' ? source : `${source} ${kind}`;
}

/** An instant in a column. @throws BridgeFailure `journal.corrupt` */
export function toInstant(file: string, table: string, row: SqlRow, column: string): EpochMs {
  return checked(file, table, row['row'], () => epochMs(whole(row, column)));
}

/** A record as a body. @throws BridgeFailure `journal.misuse` for one that could not be read back. */
export function toBody(record: DexcomRecord): string {
  return encoded(() => encodeRecord(record));
}

/** The record in a body that `toBody` has just made, which is whole: it is not checked a second time. */
export function fromOwnBody(body: string): DexcomRecord {
  return JSON.parse(body) as DexcomRecord;
}

/** An observation as a body. @throws BridgeFailure `journal.misuse` for one that could not be read back. */
export function toSaidBody(observation: Observation): string {
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

function toStored(row: SqlRow): DexcomRecord {
  const record = decodeRecord(text(row, 'body'));
  if (record.kind !== row['kind'] || record.systemTime !== row['system_time']) {
    throw new RangeError('kind or system_time differ from the body');
  }
  return record;
}

function handedOut<R extends DexcomRecord>(row: SqlRow, record: R): JournalRecord<R> {
  return {
    position: whole(row, 'position') as Position,
    record,
    recordedAt: epochMs(whole(row, 'recorded_at')),
    changedAt: epochMs(whole(row, 'changed_at')),
  };
}

function ofKind<R extends DexcomRecord, Kind extends RecordKind>(
  record: R,
  kind: Kind,
): R & RecordOf<Kind> {
  if (record.kind !== kind) throw new RangeError(`it is no ${kind} but of kind ${record.kind}`);
  return record as R & RecordOf<Kind>;
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
