import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { epochMs } from '../../../src/domain/instant.ts';
import { START, type Position } from '../../../src/domain/journal-record.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { makeReading } from '../../support/make-reading.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Three months at one reading in five minutes. */
const READINGS = 26_000;
const BATCH = 1_000;

let folder = '';
let dispose: () => Promise<void>;
let journal: Journal;
beforeEach(async () => {
  ({ folder, dispose } = await temporaryFolder());
  journal = createSqliteJournal({ folder, clock: new FakeClock() });
  await journal.open();
});
afterEach(async () => {
  await journal.close();
  await dispose();
});

async function fill(count: number): Promise<void> {
  for (let first = 0; first < count; first += BATCH) {
    await journal.ingest('a', (ledger) => {
      for (let i = first; i < Math.min(count, first + BATCH); i += 1) {
        const reading = makeReading(i * 5);
        if (ledger.findNear('reading', reading.systemTime, 150_000).length > 0)
          throw new Error('found one');
        ledger.insert(reading, epochMs(0));
      }
    });
  }
}

test('three months are kept, read and pruned fast, in small steps, and the file gets smaller', async () => {
  const began = performance.now();
  await fill(READINGS);
  // About 2 s on a slow core; a look without its index takes minutes.
  expect(performance.now() - began).toBeLessThan(60_000);
  const read = performance.now();
  expect(await journal.readAfter('a', 20_000 as Position, 1_000)).toHaveLength(1_000);
  expect(performance.now() - read).toBeLessThan(5_000);

  await journal.close();
  await journal.open();
  const sizeBefore = (await stat(join(folder, 'journal.db'))).size;
  let turns = 0;
  let pruning = true;
  const count = (): void => {
    turns += 1;
    if (pruning) setImmediate(count);
  };
  setImmediate(count);
  expect(await journal.prune('a', makeReading(25_000 * 5).systemTime, [])).toBe(25_000);
  pruning = false;
  // 250 rows a step: the rest of the program had its turn after every one.
  expect(turns).toBeGreaterThanOrEqual(100);
  expect((await journal.readAfter('a', START, 1)).map((each) => each.position)).toEqual([25_001]);
  await journal.verify();
  await journal.close();
  expect((await stat(join(folder, 'journal.db'))).size).toBeLessThan(sizeBefore / 5);
});

test('a journal that is closed meanwhile ends the pruning early; the next one goes on', async () => {
  await fill(3_000);
  const pruning = journal.prune('a', makeReading(3_000 * 5).systemTime, []);
  await new Promise((resolve) => setImmediate(resolve));
  await journal.close();
  const removed = await pruning;
  expect(removed).toBeGreaterThan(0);
  expect(removed).toBeLessThan(3_000);
  await journal.open();
  expect((await journal.summary('a')).records).toBe(3_000 - removed);
  expect(await journal.prune('a', makeReading(3_000 * 5).systemTime, [])).toBe(3_000 - removed);
});

test('a verify that is cut short by a close does not say that all is well', async () => {
  await fill(2_000);
  const verifying = journal.verify();
  const refused = expect(verifying).rejects.toMatchObject({ code: 'journal.closed' });
  await journal.close();
  await refused;
});

test('what a cleared slot held is gone from the file', async () => {
  const slot = journal.slot('a', 'token');
  await slot.write('a-very-secret-refresh-token');
  await journal.close();
  const file = join(folder, 'journal.db');
  expect((await readFile(file)).includes('a-very-secret-refresh-token')).toBe(true);
  await journal.open();
  await slot.clear();
  await journal.close();
  expect((await readFile(file)).includes('a-very-secret-refresh-token')).toBe(false);
});
