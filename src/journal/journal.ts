import type { EpochMs } from '../domain/instant.ts';
import type { JournalRecord, Position, RefusedRecord } from '../domain/journal-record.ts';
import type { Reading } from '../domain/reading.ts';
import type {
  DexcomRecord,
  Observation,
  RecordKind,
  RecordOf,
  SourceName,
} from '../domain/record.ts';
import type { SetAside } from '../domain/set-aside.ts';
import type { StateStore } from './state-store.ts';

/** A record found in the ledger while merging. */
export interface Held<R extends DexcomRecord = DexcomRecord> {
  /** The journal's own row number; means nothing outside one transaction. */
  readonly row: number;
  readonly record: R;
}

/**
 * One account's records inside one transaction: what merging may look up and do.
 * Synchronous, so that nothing else can come between a look and a write.
 */
export interface Ledger {
  /** The record of that kind to which this source's id was last tied, with what the source last said under it. */
  findBySourceId<Kind extends RecordKind>(
    kind: Kind,
    source: SourceName,
    sourceRecordId: string,
  ): (Held<RecordOf<Kind>> & { readonly said: Observation<RecordOf<Kind>> }) | undefined;
  /** Readings of this transmitter whose ticks differ by at most `withinTicks` seconds, nearest ticks first. */
  findByTicks(transmitterId: string, ticks: number, withinTicks: number): readonly Held<Reading>[];
  /** Records of that kind whose system time differs by at most `withinMs`, nearest first, the earlier of two equally near. */
  findNear<Kind extends RecordKind>(
    kind: Kind,
    systemTime: EpochMs,
    withinMs: number,
  ): readonly Held<RecordOf<Kind>>[];
  /** The ids of a source that are tied to the record. */
  sourceIdsOf(held: Held, source: SourceName): readonly string[];
  /** A new record, at a new position. */
  insert<R extends DexcomRecord>(record: R, at: EpochMs): Held<R>;
  /**
   * Content a sink writes has changed: the record moves to a new position, so that every sink meets it again.
   * The system time of a reading must not change; that of any other record may.
   */
  change<R extends DexcomRecord>(held: Held<R>, record: R, at: EpochMs): void;
  /** Content that no sink writes was added: the record keeps its position. */
  amend<R extends DexcomRecord>(held: Held<R>, record: R): void;
  /** Ties the observation's source id (if it has one) to the record, with what was said. */
  remember(held: Held, observation: Observation, at: EpochMs): void;
  /** Keeps a record that cannot be passed on; false when it was kept already. */
  setAside(entry: SetAside, at: EpochMs): boolean;
  wasSetAside(source: SourceName, key: string): boolean;
}

/** Figures for `status`, the page and the log. */
export interface JournalSummary {
  readonly records: number;
  readonly setAside: number;
  readonly refused: number;
  /** Newest system time of a reading held, if any. */
  readonly newest: EpochMs | undefined;
  readonly lastPosition: Position;
}

/** A record that was set aside, with when it was first met. */
export interface KeptAside extends SetAside {
  readonly at: EpochMs;
}

/** A record that a sink refused for ever, with when that was noted. */
export interface KeptRefusal extends RefusedRecord {
  readonly sink: string;
  readonly at: EpochMs;
}

/**
 * The durable, ordered store of records, cursors and state. Whatever a method promised is on disk when it resolves.
 * Throws BridgeFailure: `journal.corrupt`, `journal.newer` (config), `journal.in_use` (config, exit 75),
 * `journal.disk_full`, `journal.busy` (transient), `journal.misuse` and `journal.closed` (bug).
 */
export interface Journal extends StateStore {
  /** One transaction over one account; all of it happens or, when `work` throws, nothing. */
  ingest<T>(account: string, work: (ledger: Ledger) => T): Promise<T>;
  /** Records of these kinds (all, where none are named) after a position, in order, at most `limit`. */
  readAfter(
    account: string,
    after: Position,
    limit: number,
    kinds?: readonly RecordKind[],
  ): Promise<readonly JournalRecord[]>;
  /** Readings by system time, `from` and `to` included, ascending. */
  readRange(
    account: string,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly JournalRecord<Reading>[]>;
  /** Records of every kind by system time, `from` and `to` included, ascending. */
  readRecords(account: string, from: EpochMs, to: EpochMs): Promise<readonly JournalRecord[]>;
  /** The newest reading by system time. */
  newest(account: string): Promise<JournalRecord<Reading> | undefined>;
  /** How far the sink has confirmed; START before the first time. */
  cursor(account: string, sink: string): Promise<Position>;
  /** Moves a sink's cursor and keeps what it refused for ever, in one step. Never moves it back. */
  advance(
    account: string,
    sink: string,
    to: Position,
    refused: readonly RefusedRecord[],
  ): Promise<void>;
  /** Sets a sink's cursor back to START: it writes to another place now, which holds nothing yet. */
  restart(account: string, sink: string): Promise<void>;
  summary(account: string): Promise<JournalSummary>;
  /** What was set aside, newest first. */
  readSetAside(account: string, limit: number): Promise<readonly KeptAside[]>;
  /** What sinks refused for ever, newest position first; goes when its record is pruned. */
  readRefused(account: string, limit: number): Promise<readonly KeptRefusal[]>;
  /** Removes records measured before an instant that every one of `sinks` has confirmed, and old set-aside entries; how many records went. */
  prune(account: string, before: EpochMs, sinks: readonly string[]): Promise<number>;
  /** Reads the whole file; throws `journal.corrupt` where it is damaged. */
  verify(): Promise<void>;
}
