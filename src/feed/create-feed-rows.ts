import { DAY_MS } from '../domain/instant.ts';
import type { JournalRecord } from '../domain/journal-record.ts';
import type { RecordKind } from '../domain/record.ts';
import { writtenKinds } from '../sinks/nightscout/wanted.ts';
import { changedPages } from './changed-pages.ts';
import { toStatusRow, toTreatmentRow } from './document-row.ts';
import { toEntryRow, type EntryRow } from './entry-row.ts';
import type { FeedFacts } from './feed-facts.ts';
import type { FeedRows, RowReader, StoredRow } from './feed-rows.ts';
import { FIRST_MS, journalPages, LAST_MS } from './journal-pages.ts';
import { newestFirst } from './newest-first.ts';
import { RecentRows } from './recent-rows.ts';
import { readRowId, type RowKind } from './row-id.ts';
import { steadySlice } from './steady-parts.ts';
import { whileWanted } from './while-wanted.ts';

/** Entries held in memory reach back this far: what Nightscout answers with where a request names no date. */
const ENTRIES_SPAN_MS = 4 * DAY_MS;
/** Treatments and device states are few, and followers ask for those of the last months again and again. */
const DOCUMENTS_SPAN_MS = 100 * DAY_MS;

/** Beyond so many records it is as well to go through the dates. */
const MOST_CHANGED = 5_000;

/** The rows of one account, from its journal. Reads nothing before the first request. */
export function createFeedRows(facts: FeedFacts): FeedRows {
  const { device, writes } = facts;
  const entries = createReader<EntryRow>(facts, {
    spanMs: ENTRIES_SPAN_MS,
    toRow: (held) => toEntryRow(held, device, writes),
    kinds: writes.mbg ? ['reading', 'calibration'] : ['reading'],
    ids: ['reading', 'meter'],
  });
  return {
    entries: {
      ...entries,
      async newest(count, type) {
        const found: EntryRow[] = [];
        if (type === 'mbg' && !writes.mbg) return found;
        for await (const page of entries.pages(FIRST_MS, LAST_MS)) {
          for (const row of page) {
            if (found.length >= count) return found;
            if (type === undefined || row.type === type) found.push(row);
          }
        }
        return found;
      },
    },
    treatments: createReader(facts, {
      spanMs: DOCUMENTS_SPAN_MS,
      toRow: (held) => toTreatmentRow(held, device, writes),
      kinds: writtenKinds(writes).filter((kind) => kind !== 'device'),
      ids: ['treatment'],
    }),
    statuses: createReader(facts, {
      spanMs: DOCUMENTS_SPAN_MS,
      toRow: toStatusRow,
      kinds: ['device'],
      ids: ['status'],
    }),
    changes: (sinceMs, kinds) => changedPages(facts, sinceMs, kinds),
  };
}

interface ReaderOptions<Row extends StoredRow> {
  /** How far back rows are held in memory, in ms. */
  readonly spanMs: number;
  readonly toRow: (held: JournalRecord) => Row | undefined;
  /** Of which records there are rows. */
  readonly kinds: readonly RecordKind[];
  /** Of what their ids tell. */
  readonly ids: readonly RowKind[];
}

function createReader<Row extends StoredRow>(
  facts: FeedFacts,
  { spanMs, toRow, kinds, ids }: ReaderOptions<Row>,
): RowReader<Row> {
  const recent = new RecentRows<Row>({ facts, spanMs, kinds, toRow });
  const readingsOnly = kinds.every((kind) => kind === 'reading');

  async function* pages(fromMs: number, toMs: number): AsyncGenerator<readonly Row[]> {
    const { rows, fromMs: heldFromMs } = await recent.read();
    if (toMs >= heldFromMs) yield within(rows, fromMs, toMs);
    if (fromMs >= heldFromMs) return;
    const older = journalPages(facts, fromMs, Math.min(toMs, heldFromMs - 1), readingsOnly);
    for await (const page of older) {
      yield page.flatMap((held) => toRow(held) ?? []).sort(newestFirst);
    }
  }

  async function* recordedSince(
    sinceMs: number,
    fromMs: number,
    toMs: number,
  ): AsyncGenerator<readonly Row[]> {
    // One that changes meanwhile comes twice.
    const changed = new Map<string, Row>();
    for await (const page of changedPages(facts, sinceMs, kinds)) {
      for (const row of page.flatMap((held) => toRow(held) ?? [])) changed.set(row._id, row);
      if (changed.size < MOST_CHANGED) continue;
      yield* pages(fromMs, toMs);
      return;
    }
    yield within([...changed.values()].sort(newestFirst), fromMs, toMs);
  }

  async function between(fromMs: number, toMs: number): Promise<readonly Row[]> {
    const found: (readonly Row[])[] = [];
    for await (const page of pages(fromMs, toMs)) found.push(page);
    return found.length === 1 ? (found[0] ?? []) : found.flat();
  }

  return {
    pages,
    recordedSince,
    between,
    recent: () => recent.read(),
    async byId(id, signal) {
      const told = readRowId(id);
      if (told === undefined || !ids.includes(told.kind)) return undefined;
      const _id = id.toLowerCase();
      const isReading = told.kind === 'reading';
      const from = isReading ? told.systemTime : FIRST_MS;
      const to = isReading ? told.systemTime : LAST_MS;
      for await (const page of whileWanted(pages(from, to), signal)) {
        const found = page.find((row) => row._id === _id);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** Rows of that window. */
function within<Row extends StoredRow>(
  rows: readonly Row[],
  fromMs: number,
  toMs: number,
): readonly Row[] {
  const start = firstAt(rows, toMs);
  const end = firstAt(rows, fromMs - 1);
  return steadySlice(rows, start, end);
}

/** Index of the first row dated `ms` or earlier. */
function firstAt(rows: readonly StoredRow[], ms: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.date ?? 0) > ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
