import { BridgeFailure } from '../../domain/failure.ts';
import type { EpochMs } from '../../domain/instant.ts';
import {
  START,
  type JournalRecord,
  type Position,
  type RefusedRecord,
} from '../../domain/journal-record.ts';
import type { Reading } from '../../domain/reading.ts';
import type { RecordKind } from '../../domain/record.ts';
import type { StateSlot } from '../../domain/state-slot.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Journal, JournalSummary, KeptAside, KeptRefusal, Ledger } from '../journal.ts';
import { openJournalFile } from './journal-file.ts';
import { misuse } from './misuse.ts';
import { pruneRecords } from './prune-records.ts';
import type { SqlDatabase } from './sql-driver.ts';
import type { SqlRow } from './sql-value.ts';
import { openLedger } from './sqlite-ledger.ts';
import { openSlot, slotNames, type SlotKeeper } from './sqlite-slot.ts';
import { RECORD_COLUMNS, text, toInstant, toRecord, toRecordOf, whole } from './stored-row.ts';
import { verifyFile } from './verify-file.ts';
import { WriteQueue } from './write-queue.ts';

/** Where the journal lives and how it is opened. */
export interface SqliteJournalOptions {
  /** The data folder; made with rights 0700 when absent. */
  readonly folder: string;
  readonly clock: Clock;
  /** How long a write waits for another process's transaction, in ms; 5000 by default. */
  readonly busyTimeoutMs?: number;
  /** Reads beside a running daemon: makes nothing, changes nothing, refuses to write. */
  readonly readOnly?: boolean;
}

const AFTER = `SELECT ${RECORD_COLUMNS} FROM records WHERE account = ? AND position > ?`;
const RANGE = `SELECT ${RECORD_COLUMNS} FROM records WHERE account = ? AND system_time BETWEEN ? AND ?`;
const BY_TIME = 'ORDER BY system_time, row';
const READINGS = `${RANGE} AND kind = 'reading' ${BY_TIME}`;
const RECORDS = `${RANGE} ${BY_TIME}`;
const NEWEST = `SELECT ${RECORD_COLUMNS} FROM records WHERE account = ? AND kind = 'reading'
  ORDER BY system_time DESC, row DESC LIMIT 1`;
const CURSOR = 'SELECT position FROM cursors WHERE account = ? AND sink = ?';
const LAST = 'SELECT last_position FROM sequences WHERE account = ?';
const ADVANCE = `INSERT INTO cursors (account, sink, position, moved_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (account, sink) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at
  WHERE excluded.position > cursors.position`;
const REFUSE = `INSERT OR IGNORE INTO refused (account, position, sink, code, reason, noted_at) VALUES (?, ?, ?, ?, ?, ?)`;
const REFUSED = `SELECT row, position, sink, code, reason, noted_at FROM refused
  WHERE account = ? ORDER BY position DESC, sink LIMIT ?`;
const ASIDE = `SELECT row, source, key, reason, sample, met_at FROM set_aside
  WHERE account = ? ORDER BY met_at DESC, row DESC LIMIT ?`;
const RESTART = 'DELETE FROM cursors WHERE account = ? AND sink = ?';
const SUMMARY = `SELECT (SELECT count(*) FROM records WHERE account = ?1) AS records,
  (SELECT count(*) FROM set_aside WHERE account = ?1) AS set_aside,
  (SELECT count(*) FROM refused WHERE account = ?1) AS refused,
  (SELECT system_time FROM records WHERE account = ?1 AND kind = 'reading'
    ORDER BY system_time DESC LIMIT 1) AS newest,
  (SELECT last_position FROM sequences WHERE account = ?1) AS last_position`;

/** The journal in an SQLite file; schema.ts tells how it is kept. */
export class SqliteJournal implements Journal {
  readonly #options: Required<SqliteJournalOptions>;
  readonly #openFile: typeof openJournalFile;
  readonly #slots: SlotKeeper;
  #database: SqlDatabase | undefined;
  #queue: WriteQueue | undefined;
  #inTransaction = false;

  /** @param openFile opens the file; tests put a smaller disk under it. */
  constructor(options: SqliteJournalOptions, openFile: typeof openJournalFile = openJournalFile) {
    this.#openFile = openFile;
    this.#options = { busyTimeoutMs: 5_000, readOnly: false, ...options };
    this.#slots = {
      clock: options.clock,
      opened: () => this.#opened(),
      write: (work) => this.#write(work),
    };
  }

  async open(): Promise<void> {
    if (this.#database) throw misuse('it was opened twice');
    const { clock, busyTimeoutMs } = this.#options;
    const database = await this.#openFile(this.#options);
    this.#queue = new WriteQueue(database, clock, busyTimeoutMs);
    this.#database = database;
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    if (!database) return;
    this.#queue?.close();
    try {
      // So that what is kept lies in one file while nobody has it open. Waits for no reader.
      if (!this.#options.readOnly) {
        database.exec('PRAGMA busy_timeout = 0');
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      }
    } catch {
      // The WAL stays and is replayed at the next open: nothing is lost.
    }
    database.close();
  }

  async ingest<T>(account: string, work: (ledger: Ledger) => T): Promise<T> {
    return this.#write((database) => {
      const session = openLedger(database, account);
      try {
        const result = work(session.ledger);
        if (session.failure() !== undefined) throw session.failure();
        if (result instanceof Promise) {
          result.catch(() => undefined);
          throw misuse('the work of an ingest returned a promise');
        }
        session.settle();
        return result;
      } finally {
        session.end();
      }
    });
  }

  async readAfter(
    account: string,
    after: Position,
    limit: number,
    kinds?: readonly RecordKind[],
  ): Promise<readonly JournalRecord[]> {
    const ofKinds = kinds === undefined ? '' : `AND kind IN (${kinds.map(() => '?').join(', ')})`;
    const sql = `${AFTER} ${ofKinds} ORDER BY position LIMIT ?`;
    return this.#records(sql, account, after, ...(kinds ?? []), limit);
  }

  async readRange(
    account: string,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly JournalRecord<Reading>[]> {
    return this.#readings(READINGS, account, from, to);
  }

  async readRecords(
    account: string,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly JournalRecord[]> {
    return this.#records(RECORDS, account, from, to);
  }

  async newest(account: string): Promise<JournalRecord<Reading> | undefined> {
    return this.#readings(NEWEST, account)[0];
  }

  async cursor(account: string, sink: string): Promise<Position> {
    const row = this.#opened().get(CURSOR, account, sink);
    return row ? (whole(row, 'position') as Position) : START;
  }

  async advance(
    account: string,
    sink: string,
    to: Position,
    refused: readonly RefusedRecord[],
  ): Promise<void> {
    const at = this.#options.clock.now();
    await this.#write((database) => {
      if (to > wholeOr(database.get(LAST, account), 'last_position', START)) {
        throw misuse(`a cursor cannot stand at ${to}, after the last record`);
      }
      if (to > START) database.run(ADVANCE, account, sink, to, at);
      for (const { position, code, reason } of refused) {
        database.run(REFUSE, account, position, sink, code, reason, at);
      }
    });
  }

  async restart(account: string, sink: string): Promise<void> {
    await this.#write((database) => database.run(RESTART, account, sink));
  }

  slot(account: string, name: string): StateSlot {
    return openSlot(this.#slots, account, name);
  }

  async slotNames(account: string): Promise<readonly string[]> {
    return slotNames(this.#opened(), account);
  }

  async summary(account: string): Promise<JournalSummary> {
    const database = this.#opened();
    const row = database.get(SUMMARY, account);
    return {
      records: wholeOr(row, 'records', 0),
      setAside: wholeOr(row, 'set_aside', 0),
      refused: wholeOr(row, 'refused', 0),
      newest:
        row?.['newest'] == null ? undefined : toInstant(database.file, 'records', row, 'newest'),
      lastPosition: wholeOr(row, 'last_position', START) as Position,
    };
  }

  async readSetAside(account: string, limit: number): Promise<readonly KeptAside[]> {
    const database = this.#opened();
    return database.all(ASIDE, account, limit).map((row) => ({
      source: text(row, 'source') as KeptAside['source'],
      key: text(row, 'key'),
      reason: text(row, 'reason'),
      sample: text(row, 'sample'),
      at: toInstant(database.file, 'set_aside', row, 'met_at'),
    }));
  }

  async readRefused(account: string, limit: number): Promise<readonly KeptRefusal[]> {
    const database = this.#opened();
    return database.all(REFUSED, account, limit).map((row) => ({
      sink: text(row, 'sink'),
      position: whole(row, 'position') as Position,
      code: text(row, 'code'),
      reason: text(row, 'reason'),
      at: toInstant(database.file, 'refused', row, 'noted_at'),
    }));
  }

  async prune(account: string, before: EpochMs, sinks: readonly string[]): Promise<number> {
    this.#mayWrite();
    const database = this.#opened();
    const cursors = await Promise.all(sinks.map((sink) => this.cursor(account, sink)));
    const confirmed = Math.min(...cursors, Number.MAX_SAFE_INTEGER);
    return pruneRecords(
      {
        database,
        isOpen: () => this.#database === database,
        write: (work) => this.#write(work),
      },
      { account, before, confirmed },
    );
  }

  async verify(): Promise<void> {
    const database = this.#opened();
    await verifyFile(database, () => this.#database === database);
    // Closed meanwhile, it was not read to its end.
    this.#opened();
  }

  #opened(): SqlDatabase {
    if (this.#database) return this.#database;
    throw new BridgeFailure(
      'journal.closed',
      'bug',
      'This is a fault in the bridge, please report it: the journal was used while it was not open.',
    );
  }

  #records(sql: string, ...values: readonly unknown[]): readonly JournalRecord[] {
    const database = this.#opened();
    return database.all(sql, ...values).map((row: SqlRow) => toRecord(database.file, row));
  }

  #readings(sql: string, ...values: readonly unknown[]): readonly JournalRecord<Reading>[] {
    const database = this.#opened();
    return database.all(sql, ...values).map((row) => toRecordOf(database.file, row, 'reading'));
  }

  #mayWrite(): void {
    if (this.#options.readOnly) throw misuse('it was opened to read only and asked to write');
    if (this.#inTransaction) throw misuse('a write was asked for inside an ingest');
  }

  async #write<T>(work: (database: SqlDatabase) => T): Promise<T> {
    const database = this.#opened();
    this.#mayWrite();
    const queue = this.#queue as WriteQueue;
    return queue.run(() => {
      this.#inTransaction = true;
      try {
        return work(database);
      } finally {
        this.#inTransaction = false;
      }
    });
  }
}

function wholeOr(row: SqlRow | undefined, column: string, otherwise: number): number {
  return row?.[column] == null ? otherwise : whole(row, column);
}
