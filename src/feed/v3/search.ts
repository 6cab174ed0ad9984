import { setImmediate as breathe } from 'node:timers/promises';
import { DAY_MS } from '../../domain/instant.ts';
import type { StoredRow } from '../feed-rows.ts';
import { FIRST_MS, LAST_MS } from '../journal-pages.ts';
import { ROWS_AT_ONCE } from '../query/find-rows.ts';
import { BestRows } from './best-rows.ts';
import type { Collection } from './collections.ts';
import { toDocument, type Document } from './document.ts';
import type { QueryFilter } from './query-filter.ts';
import type { QueryPage } from './query-page.ts';
import type { Turns } from './turns.ts';

type Reader = NonNullable<Collection['reader']>;

/** First step on the way up from a date: about as many readings as a follower asks for at once. */
const STEP_MS = 2 * DAY_MS;

/** Who searches. */
export interface Searcher {
  readonly turns: Turns;
  /** Of the request. */
  readonly signal: AbortSignal;
}

/** The documents of a collection that match, in order, without those that are skipped. @throws BridgeFailure `feed.busy` */
export async function searchDocuments(
  { reader }: Collection,
  filter: QueryFilter,
  page: QueryPage,
  { turns, signal }: Searcher,
): Promise<readonly Document[]> {
  if (reader === undefined) return [];
  const { skip, limit, keysOf, compareKeys } = page;
  const best = new BestRows(skip + limit, compareKeys);
  for await (const { rows, isEnd } of turns.take(rowsInOrder(reader, filter, page), signal)) {
    for (const [index, row] of rows.entries()) {
      if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await breathe();
      if (filter.matches(row)) best.add(row, keysOf(row));
    }
    if (isEnd && best.isFull) break;
  }
  return best.takeAfter(skip).map((row) => toDocument(row));
}

interface Stretch {
  readonly rows: readonly StoredRow[];
  /** Whatever comes later comes after all of these in the order that is asked for. */
  readonly isEnd: boolean;
}

/** Rows from the side that is asked for, where the order is that of time; newest first else, and all of them. */
async function* rowsInOrder(
  reader: Reader,
  filter: QueryFilter,
  { sortField, isDescending }: QueryPage,
): AsyncGenerator<Stretch> {
  const fromMs = Math.max(Math.ceil(filter.fromMs), FIRST_MS);
  const toMs = Math.min(Math.floor(filter.toMs), LAST_MS);
  if (!(fromMs <= toMs)) return;
  // What was created when is never told apart from what is dated when.
  const isByTime = sortField === 'date' || sortField === 'created_at';
  if (!isByTime || isDescending || fromMs === FIRST_MS) {
    for await (const rows of reader.pages(fromMs, toMs)) {
      yield { rows, isEnd: isByTime && isDescending };
    }
    return;
  }
  let from = fromMs;
  for (let step = STEP_MS; from <= toMs; step *= 2) {
    const to = Math.min(from + step - 1, toMs);
    let last: readonly StoredRow[] = [];
    for await (const rows of reader.pages(from, to)) {
      yield { rows: last, isEnd: false };
      last = rows;
    }
    yield { rows: last, isEnd: true };
    from = to + 1;
  }
}
