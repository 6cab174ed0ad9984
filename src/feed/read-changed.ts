import type { JournalRecord, Position } from '../domain/journal-record.ts';
import { START } from '../domain/journal-record.ts';
import type { RecordKind } from '../domain/record.ts';
import type { FeedFacts } from './feed-facts.ts';

/**
 * Records whose content changed at `sinceMs` (UTC ms) or later, in the order of their changes, at most `limit` of those kinds.
 * Positions grow with the hour of the change, so the first one is found by halving. Where this machine’s clock was set back
 * meanwhile the order of the changes counts, not their hour.
 */
export async function readChanged(
  { journal, account }: Pick<FeedFacts, 'journal' | 'account'>,
  sinceMs: number,
  limit: number,
  kinds?: readonly RecordKind[],
): Promise<readonly JournalRecord[]> {
  let from: number = START;
  let { lastPosition: to }: { lastPosition: number } = await journal.summary(account);
  // What lies after `from` and up to `to` is not judged yet: whatever stands up to `from` is older.
  while (from < to) {
    const middle = Math.floor((from + to) / 2) as Position;
    const [next] = await journal.readAfter(account, middle, 1);
    if (next === undefined || next.changedAt >= sinceMs) to = middle;
    else from = next.position;
  }
  return journal.readAfter(account, from as Position, limit, kinds);
}
