import { setImmediate as breathe } from 'node:timers/promises';
import { DAY_MS, epochMs } from '../domain/instant.ts';
import type { JournalRecord } from '../domain/journal-record.ts';
import type { FeedFacts } from './feed-facts.ts';

/** First and last instant that rows are looked for at, UTC ms. */
export const FIRST_MS = 0;
export const LAST_MS = 8_640_000_000_000_000;

/** A day of readings is three hundred: some milliseconds on a small machine, in which nothing else goes on. */
const PAGE_MS = DAY_MS;
/** Where nothing lay in the last page twice as much is dared, up to this: most of time is empty. */
const LONGEST_PAGE_MS = 16 * DAY_MS;
/** What is found after a gap goes out in parts. */
const MOST_ROWS = 300;
/** So many looks at nothing cost as much as one page. */
const MOST_EMPTY = 200;

/**
 * Records dated `fromMs` to `toMs` (UTC ms, both included), newest page first, each page newest first. Between two pages
 * everything else has its turn; what is recorded meanwhile may be missed. Whatever is dated after now is on the first page.
 * Records of one millisecond are on one page.
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
  let empty = 0;
  while (to >= first) {
    const from = Math.max(first, Math.min(to, clock.now()) - lengthMs);
    const window = [account, epochMs(from), epochMs(to)] as const;
    const page = readingsOnly
      ? await journal.readRange(...window)
      : await journal.readRecords(...window);
    to = from - 1;
    if (page.length === 0) {
      lengthMs = Math.min(2 * lengthMs, LONGEST_PAGE_MS);
      empty += 1;
      if (empty % MOST_EMPTY === 0) await breathe();
      continue;
    }
    lengthMs = PAGE_MS;
    for (const part of partsOf(page.toReversed())) {
      yield part;
      await breathe();
    }
  }
}

function* partsOf(page: readonly JournalRecord[]): Generator<readonly JournalRecord[]> {
  for (let start = 0; start < page.length;) {
    let end = Math.min(start + MOST_ROWS, page.length);
    const last = page[end - 1]?.record.systemTime;
    while (page[end]?.record.systemTime === last && end < page.length) end += 1;
    yield page.slice(start, end);
    start = end;
  }
}
