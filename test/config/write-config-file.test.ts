import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isTaken, writeConfigFile } from '../../src/config/write-config-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
let dispose: () => Promise<void>;
beforeEach(async () => {
  ({ folder, dispose } = await temporaryFolder());
});
afterEach(() => dispose());

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('a configuration file', () => {
  test('is written for its owner only, in a folder that is made', async () => {
    const path = join(folder, 'new', 'config', 'bridge.yaml');
    expect(await isTaken(path)).toBe(false);
    await writeConfigFile(path, 'listen: "x"\n', false);
    expect(await readFile(path, 'utf8')).toBe('listen: "x"\n');
    expect(await modeOf(path)).toBe(0o600);
    expect(await modeOf(join(folder, 'new', 'config'))).toBe(0o700);
    expect(await isTaken(path)).toBe(true);
  });

  test('whatever the mask of the process says', async () => {
    const before = process.umask(0o277);
    try {
      await writeConfigFile(join(folder, 'bridge.yaml'), 'text', false);
    } finally {
      process.umask(before);
    }
    expect(await modeOf(join(folder, 'bridge.yaml'))).toBe(0o600);
  });

  test('never takes the place of another unless it may, and leaves nothing behind', async () => {
    const path = join(folder, 'bridge.yaml');
    await writeFile(path, 'mine');
    await expect(writeConfigFile(path, 'yours', false)).rejects.toMatchObject({
      code: 'command.file_exists',
      kind: 'config',
    });
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual(['bridge.yaml']);
  });

  test('replaces another in one step, and takes its rights from others', async () => {
    const path = join(folder, 'bridge.yaml');
    await writeFile(path, 'mine');
    await chmod(path, 0o644);
    await writeConfigFile(path, 'yours', true);
    expect(await readFile(path, 'utf8')).toBe('yours');
    expect(await modeOf(path)).toBe(0o600);
    expect(await readdir(folder)).toEqual(['bridge.yaml']);
  });

  test('behind a symbolic link the file is replaced, not the link', async () => {
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real', 'x.yaml'), 'old');
    await symlink(join(folder, 'real', 'x.yaml'), join(folder, 'bridge.yaml'));
    await writeConfigFile(join(folder, 'bridge.yaml'), 'new', true);
    expect(await readFile(join(folder, 'real', 'x.yaml'), 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['bridge.yaml', 'real']);
    expect(await readdir(join(folder, 'real'))).toEqual(['x.yaml']);
  });

  test('a dangling link is taken too', async () => {
    await symlink(join(folder, 'nowhere'), join(folder, 'bridge.yaml'));
    expect(await isTaken(join(folder, 'bridge.yaml'))).toBe(true);
    await expect(writeConfigFile(join(folder, 'bridge.yaml'), 'x', false)).rejects.toMatchObject({
      code: 'command.file_exists',
    });
  });

  test('of two writers one is told', async () => {
    const path = join(folder, 'bridge.yaml');
    const ends = await Promise.allSettled([
      writeConfigFile(path, 'one', false),
      writeConfigFile(path, 'two', false),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await readdir(folder)).toEqual(['bridge.yaml']);
  });

  test('that cannot be written is told with the reason', async () => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file', 'bridge.yaml');
    await expect(writeConfigFile(path, 'secret-text', false)).rejects.toMatchObject({
      code: 'config.unwritable',
      message: expect.stringContaining('part of the path is a file, not a folder'),
    });
    await mkdir(join(folder, 'dir'));
    await expect(writeConfigFile(join(folder, 'dir'), 'x', true)).rejects.toMatchObject({
      code: 'config.unwritable',
    });
    expect((await readdir(folder)).sort()).toEqual(['dir', 'file']);
  });
});
