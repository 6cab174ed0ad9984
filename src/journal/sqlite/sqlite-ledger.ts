import type { EpochMs } from '../../domain/instant.ts';
import type { Reading } from '../../domain/reading.ts';
import type { Held, Ledger } from '../journal.ts';
import { misuse } from './misuse.ts';
import type { SqlDatabase } from './sql-driver.ts';
import { RECORD_COLUMNS, toBody, toHeld, toSaid, toSaidBody, whole } from './stored-row.ts';

const NEXT_POSITION = `INSERT INTO sequences (account, last_position) VALUES (?, 1)
  ON CONFLICT (account) DO UPDATE SET last_position = last_position + 1 RETURNING last_position`;
const INSERT = `INSERT INTO records (account, position, kind, system_time, transmitter_id, transmitter_ticks, body, recorded_at, changed_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING row`;
const CHANGE = `UPDATE records SET position = ?, transmitter_id = ?, transmitter_ticks = ?, body = ?, changed_at = ? WHERE row = ?`;
const AMEND = `UPDATE records SET transmitter_id = ?, transmitter_ticks = ?, body = ? WHERE row = ?`;
const OWNED = 'SELECT system_time FROM records WHERE row = ? AND account = ?';
const REMEMBER = `INSERT INTO observations (account, source, source_record_id, row, said, said_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (account, source, source_record_id) DO UPDATE SET row = excluded.row, said = excluded.said, said_at = excluded.said_at`;
const BY_SOURCE_ID = `SELECT records.row, position, kind, system_time, body, recorded_at, changed_at, said
  FROM observations JOIN records USING (row)
  WHERE observations.account = ? AND source = ? AND source_record_id = ?`;
const BY_TICKS = `SELECT ${RECORD_COLUMNS} FROM records
  WHERE account = ? AND transmitter_id = ? AND transmitter_ticks BETWEEN ? AND ?
  ORDER BY abs(transmitter_ticks - ?), system_time, row`;
const NEAR = `SELECT ${RECORD_COLUMNS} FROM records
  WHERE account = ? AND system_time BETWEEN ? AND ? ORDER BY abs(system_time - ?), system_time, row`;
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

  const mustOwn = (held: Held, systemTime?: EpochMs): void => {
    const row = database.get(OWNED, held.row, account);
    if (!row) throw misuse('the ledger was handed a record that it does not hold');
    if (systemTime !== undefined && row['system_time'] !== systemTime) {
      throw misuse('the system time of a record must not change');
    }
  };

  const ledger: Ledger = {
    findBySourceId: guarded((source, sourceRecordId) => {
      const row = database.get(BY_SOURCE_ID, account, source, sourceRecordId);
      return row && { ...toHeld(file, row), said: toSaid(file, row) };
    }),
    findByTicks: guarded((transmitterId, ticks, withinTicks) =>
      database
        .all(BY_TICKS, account, transmitterId, ticks - withinTicks, ticks + withinTicks, ticks)
        .map((row) => toHeld(file, row)),
    ),
    findNear: guarded((systemTime, withinMs) =>
      database
        .all(NEAR, account, systemTime - withinMs, systemTime + withinMs, systemTime)
        .map((row) => toHeld(file, row)),
    ),
    insert: guarded((record, at) => {
      const body = toBody(record);
      const position = nextPosition();
      const row = database.get(
        INSERT,
        ...[
          account,
          position,
          record.kind,
          record.systemTime,
          ...transmitter(record),
          body,
          at,
          at,
        ],
      );
      return toHeld(file, { ...row, kind: record.kind, system_time: record.systemTime, body });
    }),
    change: guarded((held, record, at) => {
      mustOwn(held, record.systemTime);
      const body = toBody(record);
      database.run(CHANGE, nextPosition(), ...transmitter(record), body, at, held.row);
    }),
    amend: guarded((held, record) => {
      mustOwn(held, record.systemTime);
      database.run(AMEND, ...transmitter(record), toBody(record), held.row);
    }),
    remember: guarded((held, observation, at) => {
      mustOwn(held);
      const said = toSaidBody(observation);
      const { source, sourceRecordId } = observation;
      if (sourceRecordId === undefined) return;
      database.run(REMEMBER, account, source, sourceRecordId, held.row, said, at);
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
function transmitter(record: Reading): readonly [string | null, number | null] {
  return [record.transmitterId ?? null, record.transmitterTicks ?? null];
}
