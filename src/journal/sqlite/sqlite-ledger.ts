import { START } from '../../domain/journal-record.ts';
import type { DexcomRecord, SourceName } from '../../domain/record.ts';
import type { Held, Ledger } from '../journal.ts';
import { misuse } from './misuse.ts';
import type { SqlDatabase } from './sql-driver.ts';
import {
  fromOwnBody,
  observedBy,
  RECORD_COLUMNS,
  text,
  toBody,
  toHeld,
  toSaidBody,
  toSaidOf,
  whole,
} from './stored-row.ts';

const LAST_POSITION = 'SELECT last_position FROM sequences WHERE account = ?';
const KEEP_POSITION = `INSERT INTO sequences (account, last_position) VALUES (?, ?)
  ON CONFLICT (account) DO UPDATE SET last_position = excluded.last_position`;
const INSERT = `INSERT INTO records (account, position, kind, system_time, transmitter_id, transmitter_ticks, body, recorded_at, changed_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const CHANGE = `UPDATE records SET position = ?, system_time = ?, transmitter_id = ?, transmitter_ticks = ?, body = ?, changed_at = ? WHERE row = ?`;
const AMEND = `UPDATE records SET transmitter_id = ?, transmitter_ticks = ?, body = ? WHERE row = ?`;
const OWNED = 'SELECT kind, system_time FROM records WHERE row = ? AND account = ?';
const REMEMBER = `INSERT INTO observations (account, source, source_record_id, row, said, said_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (account, source, source_record_id) DO UPDATE SET row = excluded.row, said = excluded.said, said_at = excluded.said_at`;
const BY_SOURCE_ID = `SELECT records.row, position, kind, system_time, body, recorded_at, changed_at, source, said,
  records.account AS owner
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
const ANY_SET_ASIDE = 'SELECT 1 AS kept FROM set_aside WHERE account = ? AND source = ? LIMIT 1';
const WAS_SET_ASIDE =
  'SELECT 1 AS kept FROM set_aside WHERE account = ? AND source = ? AND key = ?';

/** What a row's record must stay: its kind always, its system time mostly. */
type Place = Pick<DexcomRecord, 'kind' | 'systemTime'>;

/** A ledger and the switch that ends it. */
export interface LedgerSession {
  readonly ledger: Ledger;
  /** Writes how far positions were given: the last thing before the commit, without which none of them may be committed. */
  settle(): void;
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

  // Nobody else writes while the transaction is open, so what was read or written in it stays true to its end.
  const handedOut = new Map<number, Place>();
  const anySetAside = new Map<SourceName, boolean>();
  let givenBefore: number | undefined;
  let lastGiven = 0;

  const nextPosition = (): number => {
    if (givenBefore === undefined) {
      const row = database.get(LAST_POSITION, account);
      lastGiven = givenBefore = row ? whole(row, 'last_position') : START;
    }
    return (lastGiven += 1);
  };

  const noteDown = (row: number, { kind, systemTime }: DexcomRecord): void => {
    handedOut.set(row, { kind, systemTime });
  };

  const handOut = <H extends Held>(held: H): H => {
    noteDown(held.row, held.record);
    return held;
  };

  const owned = (held: Held): Place => {
    const known = handedOut.get(held.row);
    if (known) return known;
    const row = database.get(OWNED, held.row, account);
    if (!row) throw misuse('the ledger was handed a record that it does not hold');
    // Only compared with a record's own, which are of these types.
    return { kind: row['kind'], systemTime: row['system_time'] } as Place;
  };

  const mustBeOf = (place: Place, { kind }: DexcomRecord): void => {
    if (place.kind !== kind) throw misuse('the kind of a record must not change');
  };

  const mustStay = (place: Place, { systemTime }: DexcomRecord): void => {
    if (place.systemTime !== systemTime) {
      throw misuse('the system time of a reading, or of a record that is amended, must not change');
    }
  };

  const ledger: Ledger = {
    findBySourceId: guarded((kind, source, sourceRecordId) => {
      const row = database.get(BY_SOURCE_ID, account, observedBy(kind, source), sourceRecordId);
      if (!row) return undefined;
      const held = toHeld(file, row, kind);
      // In a damaged file an id could point into another account, which OWNED then refuses.
      if (row['owner'] === account) noteDown(held.row, held.record);
      return { ...held, said: toSaidOf(file, row, kind) };
    }),
    findByTicks: guarded((transmitterId, ticks, withinTicks) =>
      database
        .all(BY_TICKS, account, transmitterId, ticks - withinTicks, ticks + withinTicks, ticks)
        .map((row) => handOut(toHeld(file, row, 'reading'))),
    ),
    findNear: guarded((kind, systemTime, withinMs) =>
      database
        .all(NEAR, account, systemTime - withinMs, systemTime + withinMs, kind, systemTime)
        .map((row) => handOut(toHeld(file, row, kind))),
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
      const row = database.insert(INSERT, ...places, body, at, at);
      return handOut({ row, record: fromOwnBody(body) as typeof record });
    }),
    change: guarded((held, record, at) => {
      const place = owned(held);
      mustBeOf(place, record);
      if (record.kind === 'reading') mustStay(place, record);
      const body = toBody(record);
      const places = [nextPosition(), record.systemTime, ...transmitter(record)];
      database.run(CHANGE, ...places, body, at, held.row);
      noteDown(held.row, record);
    }),
    amend: guarded((held, record) => {
      const place = owned(held);
      mustBeOf(place, record);
      mustStay(place, record);
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
      anySetAside.set(source, true);
      return database.run(SET_ASIDE, account, source, key, reason, sample, at) === 1;
    }),
    wasSetAside: guarded((source, key) => {
      let any = anySetAside.get(source);
      if (any === undefined) {
        any = database.get(ANY_SET_ASIDE, account, source) !== undefined;
        anySetAside.set(source, any);
      }
      return any && database.get(WAS_SET_ASIDE, account, source, key) !== undefined;
    }),
  };
  const settle = (): void => {
    if (lastGiven !== givenBefore && givenBefore !== undefined)
      database.run(KEEP_POSITION, account, lastGiven);
  };
  return { ledger, settle, end: () => (live = false), failure: () => failed?.thrown };
}

/** The columns that `findByTicks` searches by. */
function transmitter(record: DexcomRecord): readonly [string | null, number | null] {
  return [record.transmitterId ?? null, record.transmitterTicks ?? null];
}
