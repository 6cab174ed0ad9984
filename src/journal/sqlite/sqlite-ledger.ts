import type { DexcomRecord } from '../../domain/record.ts';
import type { Held, Ledger } from '../journal.ts';
import { misuse } from './misuse.ts';
import type { SqlDatabase } from './sql-driver.ts';
import type { SqlRow } from './sql-value.ts';
import {
  observedBy,
  RECORD_COLUMNS,
  text,
  toBody,
  toHeld,
  toSaidBody,
  toSaidOf,
  whole,
} from './stored-row.ts';

const NEXT_POSITION = `INSERT INTO sequences (account, last_position) VALUES (?, 1)
  ON CONFLICT (account) DO UPDATE SET last_position = last_position + 1 RETURNING last_position`;
const INSERT = `INSERT INTO records (account, position, kind, system_time, transmitter_id, transmitter_ticks, body, recorded_at, changed_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING row`;
const CHANGE = `UPDATE records SET position = ?, system_time = ?, transmitter_id = ?, transmitter_ticks = ?, body = ?, changed_at = ? WHERE row = ?`;
const AMEND = `UPDATE records SET transmitter_id = ?, transmitter_ticks = ?, body = ? WHERE row = ?`;
const OWNED = 'SELECT kind, system_time FROM records WHERE row = ? AND account = ?';
const REMEMBER = `INSERT INTO observations (account, source, source_record_id, row, said, said_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (account, source, source_record_id) DO UPDATE SET row = excluded.row, said = excluded.said, said_at = excluded.said_at`;
const BY_SOURCE_ID = `SELECT records.row, position, kind, system_time, body, recorded_at, changed_at, source, said
  FROM observations JOIN records USING (row)
  WHERE observations.account = ? AND source = ? AND source_record_id = ?`;
const BY_TICKS = `SELECT ${RECORD_COLUMNS} FROM records
  WHERE account = ? AND transmitter_id = ? AND transmitter_ticks BETWEEN ? AND ? AND kind = 'reading'
  ORDER BY abs(transmitter_ticks - ?), system_time, row`;
const NEAR = `SELECT ${RECORD_COLUMNS} FROM records
  WHERE account = ? AND system_time BETWEEN ? AND ? AND kind = ?
  ORDER BY abs(system_time - ?), system_time, row`;
const SOURCE_IDS = `SELECT source_record_id FROM observations
  WHERE row = ? AND account = ? AND source = ? ORDER BY source_record_id`;
const SET_ASIDE = `INSERT OR IGNORE INTO set_aside (account, source, key, reason, sample, met_at) VALUES (?, ?, ?, ?, ?, ?)`;
const WAS_SET_ASIDE =
  'SELECT 1 AS kept FROM set_aside WHERE account = ? AND source = ? AND key = ?';

/** A ledger and the switch that ends it. */
export interface LedgerSession {
  readonly ledger: Ledger;
  /** From now on every call throws `journal.misuse`. */
  end(): void;
  /** What a call threw, if one did: SQLite may have undone the transaction already, so nothing of it may be committed. */
  failure(): unknown;
}

/** One account's records inside the transaction that is open on `database`. */
export function openLedger(database: SqlDatabase, account: string): LedgerSession {
  const { file } = database;
  let live = true;
  let failed: { readonly thrown: unknown } | undefined;

  const guarded =
    <A extends readonly unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      if (!live) throw misuse('a ledger was used after its ingest had ended');
      if (failed) throw failed.thrown;
      try {
        return work(...args);
      } catch (thrown) {
        failed = { thrown };
        throw thrown;
      }
    };

  const nextPosition = (): number =>
    whole(database.get(NEXT_POSITION, account) ?? {}, 'last_position');

  const owned = (held: Held): SqlRow => {
    const row = database.get(OWNED, held.row, account);
    if (!row) throw misuse('the ledger was handed a record that it does not hold');
    return row;
  };

  const mustBeOf = (row: SqlRow, { kind }: DexcomRecord): void => {
    if (row['kind'] !== kind) throw misuse('the kind of a record must not change');
  };

  const mustStay = (row: SqlRow, { systemTime }: DexcomRecord): void => {
    if (row['system_time'] !== systemTime) {
      throw misuse('the system time of a reading, or of a record that is amended, must not change');
    }
  };

  const ledger: Ledger = {
    findBySourceId: guarded((kind, source, sourceRecordId) => {
      const row = database.get(BY_SOURCE_ID, account, observedBy(kind, source), sourceRecordId);
      return row && { ...toHeld(file, row, kind), said: toSaidOf(file, row, kind) };
    }),
    findByTicks: guarded((transmitterId, ticks, withinTicks) =>
      database
        .all(BY_TICKS, account, transmitterId, ticks - withinTicks, ticks + withinTicks, ticks)
        .map((row) => toHeld(file, row, 'reading')),
    ),
    findNear: guarded((kind, systemTime, withinMs) =>
      database
        .all(NEAR, account, systemTime - withinMs, systemTime + withinMs, kind, systemTime)
        .map((row) => toHeld(file, row, kind)),
    ),
    sourceIdsOf: guarded((held, source) => {
      owned(held);
      return database
        .all(SOURCE_IDS, held.row, account, observedBy(held.record.kind, source))
        .map((row) => text(row, 'source_record_id'));
    }),
    insert: guarded((record, at) => {
      const body = toBody(record);
      const position = nextPosition();
      const { kind, systemTime } = record;
      const places = [account, position, kind, systemTime, ...transmitter(record)];
      const row = database.get(INSERT, ...places, body, at, at);
      const made = toHeld(file, { ...row, kind, system_time: systemTime, body }, kind);
      return made as Held<typeof record>;
    }),
    change: guarded((held, record, at) => {
      const row = owned(held);
      mustBeOf(row, record);
      if (record.kind === 'reading') mustStay(row, record);
      const body = toBody(record);
      const places = [nextPosition(), record.systemTime, ...transmitter(record)];
      database.run(CHANGE, ...places, body, at, held.row);
    }),
    amend: guarded((held, record) => {
      const row = owned(held);
      mustBeOf(row, record);
      mustStay(row, record);
      database.run(AMEND, ...transmitter(record), toBody(record), held.row);
    }),
    remember: guarded((held, observation, at) => {
      mustBeOf(owned(held), observation);
      const said = toSaidBody(observation);
      const { kind, source, sourceRecordId } = observation;
      if (sourceRecordId === undefined) return;
      const key = [account, observedBy(kind, source), sourceRecordId];
      database.run(REMEMBER, ...key, held.row, said, at);
    }),
    setAside: guarded(({ source, key, reason, sample }, at) => {
      return database.run(SET_ASIDE, account, source, key, reason, sample, at) === 1;
    }),
    wasSetAside: guarded(
      (source, key) => database.get(WAS_SET_ASIDE, account, source, key) !== undefined,
    ),
  };
  return { ledger, end: () => (live = false), failure: () => failed?.thrown };
}

/** The columns that `findByTicks` searches by. */
function transmitter(record: DexcomRecord): readonly [string | null, number | null] {
  return [record.transmitterId ?? null, record.transmitterTicks ?? null];
}
