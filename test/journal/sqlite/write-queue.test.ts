import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { START } from '../../../src/domain/journal-record.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { openJournalFile } from '../../../src/journal/sqlite/journal-file.ts';
import { pragma } from '../../../src/journal/sqlite/migrate.ts';
import { MIGRATIONS } from '../../../src/journal/sqlite/schema.ts';
import { openDatabase, type SqlDatabase } from '../../../src/journal/sqlite/sql-driver.ts';
import { systemClock, type Clock } from '../../../src/platform/clock.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { makeReading } from '../../support/make-reading.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';

const BUSY = { code: 'journal.busy', kind: 'transient' };
let clock: FakeClock;
let folder = '';
let dispose: () => Promise<void>;
let journal: Journal;
let other: SqlDatabase;
/** Opens the journal, and a second connection that is writing. */
async function start(busyTimeoutMs: number, by: Clock = clock): Promise<void> {
  journal = createSqliteJournal({ folder, clock: by, busyTimeoutMs });
  await journal.open();
  other = openDatabase(join(folder, 'journal.db'));
  other.exec('BEGIN IMMEDIATE');
}
beforeEach(async () => {
  clock = new FakeClock();
  ({ folder, dispose } = await temporaryFolder());
});
afterEach(async () => {
  other.close();
  await journal.close();
  await dispose();
});
const put = (minute: number): Promise<void> =>
  journal.ingest('a', (ledger) => void ledger.insert(makeReading(minute), clock.now()));

test('a write that has to wait for a second does not stop the rest of the program', async () => {
  await start(5_000, systemClock);
  let beats = 0;
  const beat = setInterval(() => (beats += 1), 5);
  setTimeout(() => other.exec('COMMIT'), 1_000);
  const began = performance.now();
  await Promise.all([put(5), journal.slot('a', 'token').write('t')]);
  clearInterval(beat);
  expect(performance.now() - began).toBeGreaterThan(900);
  // It waits for 50 ms at a time: in between everything else has its turn.
  expect(beats).toBeGreaterThanOrEqual(8);
  await journal.advance('a', 'site', (await journal.summary('a')).lastPosition, []);
  expect(await journal.cursor('a', 'site')).toBe(1);
});

test('after its whole time a write is journal.busy, has run nothing, and the next one succeeds', async () => {
  await start(600);
  let runs = 0;
  const failed: unknown[] = [];
  const note = (thrown: unknown): void => void failed.push(thrown);
  const writes = [
    journal.ingest('a', () => (runs += 1)).catch(note),
    journal.advance('a', 'site', START, []).catch(note),
    journal.slot('a', 's').write('x').catch(note),
    journal.slot('a', 's').clear().catch(note),
    journal.prune('a', clock.now(), []).catch(note),
  ];
  await clock.advance(250);
  expect(failed).toEqual([]);
  await clock.advance(100);
  await Promise.all(writes);
  expect(failed).toEqual(writes.map(() => expect.objectContaining(BUSY)));
  expect(runs).toBe(0);
  other.exec('COMMIT');
  await put(5);
  expect(await journal.readAfter('a', START, 9)).toHaveLength(1);
});

test('writes that waited happen in the order they were asked for, also beside one that comes later', async () => {
  await start(5_000);
  const slot = journal.slot('a', 's');
  const order: number[] = [];
  const write = (value: number): Promise<void> =>
    slot.write(String(value)).then(() => void order.push(value));
  const writes = [write(1), write(2), write(3)];
  await settle();
  expect(clock.sleeping).toBe(3);
  other.exec('COMMIT');
  // Nobody writes any more, but three were first.
  writes.push(write(4));
  await clock.advance(100);
  await Promise.all(writes);
  expect(order).toEqual([1, 2, 3, 4]);
  expect(await slot.read()).toBe('4');
});

test('a close ends the waiting at once: what waited says busy, and nothing of it was written', async () => {
  await start(5_000);
  const waiting = expect(put(5)).rejects.toMatchObject(BUSY);
  const pruning = journal.prune('a', clock.now(), []);
  await settle();
  await journal.close();
  await waiting;
  expect(await pruning).toBe(0);
  other.exec('COMMIT');
  await journal.open();
  expect(await journal.readAfter('a', START, 9)).toEqual([]);
  await put(5);
});

test('an opening that has to write waits as well', async () => {
  await start(5_000);
  const steps = [...MIGRATIONS, 'CREATE TABLE later_on (x TEXT) STRICT'];
  const options = { folder, clock, busyTimeoutMs: 300, readOnly: false };
  const refused = expect(openJournalFile(options, steps)).rejects.toMatchObject(BUSY);
  await waitUntil(() => clock.sleeping === 1);
  await clock.advance(1_000);
  await refused;

  const opening = openJournalFile(options, steps);
  await waitUntil(() => clock.sleeping === 1);
  other.exec('COMMIT');
  await clock.advance(50);
  const opened = await opening;
  expect(pragma(opened, 'user_version')).toBe(2);
  opened.close();
});
