import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { START } from '../../../src/domain/journal-record.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import {
  createSqliteJournal,
  type SqliteJournalOptions,
} from '../../../src/journal/sqlite/index.ts';
import { openDatabase } from '../../../src/journal/sqlite/sql-driver.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { EPOCH_MS, makeReading } from '../../support/make-reading.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const clock = new FakeClock(EPOCH_MS);
let root = '';
let folder = '';
let file = '';
let dispose: () => Promise<void>;
beforeEach(async () => {
  ({ folder: root, dispose } = await temporaryFolder());
  folder = join(root, 'deep', 'data');
  file = join(folder, 'journal.db');
});
afterEach(() => dispose());

const make = (more: Partial<SqliteJournalOptions> = {}): Journal =>
  createSqliteJournal({ folder, clock, ...more });
const fill = (journal: Journal, count: number): Promise<void> =>
  journal.ingest('a', (ledger) => {
    for (let i = 0; i < count; i += 1) ledger.insert(makeReading(i * 5), clock.now());
  });
async function makeFilled(count = 3): Promise<void> {
  const journal = make();
  await journal.open();
  await fill(journal, count);
  await journal.close();
}
describe('damage is named, never made anew', () => {
  const damaged = (what: RegExp): object => ({
    code: 'journal.corrupt',
    kind: 'config',
    message: expect.stringMatching(
      new RegExp(`journal\\.db.*${what.source}.*move this file.*24 hours`, 's'),
    ),
  });

  test.each([
    ['a file that is no database', 'not a database '.repeat(400), /no SQLite file/],
    ['an empty file', '', /it is empty/],
  ])('%s', async (_, content, what) => {
    await mkdir(folder, { recursive: true });
    await writeFile(file, content);
    await expect(make().open()).rejects.toMatchObject(damaged(what));
    await expect(make({ readOnly: true }).open()).rejects.toMatchObject(damaged(what));
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  test('a folder by the name of the file', async () => {
    await mkdir(file, { recursive: true });
    await expect(make().open()).rejects.toMatchObject(damaged(/no plain file/));
  });

  test('a database of another program', async () => {
    await mkdir(folder, { recursive: true });
    const other = openDatabase(file);
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    await expect(make().open()).rejects.toMatchObject(damaged(/another program/));
    const again = openDatabase(file);
    expect(again.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'delete' });
    expect(again.all('SELECT name FROM sqlite_master')).toEqual([{ name: 'theirs' }]);
    again.close();
  });

  test('a WAL whose journal is gone: replayed on a new journal it would spoil that one', async () => {
    const journal = make();
    await journal.open();
    await fill(journal, 2);
    const wal = await readFile(`${file}-wal`);
    await journal.close();
    await rename(file, join(root, 'moved.db'));
    await writeFile(`${file}-wal`, wal);
    await expect(make().open()).rejects.toMatchObject(damaged(/missing/));
    await rm(`${file}-wal`);
    await rm(`${file}-shm`, { force: true });
    const fresh = make();
    await fresh.open();
    expect(await fresh.readAfter('a', START, 9)).toEqual([]);
    await fresh.close();
  });

  test.each([
    ['is no JSON', `'{'`],
    ['holds an impossible value', `json_set(body, '$.glucoseMgdl', 7)`],
    ['differs from its column', `json_set(body, '$.systemTime', 0)`],
    ['holds a field nobody knows', `json_set(body, '$.sgv', 7)`],
  ])('a body that %s, by its row', async (_, expression) => {
    await makeFilled();
    const raw = openDatabase(file);
    raw.exec(`UPDATE records SET body = ${expression} WHERE row = 2`);
    raw.close();
    const journal = make();
    await journal.open();
    const failure = damaged(/records, row 2/);
    await expect(journal.readAfter('a', START, 9)).rejects.toMatchObject(failure);
    await expect(
      journal.readRange('a', makeReading(0).systemTime, makeReading(9).systemTime),
    ).rejects.toMatchObject(failure);
    await expect(journal.verify()).rejects.toMatchObject(failure);
    await expect(
      journal.ingest('a', (ledger) => ledger.findNear('reading', makeReading(5).systemTime, 0)),
    ).rejects.toMatchObject(failure);
    await journal.close();
  });

  test('a cursor beyond the last position, and an observation of nothing', async () => {
    await makeFilled();
    const journal = make();
    await journal.open();
    const raw = openDatabase(file);
    raw.exec(`INSERT INTO cursors VALUES ('a', 'site', 9, 1)`);
    await expect(journal.verify()).rejects.toMatchObject(damaged(/a cursor stands after/));
    raw.exec(`DELETE FROM cursors; PRAGMA foreign_keys = OFF;
      INSERT INTO observations VALUES ('a', 'share', 'x', 77, '{}', 1)`);
    await expect(journal.verify()).rejects.toMatchObject(
      damaged(/an observation points to no record/),
    );
    raw.close();
    await journal.close();
  });

  test('pages that were overwritten', async () => {
    await makeFilled(2_000);
    const handle = await open(file, 'r+');
    const { size } = await handle.stat();
    const noise = Buffer.alloc(8_192, 0xa5);
    for (let at = 65_536; at + noise.length < size; at += 32_768) {
      await handle.write(noise, 0, noise.length, at);
    }
    await handle.close();
    const journal = make();
    await journal.open();
    await expect(journal.verify()).rejects.toMatchObject(damaged(/SQLite/));
    await journal.close();
  });
});
