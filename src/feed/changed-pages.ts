import { setImmediate as breathe } from 'node:timers/promises';
import { START, type JournalRecord, type Position } from '../domain/journal-record.ts';
import type { RecordKind } from '../domain/record.ts';
import type { FeedFacts } from './feed-facts.ts';

type Journal = Pick<FeedFacts, 'journal' | 'account'>;

/** Records of one page: some milliseconds on a small machine, in which nothing else goes on. */
const PAGE = 250;
/** First stride on the way to where the changes begin. */
const STRIDE = 1_024;

/**
 * Records whose content changed at `sinceMs` (UTC ms) or later, in the order of their changes, a page at a time; of those kinds.
 * Between two pages everything else has its turn: what changes meanwhile comes once more, at the end.
 */
export async function* changedPages(
  { journal, account }: Journal,
  sinceMs: number,
  kinds: readonly RecordKind[],
): AsyncGenerator<readonly JournalRecord[]> {
  for (let from = await lastBefore({ journal, account }, sinceMs); ;) {
    const page = await journal.readAfter(account, from, PAGE, kinds);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < PAGE) return;
    from = last.position;
    await breathe();
  }
}

/**
 * The last position that stands before every change since then. Positions grow with the hour of the change, so it is found
 * by strides and then by halving. Where this machine’s clock was set back meanwhile the order of the changes counts, not their
 * hour.
 */
async function lastBefore({ journal, account }: Journal, sinceMs: number): Promise<Position> {
  const olderAfter = async (position: number): Promise<Position | undefined> => {
    const [next] = await journal.readAfter(account, position as Position, 1);
    return next !== undefined && next.changedAt < sinceMs ? next.position : undefined;
  };
  let from: number = START;
  let to: number | undefined;
  for (let stride = STRIDE; to === undefined; stride *= 2) {
    const older = await olderAfter(from + stride);
    if (older === undefined) to = from + stride;
    else from = older;
  }
  // What lies after `from` and up to `to` is not judged yet: whatever stands up to `from` is older.
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const older = await olderAfter(middle);
    if (older === undefined) to = middle;
    else from = older;
  }
  return from as Position;
}
