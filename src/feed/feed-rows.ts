import type { JournalRecord } from '../domain/journal-record.ts';
import type { DeviceStatus } from '../sinks/nightscout/device-status.ts';
import type { Treatment } from '../sinks/nightscout/treatment.ts';
import type { EntryRow } from './entry-row.ts';
import type { DocumentRow } from './document-row.ts';

/** A kind of row, as Nightscout's collections have them. */
export interface RowReader<Row extends StoredRow> {
  /**
   * Rows dated `fromMs` to `toMs` (UTC ms, both included), newest first. The last days come from memory; anything older
   * is read from the journal, so ask for a narrow window, or read `pages`.
   */
  between(fromMs: number, toMs: number): Promise<readonly Row[]>;
  /** The same a page at a time, so that a long history never lies in memory whole. Pages may be empty. */
  pages(fromMs: number, toMs: number): AsyncIterable<readonly Row[]>;
  /** As `pages`, of rows whose record the journal first held at `sinceMs` or later; others may be among them. */
  recordedSince(sinceMs: number, fromMs: number, toMs: number): AsyncIterable<readonly Row[]>;
  /** The row with this `_id` (24 hex digits, any case). @param signal of the request that asks for it */
  byId(id: string, signal?: AbortSignal): Promise<Row | undefined>;
  /** What is certain of the rows in memory. */
  recent(): Promise<RecentSnapshot<Row>>;
}

/** What every row has. */
export interface StoredRow {
  /** 24 lower-case hex digits; the same for ever, growing with the hour at which the journal first held the record. */
  readonly _id: string;
  /** UTC ms. */
  readonly date: number;
}

/** The newest rows at one moment. */
export interface RecentSnapshot<Row> {
  /** Every row dated this (UTC ms) or later is in `rows`. */
  readonly fromMs: number;
  /** Newest first. A new array whenever anything changed. */
  readonly rows: readonly Row[];
  /** When a record of these was last added, changed or deleted, UTC ms; 0 where there was none. */
  readonly changedAtMs: number;
}

/** One account's records as the documents that lie in a Nightscout. Rows are never changed, only replaced. */
export interface FeedRows {
  readonly entries: RowReader<EntryRow> & {
    /** The newest `count` rows, of one type where it is named; however old. */
    newest(count: number, type?: EntryRow['type']): Promise<readonly EntryRow[]>;
  };
  readonly treatments: RowReader<DocumentRow<Treatment>>;
  readonly statuses: RowReader<DocumentRow<DeviceStatus>>;
  /**
   * Records of those kinds whose content changed at `sinceMs` (UTC ms) or later, in the order of their changes, a page at a
   * time. Deleted events are among them. One that changes meanwhile comes once more.
   */
  changes(
    sinceMs: number,
    kinds: readonly JournalRecord['record']['kind'][],
  ): AsyncIterable<readonly JournalRecord[]>;
}
