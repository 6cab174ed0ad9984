import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readDiskFile, whyUnreadable } from '../../src/config/read-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bridge-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const why = async (path: string): Promise<string> => {
  try {
    await readDiskFile(path);
  } catch (thrown) {
    return whyUnreadable(thrown);
  }
  return 'read';
};

test('text is decoded, and a byte order mark is no part of it', async () => {
  expect((await readDiskFile(await put('bom', '\uFEFFwölf\n'))).text).toBe('wölf\n');
  expect((await readDiskFile(await put('empty', ''))).text).toBe('');
});

test('who may read it', async () => {
  const path = await put('mode', 'x');
  await chmod(path, 0o600);
  expect((await readDiskFile(path)).readableByOthers).toBe(false);
  await chmod(path, 0o640);
  expect((await readDiskFile(path)).readableByOthers).toBe(false);
  await chmod(path, 0o604);
  expect((await readDiskFile(path)).readableByOthers).toBe(true);
});

test('what is not a small text file is refused with its reason', async () => {
  expect(await why(join(folder, 'none'))).toBe('there is no such file');
  expect(await why(join(folder, 'mode', 'inner'))).toBe('there is no such file');
  expect(await why(folder)).toBe('it is a folder');
  expect(await why(await put('binary', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0])))).toBe(
    'it is not UTF-8 text',
  );
  expect(await why(await put('latin1', new Uint8Array([0x77, 0xf6, 0x6c, 0x66])))).toBe(
    'it is not UTF-8 text',
  );
  expect(await why(await put('utf16', Buffer.from('\uFEFFwolf', 'utf16le')))).toBe(
    'it is not UTF-8 text',
  );
  expect(await why(await put('limit', 'x'.repeat(262_144)))).toBe('read');
  expect(await why(await put('huge', 'x'.repeat(262_145)))).toBe('it is larger than 256 KiB');
  expect(await why('/dev/zero')).toBe('it is larger than 256 KiB');
});
