import { setImmediate as breathe } from 'node:timers/promises';
import { DAY_MS, epochMs } from '../domain/instant.ts';
import type { JournalRecord } from '../domain/journal-record.ts';
import type { FeedFacts } from './feed-facts.ts';

/** First and last instant that rows are looked for at, UTC ms. */
export const FIRST_MS = 0;
export const LAST_MS = 8_640_000_000_000_000;

/** A week of readings is two thousand: some tens of milliseconds on a small machine, in which nothing else goes on. */
const PAGE_MS = 7 * DAY_MS;
/** Where nothing lay in the last page, more is dared: most of time is empty. */
const EMPTY_PAGE_MS = 31 * DAY_MS;

/**
 * Records dated `fromMs` to `toMs` (UTC ms, both included), newest page first, each page newest first. Between two pages
 * everything else has its turn; what is recorded meanwhile may be missed. Whatever is dated after now is on the first page.
 * @param readingsOnly spares the others, where there are many
 */
export async function* journalPages(
  { journal, account, clock }: Pick<FeedFacts, 'journal' | 'account' | 'clock'>,
  fromMs: number,
  toMs: number,
  readingsOnly = false,
): AsyncGenerator<readonly JournalRecord[]> {
  const first = Math.max(Math.ceil(fromMs), FIRST_MS);
  let to = Math.min(Math.floor(toMs), LAST_MS);
  let lengthMs = PAGE_MS;
  while (to >= first) {
    const from = Math.max(first, Math.min(to, clock.now()) - lengthMs);
    const window = [account, epochMs(from), epochMs(to)] as const;
    const page = readingsOnly
      ? await journal.readRange(...window)
      : await journal.readRecords(...window);
    to = from - 1;
    lengthMs = page.length === 0 ? EMPTY_PAGE_MS : PAGE_MS;
    if (page.length === 0) continue;
    yield page.toReversed();
    await breathe();
  }
}
