import { expect, test } from '@jest/globals';
import { createFeed } from '../../src/feed/index.ts';
import { readingAgo, rowsRig } from './rows-rig.ts';

/** Days of readings, two an hour; a day is read at a time. */
const DAYS = 12;

/** A feed whose reader leaves as soon as the journal is looked at for it. */
async function rig() {
  const { facts, put, journal, clock } = await rowsRig();
  const halves = Array.from({ length: DAYS * 48 }, (_, index) => index);
  await put(halves.map((half) => readingAgo(clock.now(), half * 30 + 1, 100)));
  const feed = createFeed(facts);
  // What is held in memory belongs to all readers.
  await feed.request('/api/v1/entries.json?count=1');
  const reader = new AbortController();
  let looks = 0;
  const look = () => {
    looks += 1;
    reader.abort();
  };
  const readRecords = journal.readRecords.bind(journal);
  const readAfter = journal.readAfter.bind(journal);
  journal.readRecords = (...window) => {
    look();
    return readRecords(...window);
  };
  journal.readAfter = (...window) => {
    look();
    return readAfter(...window);
  };
  return {
    ask: async (path: string) => {
      const { status } = await feed.request(path, { signal: reader.signal });
      return { status, looks };
    },
  };
}

test.each([
  '/api/v1/entries.json?find[date][$gte]=1&find[sgv]=300&count=9',
  '/api/v1/entries.json?find[date][$gte]=1&sort[date]=1&count=9',
  '/api/v1/entries/000000000010000000000000.json',
  '/api/v1/count/entries/where?find[date][$gte]=1',
  '/api/v1/times/19.json?find[date][$gte]=1',
  '/api/v3/entries?sort=sgv',
  '/api/v3/entries?date$gte=2001-01-01&sgv=300',
  '/api/v3/entries/no-such-identifier',
])('nothing more is read for a reader that has gone: %s', async (path) => {
  const { ask } = await rig();
  const { status, looks } = await ask(path);
  // Nobody is told.
  expect(status).toBe(500);
  // What is new, and one page.
  expect(looks).toBeLessThanOrEqual(2);
});

test('nor are its changes', async () => {
  const { ask } = await rig();
  expect((await ask('/api/v3/entries/history/1000000000000')).status).toBe(500);
});
