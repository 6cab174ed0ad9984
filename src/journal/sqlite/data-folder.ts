import { access, chmod, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BridgeFailure } from '../../domain/failure.ts';
import { diskFull } from './sql-failure.ts';

const STICKY = 0o1000;
const OTHERS = 0o077;

/**
 * Makes the data folder with rights 0700, tightens one that has wider rights, and makes sure that it can be written.
 * @throws BridgeFailure `journal.folder` (config), `journal.disk_full` (transient).
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await makeLevels(resolve(folder));
    const found = await stat(folder);
    if (!found.isDirectory()) throw unusable(folder, 'it is no folder');
    if ((found.mode & STICKY) !== 0 || resolve(folder) === resolve('/')) {
      // Tightening /tmp or / would lock everyone else on this machine out.
      throw unusable(folder, 'it is shared by the whole machine');
    }
    if ((found.mode & OTHERS) !== 0) await tighten(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (thrown) {
    throw folderFailure(thrown, folder);
  }
}

/** QUIRK(node 20, 2026-11): `mkdir` with `recursive` tries for ever where the system answers ENOENT, as below /proc. */
async function makeLevels(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let level = folder; !(await exists(level)); level = dirname(level)) {
    missing.push(level);
    if (level === dirname(level)) break; // A drive that is not there.
  }
  for (const level of missing.reverse()) {
    try {
      await mkdir(level, { mode: 0o700 });
    } catch (thrown) {
      // Another process may have made it meanwhile; what it is shows when the next step is taken.
      if (systemCode(thrown) !== 'EEXIST') throw thrown;
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

/** Any error of the file system about the data folder as a failure of ours. */
export function folderFailure(thrown: unknown, folder: string): BridgeFailure {
  if (thrown instanceof BridgeFailure) return thrown;
  const code = systemCode(thrown);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(folder, thrown);
    case 'EEXIST':
    case 'ENOTDIR':
      return unusable(folder, 'a file stands in its way');
    case 'ENOENT':
      return unusable(folder, 'the system lets no folder be made there');
    case 'EACCES':
    case 'EPERM':
      return unusable(folder, 'this user may not read and write it');
    case 'EROFS':
      return unusable(folder, 'its disk is mounted read-only');
    default:
      return unusable(folder, `the system says ${code}`, thrown);
  }
}

/** The system's word for what went wrong, `unknown` when it has none. */
export function systemCode(thrown: unknown): string {
  const code = typeof thrown === 'object' && thrown && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}

/** A volume that belongs to another user (a mounted one, say) cannot be tightened; the files in it are 0600 all the same. */
async function tighten(folder: string): Promise<void> {
  try {
    await chmod(folder, 0o700);
  } catch (thrown) {
    if (systemCode(thrown) !== 'EPERM') throw thrown;
  }
}

function unusable(folder: string, why: string, cause?: unknown): BridgeFailure {
  return new BridgeFailure(
    'journal.folder',
    'config',
    `The data folder ${resolve(folder)} cannot be used: ${why}. ` +
      'Set DATA_DIR to a folder of the bridge’s own that belongs to the user who runs it.',
    { cause },
  );
}
