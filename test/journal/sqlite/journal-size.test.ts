import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSqliteJournal, readJournalSize } from '../../../src/journal/sqlite/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let dispose: () => Promise<void>;

beforeEach(async () => {
  ({ folder, dispose } = await temporaryFolder());
});

afterEach(() => dispose());

test('the size is that of the file and its log, while it is open and after', async () => {
  const journal = createSqliteJournal({ folder, clock: new FakeClock() });
  await journal.open();
  await journal.slot('anna', 'something').write('x'.repeat(200_000));
  const open = await readJournalSize(folder);
  const files = await Promise.all(
    ['', '-wal', '-shm'].map((ending) => stat(join(folder, `journal.db${ending}`))),
  );
  expect(open.bytes).toBe(files.reduce((sum, { size }) => sum + size, 0));
  expect(open.bytes).toBeGreaterThan(200_000);
  await journal.close();
  const closed = await readJournalSize(folder);
  expect(closed.bytes).toBeGreaterThan(200_000);
  expect(closed.bytes).toBeLessThan(open.bytes ?? 0);
  expect(closed.freeBytes).toBeGreaterThan(1_000_000);
});

test('a folder that is not there has no size, and that is no failure', async () => {
  expect(await readJournalSize(join(folder, 'absent'))).toEqual({});
});
