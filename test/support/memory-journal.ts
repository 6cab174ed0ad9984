import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import {
  START,
  type JournalRecord,
  type Position,
  type RefusedRecord,
} from '../../src/domain/journal-record.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { RecordKind } from '../../src/domain/record.ts';
import type { StateSlot } from '../../src/domain/state-slot.ts';
import type {
  Journal,
  JournalSummary,
  KeptAside,
  KeptRefusal,
  Ledger,
} from '../../src/journal/journal.ts';
import { decodeRecord } from '../../src/journal/stored-record.ts';
import {
  byTime,
  memoryLedger,
  misuse,
  Shelf,
  toRecord,
  type LedgerState,
} from './memory-ledger.ts';

/**
 * A Journal in memory that keeps every promise of the port but the disk: what was written survives `close` and a new
 * `open` of the same object. Like the real one it must be opened first and refuses misuse with `journal.misuse`.
 */
export class MemoryJournal implements Journal {
  readonly #shelves = new Map<string, Shelf>();
  readonly #now: () => EpochMs;
  #open = false;
  #ingesting = false;

  /** @param clock stamps refusals; without it they are stamped with the epoch. */
  constructor(clock?: { now(): EpochMs }) {
    this.#now = clock ? () => clock.now() : () => epochMs(0);
  }

  async open(): Promise<void> {
    this.#open = true;
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  async ingest<T>(account: string, work: (ledger: Ledger) => T): Promise<T> {
    const shelf = this.#shelf(account);
    if (this.#ingesting) throw misuse('ingest was called inside an ingest');
    const undo: (() => void)[] = [];
    const state: LedgerState = { live: true };
    this.#ingesting = true;
    try {
      const result = work(memoryLedger(shelf, state, undo));
      if (state.failed) throw state.failed.thrown;
      if (result instanceof Promise) {
        result.catch(() => undefined);
        throw misuse('the work of an ingest returned a promise');
      }
      return result;
    } catch (thrown) {
      for (const step of undo.reverse()) step();
      throw thrown;
    } finally {
      state.live = false;
      this.#ingesting = false;
    }
  }

  async readAfter(
    account: string,
    after: Position,
    limit: number,
    kinds?: readonly RecordKind[],
  ): Promise<readonly JournalRecord[]> {
    return [...this.#shelf(account).rows.values()]
      .filter((row) => row.position > after && (kinds === undefined || kinds.includes(row.kind)))
      .sort((a, b) => a.position - b.position)
      .slice(0, limit)
      .map(toRecord);
  }

  async readRange(
    account: string,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly JournalRecord<Reading>[]> {
    return (await this.readRecords(account, from, to)).filter(isReading);
  }

  async readRecords(
    account: string,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly JournalRecord[]> {
    return [...this.#shelf(account).rows.values()]
      .filter((row) => row.systemTime >= from && row.systemTime <= to)
      .sort(byTime)
      .map(toRecord);
  }

  async newest(account: string): Promise<JournalRecord<Reading> | undefined> {
    return [...this.#shelf(account).rows.values()].sort(byTime).map(toRecord).findLast(isReading);
  }

  async cursor(account: string, sink: string): Promise<Position> {
    return this.#shelf(account).cursors.get(sink) ?? START;
  }

  async advance(
    account: string,
    sink: string,
    to: Position,
    refused: readonly RefusedRecord[],
  ): Promise<void> {
    const shelf = this.#shelf(account);
    if (this.#ingesting) throw misuse('advance was called inside an ingest');
    if (to > shelf.last) throw misuse(`a cursor cannot stand at ${to}, after the last record`);
    const from = shelf.cursors.get(sink) ?? START;
    if (to > from) shelf.cursors.set(sink, to);
    for (const { position, code, reason } of refused) {
      const key = JSON.stringify([sink, position]);
      if (shelf.refused.has(key)) continue;
      shelf.refused.set(key, { sink, position, code, reason, at: this.#now() });
    }
  }

  async restart(account: string, sink: string): Promise<void> {
    if (this.#ingesting) throw misuse('restart was called inside an ingest');
    this.#shelf(account).cursors.delete(sink);
  }

  slot(account: string, name: string): StateSlot {
    return {
      read: async () => this.#shelf(account).slots.get(name),
      write: async (value) => {
        if (this.#ingesting) throw misuse('a slot was written inside an ingest');
        this.#shelf(account).slots.set(name, value);
      },
      clear: async () => {
        if (this.#ingesting) throw misuse('a slot was cleared inside an ingest');
        this.#shelf(account).slots.delete(name);
      },
      swap: async (expected, next) => {
        if (this.#ingesting) throw misuse('a slot was swapped inside an ingest');
        const { slots } = this.#shelf(account);
        if (slots.get(name) !== expected) return false;
        slots.set(name, next);
        return true;
      },
    };
  }

  async slotNames(account: string): Promise<readonly string[]> {
    return [...this.#shelf(account).slots.keys()].sort();
  }

  async summary(account: string): Promise<JournalSummary> {
    const shelf = this.#shelf(account);
    return {
      records: shelf.rows.size,
      setAside: shelf.aside.size,
      refused: shelf.refused.size,
      newest: [...shelf.rows.values()]
        .filter(({ kind }) => kind === 'reading')
        .sort(byTime)
        .at(-1)?.systemTime,
      lastPosition: shelf.last as Position,
    };
  }

  async readSetAside(account: string, limit: number): Promise<readonly KeptAside[]> {
    // Map order is the order of keeping: reversed first, a stable sort leaves the later of two equal instants in front.
    return [...this.#shelf(account).aside.values()]
      .reverse()
      .sort((a, b) => b.at - a.at)
      .slice(0, limit);
  }

  async readRefused(account: string, limit: number): Promise<readonly KeptRefusal[]> {
    return [...this.#shelf(account).refused.values()]
      .sort((a, b) => b.position - a.position || (a.sink < b.sink ? -1 : 1))
      .slice(0, limit);
  }

  async prune(account: string, before: EpochMs, sinks: readonly string[]): Promise<number> {
    const shelf = this.#shelf(account);
    const confirmed = Math.min(...sinks.map((sink) => shelf.cursors.get(sink) ?? START), Infinity);
    let removed = 0;
    for (const row of shelf.rows.values()) {
      if (row.systemTime >= before || row.position > confirmed) continue;
      shelf.rows.delete(row.row);
      removed += 1;
    }
    for (const [key, said] of shelf.said) if (!shelf.rows.has(said.row)) shelf.said.delete(key);
    const held = new Set([...shelf.rows.values()].map((row) => row.position));
    for (const [key, entry] of shelf.refused) {
      if (!held.has(entry.position)) shelf.refused.delete(key);
    }
    for (const [key, entry] of shelf.aside) if (entry.at < before) shelf.aside.delete(key);
    return removed;
  }

  async verify(): Promise<void> {
    for (const account of this.#shelves.keys()) {
      for (const row of this.#shelf(account).rows.values()) decodeRecord(row.body);
    }
  }

  #shelf(account: string): Shelf {
    if (!this.#open) throw new BridgeFailure('journal.closed', 'bug', 'The journal is not open.');
    let shelf = this.#shelves.get(account);
    if (!shelf) this.#shelves.set(account, (shelf = new Shelf()));
    return shelf;
  }
}

function isReading(held: JournalRecord): held is JournalRecord<Reading> {
  return held.record.kind === 'reading';
}
