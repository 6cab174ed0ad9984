import { describe, expect, test } from '@jest/globals';
import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { START } from '../../../src/domain/journal-record.ts';
import { openDatabase } from '../../../src/journal/sqlite/sql-driver.ts';
import { fileRig } from './file-rig.ts';

const rig = fileRig();
const rights = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o7777).toString(8);

describe('rights', () => {
  test('the folder is made 0700 and every file 0600, whatever the umask', async () => {
    const umask = process.umask(0);
    try {
      const journal = rig.make();
      await journal.open();
      await rig.fill(journal, 3);
      expect(await rights(rig.folder)).toBe('700');
      expect((await readdir(rig.folder)).sort()).toEqual([
        'journal.db',
        'journal.db-shm',
        'journal.db-wal',
      ]);
      for (const name of await readdir(rig.folder))
        expect(await rights(join(rig.folder, name))).toBe('600');
      await journal.close();
    } finally {
      process.umask(umask);
    }
  });

  test('an existing folder and files with wider rights are tightened', async () => {
    await rig.makeFilled();
    await chmod(rig.folder, 0o755);
    await chmod(rig.file, 0o644);
    const journal = rig.make();
    await journal.open();
    expect(await rights(rig.folder)).toBe('700');
    expect(await rights(rig.file)).toBe('600');
    await journal.close();
  });

  test('a folder that everyone shares is refused and left as it is', async () => {
    await mkdir(rig.folder, { recursive: true });
    await chmod(rig.folder, 0o1777);
    await expect(rig.make().open()).rejects.toMatchObject({
      code: 'journal.folder',
      kind: 'config',
      message: expect.stringContaining('shared by the whole machine'),
    });
    expect(await rights(rig.folder)).toBe('1777');
  });
});

describe('a folder that cannot be used', () => {
  test('says so when a file stands in its way', async () => {
    await mkdir(join(rig.root, 'deep'));
    await writeFile(rig.folder, 'a file');
    const refusal = {
      code: 'journal.folder',
      kind: 'config',
      message: expect.stringContaining(rig.folder),
    };
    await expect(rig.make().open()).rejects.toMatchObject(refusal);
    await expect(rig.make({ folder: join(rig.folder, 'below') }).open()).rejects.toMatchObject({
      ...refusal,
      message: expect.stringMatching(/a file stands in its way.*DATA_DIR/s),
    });
  });

  test('says so where the system lets nobody make one, and does not try for ever', async () => {
    for (const place of ['/proc/nope', '/proc/nope/deep/data']) {
      await expect(rig.make({ folder: place }).open()).rejects.toMatchObject({
        code: 'journal.folder',
        kind: 'config',
        message: expect.stringMatching(new RegExp(`${place} cannot be used: .*Set DATA_DIR`)),
      });
    }
  });

  test('says so when it is a link that leads nowhere', async () => {
    await mkdir(join(rig.root, 'deep'));
    await symlink(join(rig.root, 'gone'), rig.folder);
    await expect(rig.make().open()).rejects.toMatchObject({
      code: 'journal.folder',
      kind: 'config',
    });
  });

  test('says so when this user may not write it', async () => {
    await mkdir(rig.folder, { recursive: true });
    await chmod(rig.folder, 0o500);
    await chmod(rig.root, 0o755);
    // The superuser may write anywhere: become somebody else for a moment.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid!(65_534);
    try {
      const opening = rig.make().open();
      if (isRoot) {
        await expect(opening).rejects.toMatchObject({
          code: 'journal.folder',
          kind: 'config',
          message: expect.stringMatching(/may not read and write/),
        });
      } else {
        // One's own folder is tightened to 0700 only where others could enter it, so 0500 stays unwritable.
        await expect(opening).rejects.toMatchObject({ code: 'journal.folder' });
      }
    } finally {
      if (isRoot) process.seteuid!(0);
      await chmod(rig.folder, 0o700);
    }
  });
});

describe('reading only', () => {
  test('where nothing is yet makes nothing and says so', async () => {
    await expect(rig.make({ readOnly: true }).open()).rejects.toMatchObject({
      code: 'journal.absent',
      kind: 'config',
      message: expect.stringContaining(rig.folder),
    });
    await expect(stat(rig.folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('sees each commit of a writer beside it and refuses to write', async () => {
    const writer = rig.make();
    await writer.open();
    const reader = rig.make({ readOnly: true });
    await reader.open();
    await rig.fill(writer, 2);
    expect(await reader.readAfter('a', START, 9)).toHaveLength(2);
    const refusal = { code: 'journal.misuse', kind: 'bug' };
    await expect(rig.fill(reader, 1)).rejects.toMatchObject(refusal);
    await expect(reader.slot('a', 's').write('x')).rejects.toMatchObject(refusal);
    await expect(reader.prune('a', rig.clock.now(), [])).rejects.toMatchObject(refusal);
    await reader.verify();
    await reader.close();
    await rig.fill(writer, 1);
    await writer.close();
  });

  test('waits for nobody: a transaction that is open elsewhere does not stop it', async () => {
    await rig.makeFilled();
    const other = openDatabase(rig.file);
    other.exec('BEGIN IMMEDIATE');
    other.run('DELETE FROM records');
    const reader = rig.make({ readOnly: true });
    await reader.open();
    expect(await reader.readAfter('a', START, 9)).toHaveLength(3);
    await reader.close();
    other.exec('ROLLBACK');
    other.close();
  });
});

test('two processes that make the journal at once share one', async () => {
  const pair = [rig.make(), rig.make()];
  await Promise.all(pair.map((journal) => journal.open()));
  await rig.fill(pair[0]!, 1);
  await pair[1]!.slot('a', 'latch').clear();
  expect(await pair[1]!.readAfter('a', START, 9)).toHaveLength(1);
  await Promise.all(pair.map((journal) => journal.close()));
  expect((await readdir(rig.folder)).filter((name) => name.startsWith('new-journal'))).toEqual([]);
});
