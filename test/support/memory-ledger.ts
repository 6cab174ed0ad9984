import { BridgeFailure } from '../../src/domain/failure.ts';
import type { EpochMs } from '../../src/domain/instant.ts';
import type { JournalRecord, Position } from '../../src/domain/journal-record.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type {
  DexcomRecord,
  Observation,
  RecordKind,
  RecordOf,
  SourceName,
} from '../../src/domain/record.ts';
import type { SetAside } from '../../src/domain/set-aside.ts';
import type { Held, KeptAside, KeptRefusal, Ledger } from '../../src/journal/journal.ts';
import {
  decodeObservation,
  decodeRecord,
  encodeObservation,
  encodeRecord,
} from '../../src/journal/stored-record.ts';

/** A kept record; `body` is text, so that nobody can change what is kept through a reference. */
export interface Row {
  readonly row: number;
  readonly kind: RecordKind;
  systemTime: EpochMs;
  position: Position;
  body: string;
  readonly recordedAt: EpochMs;
  changedAt: EpochMs;
}

/** All that one account owns. */
export class Shelf {
  /** The last position given. */
  last = 0;
  /** Rows ever made. */
  rowsEver = 0;
  readonly rows = new Map<number, Row>();
  readonly said = new Map<string, { row: number; body: string }>();
  readonly cursors = new Map<string, Position>();
  readonly refused = new Map<string, KeptRefusal>();
  readonly slots = new Map<string, string>();
  readonly aside = new Map<string, KeptAside>();
}

/** How one ingest stands. */
export interface LedgerState {
  live: boolean;
  failed?: { readonly thrown: unknown };
}

/** One ingest's view of a shelf. Each change puts its reversal on `undo`; unusable once `state.live` is false. */
export function memoryLedger(shelf: Shelf, state: LedgerState, undo: (() => void)[]): Ledger {
  const next = (): Position => {
    shelf.last += 1;
    undo.push(() => (shelf.last -= 1));
    return shelf.last as Position;
  };
  const rowOf = (held: Held): Row => {
    const row = shelf.rows.get(held.row);
    if (!row) throw misuse('the ledger was handed a record that it does not hold');
    return row;
  };
  const mustFit = (row: Row, record: DexcomRecord, mayMove: boolean): void => {
    if (record.kind !== row.kind) throw misuse('the kind of a record must not change');
    if (record.systemTime !== row.systemTime && !mayMove) {
      throw misuse('the system time of a record must not change');
    }
  };
  const write = (row: Row, changed: Partial<Row>): void => {
    const before = { ...row };
    undo.push(() => Object.assign(row, before));
    Object.assign(row, changed);
  };
  const ledger: Ledger = {
    findBySourceId: (kind, source, sourceRecordId) => {
      const said = shelf.said.get(saidKey(kind, source, sourceRecordId));
      if (!said) return undefined;
      const held = toHeld(shelf.rows.get(said.row)!, kind);
      return { ...held, said: decodeObservation(said.body) as Observation<typeof held.record> };
    },
    findByTicks: (transmitterId, ticks, withinTicks) => {
      return [...shelf.rows.values()]
        .filter((row) => row.kind === 'reading')
        .map((row) => ({ row, record: decodeRecord(row.body) as Reading }))
        .filter(({ record }) => record.transmitterId === transmitterId)
        .map(({ row, record }) => ({
          row,
          away: Math.abs((record.transmitterTicks ?? NaN) - ticks),
        }))
        .filter(({ away }) => away <= withinTicks)
        .sort((a, b) => a.away - b.away || byTime(a.row, b.row))
        .map(({ row }) => toHeld(row, 'reading'));
    },
    findNear: (kind, systemTime, withinMs) => {
      const away = (row: Row): number => Math.abs(row.systemTime - systemTime);
      return [...shelf.rows.values()]
        .filter((row) => row.kind === kind && away(row) <= withinMs)
        .sort((a, b) => away(a) - away(b) || byTime(a, b))
        .map((row) => toHeld(row, kind));
    },
    sourceIdsOf: (held, source) => {
      const { row, kind } = rowOf(held);
      return [...shelf.said]
        .map(([key, said]) => ({ said, parts: JSON.parse(key) as string[] }))
        .filter(({ said, parts }) => said.row === row && parts[0] === kind && parts[1] === source)
        .map(({ parts }) => parts[2]!)
        .sort();
    },
    insert: (record, at) => {
      const body = encoded(() => encodeRecord(record));
      const row: Row = {
        row: (shelf.rowsEver += 1),
        kind: record.kind,
        systemTime: record.systemTime,
        position: next(),
        body,
        recordedAt: at,
        changedAt: at,
      };
      shelf.rows.set(row.row, row);
      undo.push(() => shelf.rows.delete(row.row));
      return toHeld(row, row.kind) as Held<typeof record>;
    },
    change: (held, record, at) => {
      const row = rowOf(held);
      mustFit(row, record, record.kind !== 'reading');
      const body = encoded(() => encodeRecord(record));
      write(row, { body, systemTime: record.systemTime, position: next(), changedAt: at });
    },
    amend: (held, record) => {
      const row = rowOf(held);
      mustFit(row, record, false);
      write(row, { body: encoded(() => encodeRecord(record)) });
    },
    remember: (held: Held, observation: Observation) => {
      mustFit(rowOf(held), observation, true);
      const body = encoded(() => encodeObservation(observation));
      if (observation.sourceRecordId === undefined) return;
      const key = saidKey(observation.kind, observation.source, observation.sourceRecordId);
      const before = shelf.said.get(key);
      undo.push(() => (before ? shelf.said.set(key, before) : shelf.said.delete(key)));
      shelf.said.set(key, { row: held.row, body });
    },
    setAside: (entry: SetAside, at) => {
      const key = JSON.stringify([entry.source, entry.key]);
      if (shelf.aside.has(key)) return false;
      const { source, reason, sample } = entry;
      shelf.aside.set(key, { source, key: entry.key, reason, sample, at });
      undo.push(() => shelf.aside.delete(key));
      return true;
    },
    wasSetAside: (source, key) => {
      return shelf.aside.has(JSON.stringify([source, key]));
    },
  };
  return spoilable(ledger, state);
}

/** After one call has thrown, every later one throws the same, and so does the ingest (see `state.failed`). */
function spoilable(ledger: Ledger, state: LedgerState): Ledger {
  const calls = ledger as unknown as Record<string, (...args: unknown[]) => unknown>;
  const guarded = Object.entries(calls).map(([name, call]) => [
    name,
    (...args: unknown[]): unknown => {
      if (!state.live) throw misuse('a ledger was used after its ingest had ended');
      if (state.failed) throw state.failed.thrown;
      try {
        return call(...args);
      } catch (thrown) {
        state.failed = { thrown };
        throw thrown;
      }
    },
  ]);
  return Object.fromEntries(guarded) as Ledger;
}

/** Earlier system time first, then the row that was made first. */
export function byTime(a: Row, b: Row): number {
  return a.systemTime - b.systemTime || a.row - b.row;
}

function toHeld<Kind extends RecordKind>(row: Row, kind: Kind): Held<RecordOf<Kind>> {
  if (row.kind !== kind) throw new Error(`row ${row.row} is no ${kind}`);
  return { row: row.row, record: decodeRecord(row.body) as RecordOf<Kind> };
}

/** The record as a journal hands it out. */
export function toRecord(row: Row): JournalRecord {
  return {
    position: row.position,
    record: decodeRecord(row.body),
    recordedAt: row.recordedAt,
    changedAt: row.changedAt,
  };
}

function saidKey(kind: RecordKind, source: SourceName, id: string): string {
  return JSON.stringify([kind, source, id]);
}

function encoded(encode: () => string): string {
  try {
    return encode();
  } catch (thrown) {
    throw misuse(`a record cannot be kept: ${(thrown as Error).message}`);
  }
}

/** A fault of the calling code. */
export function misuse(what: string): BridgeFailure {
  return new BridgeFailure('journal.misuse', 'bug', `The journal was misused: ${what}.`);
}
