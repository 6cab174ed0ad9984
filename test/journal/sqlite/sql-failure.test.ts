import { describe, expect, test } from '@jest/globals';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { START } from '../../../src/domain/journal-record.ts';
import { openDatabase } from '../../../src/journal/sqlite/sql-driver.ts';
import { makeAlert, observed } from '../../support/make-kinds.ts';
import { makeReading } from '../../support/make-reading.ts';
import { fileRig } from './file-rig.ts';

const rig = fileRig();

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
    await mkdir(rig.folder, { recursive: true });
    await writeFile(rig.file, content);
    await expect(rig.make().open()).rejects.toMatchObject(damaged(what));
    await expect(rig.make({ readOnly: true }).open()).rejects.toMatchObject(damaged(what));
    expect(await readFile(rig.file, 'utf8')).toBe(content);
  });

  test('a folder by the name of the file', async () => {
    await mkdir(rig.file, { recursive: true });
    await expect(rig.make().open()).rejects.toMatchObject(damaged(/no plain file/));
  });

  test('a database of another program', async () => {
    await mkdir(rig.folder, { recursive: true });
    const other = openDatabase(rig.file);
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    await expect(rig.make().open()).rejects.toMatchObject(damaged(/another program/));
    const again = openDatabase(rig.file);
    expect(again.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'delete' });
    expect(again.all('SELECT name FROM sqlite_master')).toEqual([{ name: 'theirs' }]);
    again.close();
  });

  test('a WAL whose journal is gone: replayed on a new journal it would spoil that one', async () => {
    const journal = rig.make();
    await journal.open();
    await rig.fill(journal, 2);
    const wal = await readFile(`${rig.file}-wal`);
    await journal.close();
    await rename(rig.file, join(rig.root, 'moved.db'));
    await writeFile(`${rig.file}-wal`, wal);
    await expect(rig.make().open()).rejects.toMatchObject(damaged(/missing/));
    await rm(`${rig.file}-wal`);
    await rm(`${rig.file}-shm`, { force: true });
    const fresh = rig.make();
    await fresh.open();
    expect(await fresh.readAfter('a', START, 9)).toEqual([]);
    await fresh.close();
  });

  test.each([
    ['of another kind', `UPDATE observations SET source = 'web-api event'`, /another kind/],
    ['without its kind', `UPDATE observations SET source = 'web-api'`, /another kind/],
    [
      'of another source',
      `UPDATE observations SET source = 'share alert'`,
      /kind or source differ/,
    ],
  ])('an observation %s than what it is tied to', async (_, sql, what) => {
    const journal = rig.make();
    await journal.open();
    await journal.ingest('a', (ledger) => {
      ledger.remember(
        ledger.insert(makeAlert(0), rig.clock.now()),
        observed(makeAlert(0)),
        rig.clock.now(),
      );
    });
    await journal.verify();
    const raw = openDatabase(rig.file);
    raw.exec(sql);
    raw.close();
    await expect(journal.verify()).rejects.toMatchObject(damaged(what));
    await journal.close();
  });

  test.each([
    ['is no JSON', `'{'`],
    ['holds an impossible value', `json_set(body, '$.glucoseMgdl', 7)`],
    ['differs from its column', `json_set(body, '$.systemTime', 0)`],
    ['holds a field nobody knows', `json_set(body, '$.sgv', 7)`],
  ])('a body that %s, by its row', async (_, expression) => {
    await rig.makeFilled();
    const raw = openDatabase(rig.file);
    raw.exec(`UPDATE records SET body = ${expression} WHERE row = 2`);
    raw.close();
    const journal = rig.make();
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
    await rig.makeFilled();
    const journal = rig.make();
    await journal.open();
    const raw = openDatabase(rig.file);
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
    await rig.makeFilled(2_000);
    const handle = await open(rig.file, 'r+');
    const { size } = await handle.stat();
    const noise = Buffer.alloc(8_192, 0xa5);
    for (let at = 65_536; at + noise.length < size; at += 32_768) {
      await handle.write(noise, 0, noise.length, at);
    }
    await handle.close();
    const journal = rig.make();
    await journal.open();
    await expect(journal.verify()).rejects.toMatchObject(damaged(/SQLite/));
    await journal.close();
  });
});
