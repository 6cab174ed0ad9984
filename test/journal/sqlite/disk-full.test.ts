import { expect, test } from '@jest/globals';
import { START } from '../../../src/domain/journal-record.ts';
import { openJournalFile } from '../../../src/journal/sqlite/journal-file.ts';
import type { SqlDatabase } from '../../../src/journal/sqlite/sql-driver.ts';
import { SqliteJournal } from '../../../src/journal/sqlite/sqlite-journal.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { makeReading } from '../../support/make-reading.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a full disk stops writing, keeps what was acknowledged, and is over when there is room again', async () => {
  const { folder, dispose } = await temporaryFolder();
  const clock = new FakeClock();
  let database: SqlDatabase | undefined;
  const journal = new SqliteJournal({ folder, clock }, async (options) => {
    database = await openJournalFile(options);
    // SQLite answers SQLITE_FULL past this many pages, just as it does when the disk has none left.
    database.exec('PRAGMA max_page_count = 80');
    return database;
  });
  await journal.open();
  let kept = 0;
  const put = async (): Promise<void> => {
    await journal.ingest('a', (ledger) => {
      for (let i = 0; i < 50; i += 1) ledger.insert(makeReading((kept + i) * 5), clock.now());
    });
    kept += 50;
  };
  const filling = (async () => {
    for (;;) await put();
  })();
  await expect(filling).rejects.toMatchObject({
    code: 'journal.disk_full',
    kind: 'transient',
    message: expect.stringMatching(/journal\.db is full: free some space/),
  });
  expect(kept).toBeGreaterThan(50);
  expect(await journal.readAfter('a', START, 100_000)).toHaveLength(kept);
  await expect(put()).rejects.toMatchObject({ code: 'journal.disk_full' });
  await journal.verify();

  database?.exec('PRAGMA max_page_count = 1000000');
  await put();
  const positions = (await journal.readAfter('a', START, 100_000)).map((each) => each.position);
  expect(positions).toEqual(Array.from({ length: kept }, (_, index) => index + 1));
  await journal.close();
  await dispose();
});

test('work that swallows the failure cannot commit the half that followed', async () => {
  const { folder, dispose } = await temporaryFolder();
  const clock = new FakeClock();
  const journal = new SqliteJournal({ folder, clock }, async (options) => {
    const database = await openJournalFile(options);
    database.exec('PRAGMA max_page_count = 40');
    return database;
  });
  await journal.open();
  const work = journal.ingest('a', (ledger) => {
    for (let i = 0; i < 5_000; i += 1) {
      try {
        ledger.insert(makeReading(i * 5), clock.now());
      } catch {
        // As careless code might.
      }
    }
  });
  await expect(work).rejects.toMatchObject({ code: 'journal.disk_full' });
  expect(await journal.readAfter('a', START, 10)).toEqual([]);
  await journal.close();
  await dispose();
});
