import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BridgeFailure } from '../domain/failure.ts';
import { codeOf } from './read-file.ts';

/** Readable by its owner only: it holds secrets. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Whether anything is at that path, be it a file or not. */
export async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(thrown))) return false;
    throw unwritable(path, thrown);
  }
}

/**
 * Writes a configuration file whole or not at all, readable by its owner only, in a folder that is made if needed.
 * @param mayReplace false: what is there stays
 * @throws BridgeFailure `command.file_exists`, `config.unwritable` (both config)
 */
export async function writeConfigFile(
  path: string,
  text: string,
  mayReplace: boolean,
): Promise<void> {
  await makeFolder(path);
  let made: string | undefined;
  try {
    // Behind a symbolic link the file is replaced, not the link.
    const target = mayReplace ? await realpath(path).catch(() => path) : path;
    const beside = join(
      dirname(target),
      `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`,
    );
    made = beside;
    await writeDurably(beside, text);
    if (mayReplace) await rename(beside, target);
    else await putWhereNothingIs(beside, target);
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') {
      throw new BridgeFailure(
        'command.file_exists',
        'config',
        `${path} exists already and was left alone; --force replaces it, --config names another file.`,
      );
    }
    throw unwritable(path, thrown);
  } finally {
    if (made !== undefined) await rm(made, { force: true }).catch(() => undefined);
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
  } catch (thrown) {
    // Of a file that stands in the way of a folder the system says that it exists.
    throw unwritable(path, thrown, codeOf(thrown) === 'EEXIST' ? 'ENOTDIR' : codeOf(thrown));
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    // The mask of the process may have taken a right from the owner.
    await file.chmod(FILE_MODE);
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** In one step, so that of two writers one is told. */
async function putWhereNothingIs(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (thrown) {
    // Some file systems (FAT, shared folders) have no hard links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(thrown))) {
      throw thrown;
    }
    await copyFile(from, to, constants.COPYFILE_EXCL);
    await chmod(to, FILE_MODE);
  }
}

function unwritable(path: string, thrown: unknown, code = codeOf(thrown)): BridgeFailure {
  const words: Readonly<Record<string, string>> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk is full',
    ENOTDIR: 'part of the path is a file, not a folder',
    EISDIR: 'it is a folder',
  };
  return new BridgeFailure(
    'config.unwritable',
    'config',
    `${path} cannot be written: ${words[code] ?? `the system says ${code}`}. Name another file with --config.`,
    { cause: thrown },
  );
}
