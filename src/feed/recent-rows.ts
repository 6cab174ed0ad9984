import { HOUR_MS } from '../domain/instant.ts';
import type { JournalRecord, Position } from '../domain/journal-record.ts';
import type { FeedFacts } from './feed-facts.ts';
import type { RecordKind } from '../domain/record.ts';
import type { RecentSnapshot, StoredRow } from './feed-rows.ts';
import { journalPages, LAST_MS } from './journal-pages.ts';
import { newestFirst } from './newest-first.ts';

/** What the window holds and where it comes from. */
export interface RecentRowsOptions<Row extends StoredRow> {
  readonly facts: Pick<FeedFacts, 'journal' | 'account' | 'clock'>;
  /** How far back from now the window reaches at least, in ms. */
  readonly spanMs: number;
  /** Records of other kinds have no row. */
  readonly kinds: readonly RecordKind[];
  /** The row of a record; undefined where it has none, or has none any more. */
  readonly toRow: (held: JournalRecord) => Row | undefined;
}

/** Records taken from the journal at a time. */
const STEP = 1_000;
/** Rows that have grown too old are let go by the hour, not one by one. */
const SLACK_MS = HOUR_MS;

/**
 * The newest rows, held in memory. Filled at the first call, and brought up to date at each by what the journal says has
 * changed since: a look that finds nothing new costs one small query.
 */
export class RecentRows<Row extends StoredRow> {
  readonly #options: RecentRowsOptions<Row>;
  /** By what tells records apart, whatever their rows say by now. */
  #held = new Map<string, Row>();
  #after: Position | undefined;
  #snapshot: RecentSnapshot<Row> = { fromMs: LAST_MS, rows: [], changedAtMs: 0 };
  #changedAtMs = 0;
  /** Rows were taken that the snapshot does not show yet. */
  #isTouched = false;
  #updating: Promise<void> | undefined;

  constructor(options: RecentRowsOptions<Row>) {
    this.#options = options;
  }

  /** The window as of now. Throws what the journal throws; the next call tries again. */
  async read(): Promise<RecentSnapshot<Row>> {
    await (this.#updating ??= this.#update().finally(() => (this.#updating = undefined)));
    return this.#snapshot;
  }

  async #update(): Promise<void> {
    const {
      facts: { account, journal, clock },
      spanMs,
    } = this.#options;
    const wantedFromMs = clock.now() - spanMs;
    // A clock that was set back asks for more than the window holds.
    const after = wantedFromMs < this.#snapshot.fromMs ? undefined : this.#after;
    if (after === undefined) {
      await this.#fill(wantedFromMs);
      return;
    }
    for (let from = after; ;) {
      const batch = await journal.readAfter(account, from, STEP);
      for (const held of batch) this.#take(held);
      from = batch.at(-1)?.position ?? from;
      this.#after = from;
      if (batch.length < STEP) break;
    }
    const isStale = wantedFromMs - this.#snapshot.fromMs > 2 * SLACK_MS;
    if (this.#isTouched || isStale) {
      this.#settle(isStale ? wantedFromMs - SLACK_MS : this.#snapshot.fromMs);
    }
  }

  async #fill(wantedFromMs: number): Promise<void> {
    const { account, journal } = this.#options.facts;
    const fromMs = wantedFromMs - SLACK_MS;
    this.#after = undefined;
    // Asked before reading: what changes meanwhile is met once more, which changes nothing.
    const { lastPosition } = await journal.summary(account);
    this.#held = new Map();
    this.#snapshot = { fromMs, rows: [], changedAtMs: 0 };
    for await (const page of journalPages(this.#options.facts, fromMs, LAST_MS)) {
      for (const held of page) this.#take(held);
    }
    this.#after = lastPosition;
    this.#settle(fromMs);
  }

  #take(held: JournalRecord): void {
    const { record, changedAt } = held;
    if (!this.#options.kinds.includes(record.kind)) return;
    const key = keyOf(held);
    const row = this.#options.toRow(held);
    const isInside = (row?.date ?? record.systemTime) >= this.#snapshot.fromMs;
    if (!isInside && !this.#held.has(key)) return;
    this.#isTouched = true;
    this.#changedAtMs = Math.max(this.#changedAtMs, changedAt);
    if (row === undefined || !isInside) this.#held.delete(key);
    else this.#held.set(key, row);
  }

  #settle(fromMs: number): void {
    const rows: Row[] = [];
    for (const [key, row] of this.#held) {
      if (row.date < fromMs) this.#held.delete(key);
      else rows.push(row);
    }
    this.#isTouched = false;
    this.#snapshot = { fromMs, rows: rows.sort(newestFirst), changedAtMs: this.#changedAtMs };
  }
}

/** Readings are told apart by their time, which never changes; everything else by Dexcom’s id, as it may move. */
function keyOf({ record }: JournalRecord): string {
  return record.kind === 'reading' ? `${record.systemTime}` : `${record.kind} ${record.recordId}`;
}
