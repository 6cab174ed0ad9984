import { setImmediate as breathe } from 'node:timers/promises';
import type { RowReader, StoredRow } from '../feed-rows.ts';
import { FIRST_MS } from '../journal-pages.ts';
import { steadySlice, steadyType } from '../steady-parts.ts';
import { whileWanted } from '../while-wanted.ts';
import { FLOOR_MS, type Collection } from './collection.ts';
import type { Condition } from './condition.ts';
import { countOf } from './count-of.ts';
import { matches } from './matches.ts';
import { readFind } from './read-find.ts';
import type { FeedQuery } from './read-query.ts';
import { isTree } from './tree.ts';
import { windowOf, type Window } from './window-of.ts';

/** Rows that are looked at in one go. */
export const ROWS_AT_ONCE = 16;

/** What a request asks for. */
export interface Wish {
  readonly condition: Condition;
  readonly window: Window;
  /** At most so many rows; Infinity for all. */
  readonly count: number;
  /** Whether a Nightscout would answer from memory: nothing is asked for, or entries of a type. */
  readonly isPlain: boolean;
}

/** @throws BridgeFailure `feed.bad_query` naming the parameter */
export async function wishOf(query: FeedQuery, collection: Collection, now: number): Promise<Wish> {
  const { condition, isDated } = await readFind(query.find, collection);
  const isPlain = asksNothing(query.find, collection);
  const fallback = collection.defaultCount[query.find === undefined ? 0 : 1];
  return {
    condition,
    window: confined(windowOf(condition), isDated, now),
    count: countOf(query.count, fallback, isPlain),
    isPlain,
  };
}

/** The window from the floor on, where the request does not say when or which. */
export function confined(window: Window, isDated: boolean, now: number): Window {
  const floorMs = isDated ? FIRST_MS : now - FLOOR_MS;
  return { ...window, fromMs: Math.max(window.fromMs, floorMs) };
}

/** Rows that meet the condition, newest first, a page at a time: whoever has enough stops asking. @param signal of the request */
export async function* findRows<Row extends StoredRow>(
  reader: RowReader<Row>,
  { condition, window, count }: Omit<Wish, 'isPlain'>,
  signal?: AbortSignal,
): AsyncGenerator<readonly Row[], void> {
  const { fromMs, toMs, recordedFromMs } = window;
  const known = knownType(condition);
  const pages =
    recordedFromMs > 0
      ? reader.recordedSince(recordedFromMs, fromMs, toMs)
      : reader.pages(fromMs, toMs);
  let left = count;
  if (left <= 0) return;
  for await (const page of whileWanted(pages, signal)) {
    const found =
      known === undefined
        ? await matchesOf(page, condition, left)
        : steadySlice(known === '' ? page : steadyType(page, known), 0, left);
    left -= found.length;
    yield found;
    if (left <= 0) return;
  }
}

/** The one type that a condition asks for, and nothing else; the empty text where it asks for nothing at all. */
function knownType(condition: Condition): string | undefined {
  if (condition.kind !== 'all') return undefined;
  const [only, ...others] = condition.of;
  if (only === undefined) return '';
  if (others.length > 0 || only.kind !== 'field' || only.path !== 'type') return undefined;
  const [test, ...more] = only.tests;
  if (test?.is !== 'equal' || more.length > 0 || typeof test.value !== 'string') return undefined;
  return test.value === '' ? undefined : test.value;
}

/** A pattern can take milliseconds a row: between some rows everything else has its turn, glucose above all. */
async function matchesOf<Row extends StoredRow>(
  page: readonly Row[],
  condition: Condition,
  count: number,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const [index, row] of page.entries()) {
    if (found.length >= count) break;
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await breathe();
    if (matches(row, condition)) found.push(row);
  }
  return found;
}

function asksNothing(find: unknown, { name }: Collection): boolean {
  if (find === undefined || find === '') return true;
  return name === 'entries' && isTree(find) && Object.keys(find).every((field) => field === 'type');
}
