import type { RowReader, StoredRow } from '../feed-rows.ts';
import { badQuery } from '../query/bad-query.ts';
import type { Collection } from '../query/collection.ts';
import { findRows, type Wish } from '../query/find-rows.ts';
import { isTree } from '../query/tree.ts';

/** So many rows are held at once to find the oldest of them. */
const MOST_OLDEST = 10_000;

/**
 * The rows of a wish, newest first; where the request sorts by the date of the collection upwards, the oldest rows that meet it.
 *
 * QUIRK(nightscout, 15.0.7): a request that is served from memory is not sorted otherwise; the oldest entries are answered newest first all the same, the oldest of anything else oldest first.
 * @param signal of the request
 * @throws BridgeFailure `feed.bad_query` for more of the oldest than can be held
 */
export async function* wishedPages<Row extends StoredRow>(
  reader: RowReader<Row>,
  wish: Wish,
  sort: unknown,
  { name, dateField }: Collection,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[], void> {
  if (wish.isPlain || !isUpwards(sort, dateField)) {
    yield* findRows(reader, wish, signal);
    return;
  }
  if (wish.count > MOST_OLDEST) {
    throw badQuery('sort', `the oldest first are at most ${MOST_OLDEST}: name a smaller count`);
  }
  let oldest: readonly Row[] = [];
  for await (const page of findRows(reader, { ...wish, count: Infinity }, signal)) {
    oldest = [...oldest, ...page].slice(-wish.count || Infinity);
  }
  yield name === 'entries' ? oldest : oldest.toReversed();
}

/** @throws BridgeFailure `feed.bad_query` for what is no direction */
function isUpwards(sort: unknown, dateField: string): boolean {
  const direction = isTree(sort) ? sort[dateField] : undefined;
  if (direction !== undefined && typeof direction !== 'string') {
    throw badQuery(`sort[${dateField}]`, 'this takes one value');
  }
  return Number(direction) === 1;
}
