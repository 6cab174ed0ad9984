import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, epochMs, MINUTE_MS } from '../../src/domain/instant.ts';
import type { JournalRecord } from '../../src/domain/journal-record.ts';
import { FIRST_MS, journalPages, LAST_MS } from '../../src/feed/journal-pages.ts';
import { BestRows } from '../../src/feed/v3/best-rows.ts';
import { readingAgo, rowsRig } from './rows-rig.ts';
import { v3Rig } from './v3/v3-rig.ts';

/** So many rows are worth some milliseconds; nothing else has its turn meanwhile. */
const MOST_IN_ONE_GO = 300;

/** Runs the work and tells how often everything else had its turn. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false as boolean;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work.finally(() => (isOver = true));
  return turns;
}

describe('the journal is read', () => {
  const days = (from: number, to: number) =>
    Array.from({ length: (to - from) * 288 }, (_, index) => from * 288 + index);

  test('in small pages, across gaps too, each record once and newest first', async () => {
    const { facts, put, clock } = await rowsRig();
    const now = clock.now();
    // Two months without a reading, then a dense one, then years without.
    const periods = [...days(0, 1), ...days(61, 91), 400 * 288];
    await put(periods.map((period) => readingAgo(now, period * 5, 100)));
    const spans: number[] = [];
    const journal = {
      ...facts.journal,
      readRange: async (account: string, from: number, to: number) => {
        spans.push(to - from);
        return facts.journal.readRange(account, epochMs(from), epochMs(to));
      },
    };
    const pages: (readonly JournalRecord[])[] = [];
    for await (const page of journalPages({ ...facts, journal }, FIRST_MS, LAST_MS, true)) {
      pages.push(page);
    }
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(MOST_IN_ONE_GO);
    // The first one holds whatever is dated after now.
    expect(Math.max(...spans.slice(1))).toBeLessThanOrEqual(16 * DAY_MS);
    expect(pages.flat().map(({ record }) => (now - record.systemTime) / (5 * MINUTE_MS))).toEqual(
      periods,
    );
  });

  test('without parting records of one millisecond', async () => {
    const { facts, put, clock } = await rowsRig();
    const { systemTime } = readingAgo(clock.now(), 5, 100);
    await put(
      Array.from({ length: 700 }, (_, index) => ({
        kind: 'alert' as const,
        systemTime,
        recordId: `alert-${index}`,
        alertName: 'low' as const,
        alertState: 'inactive' as const,
      })),
    );
    const sizes: number[] = [];
    for await (const page of journalPages(facts, FIRST_MS, LAST_MS)) sizes.push(page.length);
    expect(sizes).toEqual([700]);
  });
});

describe('everything else has its turn', () => {
  const MANY = 6_000;
  test.each([
    '/entries?sort=sgv&limit=10',
    '/entries?sort$desc=srvModified&limit=10',
    '/entries?sort=sgv&limit=1000&skip=3000',
    '/entries?sgv$gt=1000',
    '/entries/no-such-identifier',
    '/entries/history/1700000000000?limit=1000',
    '/lastModified',
  ])('during %s', async (path) => {
    const { put, clock, ask } = await v3Rig();
    const now = clock.now();
    for (let from = 0; from < MANY; from += 1_000) {
      await put(Array.from({ length: 1_000 }, (_, index) => readingAgo(now, 5 * (MANY - from - index), 100)), now + from - MANY); // prettier-ignore
    }
    const rowsInPlay = path.includes('history') ? 1_000 : path === '/lastModified' ? 900 : MANY;
    const turns = await turnsDuring(ask(path));
    expect(turns).toBeGreaterThanOrEqual(rowsInPlay / MOST_IN_ONE_GO);
  });
});

test('the best rows of an order are those that sorting all of them would give', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 80 }),
      fc.nat({ max: 40 }),
      fc.integer({ min: 1, max: 20 }),
      (values, skip, limit) => {
        const compare = (a: readonly unknown[], b: readonly unknown[]) =>
          Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1]);
        const best = new BestRows(skip + limit, compare);
        const rows = values.map((value, index) => ({ _id: `${index}`, date: value }));
        rows.forEach((row, index) => best.add(row, [row.date, index]));
        expect(best.isFull).toBe(rows.length >= skip + limit);
        // Sorting keeps the order of equal ones, as their index does above.
        const sorted = rows.toSorted((a, b) => a.date - b.date);
        expect(best.takeAfter(skip)).toEqual(sorted.slice(skip, skip + limit));
      },
    ),
  );
});
