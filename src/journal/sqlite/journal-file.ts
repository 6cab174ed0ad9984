import { access, chmod, constants, link, mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BridgeFailure } from '../../domain/failure.ts';
import { folderFailure, prepareFolder, systemCode } from './data-folder.ts';
import type { Clock } from '../../platform/clock.ts';
import { checkVersion, migrate } from './migrate.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import { openDatabase, type SqlDatabase } from './sql-driver.ts';
import { corrupt, isBusy } from './sql-failure.ts';
import { BLOCK_MS, waitWhileBusy, type Attempted } from './wait-while-busy.ts';

/** The file in the data folder. */
export const NAME = 'journal.db';

/** How a journal is opened. */
export interface JournalFileOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** How long to wait for another process's transaction, in ms; a single statement waits for `BLOCK_MS` at most. */
  readonly busyTimeoutMs: number;
  readonly readOnly: boolean;
}

// No function here opens `journal.db` in its place by a file descriptor of its own: closing one would drop the POSIX locks
// that SQLite holds on the same file in this process. It is looked at and changed by its path only.

/**
 * Opens the journal of a data folder and brings it to the format `steps` lead to; makes it first where there is none.
 * To read only, nothing is made or changed.
 * @throws BridgeFailure `journal.absent`, `journal.older`, `journal.newer`, `journal.corrupt`, `journal.folder`,
 * `journal.driver` (config), `journal.disk_full`, `journal.busy`, `journal.io` (transient).
 */
export async function openJournalFile(
  options: JournalFileOptions,
  steps: readonly string[] = MIGRATIONS,
): Promise<SqlDatabase> {
  const file = resolve(options.folder, NAME);
  if (!options.readOnly) await prepareFolder(options.folder);
  // The WAL is looked for first: a process that makes the journal right now makes the file before its WAL.
  const orphans = await sizeOf(`${file}-wal`, options.folder);
  const size = await sizeOf(file, options.folder);
  if (size === 0) throw corrupt(file, 'it is empty');
  if (size === undefined) {
    if (orphans !== undefined) {
      throw corrupt(file, `it is missing, while ${NAME}-wal, a part of it, is still there`);
    }
    if (options.readOnly) throw absent(options.folder);
    await createFile(options.folder, file, steps);
  } else {
    await prepareFiles(file, options);
  }
  const database = openDatabase(file);
  try {
    await waitWhileBusy(() => tryPrepare(database, options, steps), {
      clock: options.clock,
      waitMs: options.busyTimeoutMs,
      file,
      signal: new AbortController().signal,
    });
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** May be repeated: settings are set again, and a migration goes on where it stopped. */
function tryPrepare(...args: Parameters<typeof prepare>): Attempted<void> {
  try {
    prepare(...args);
    return { result: undefined };
  } catch (thrown) {
    if (isBusy(thrown)) return undefined;
    throw thrown;
  }
}

/** Settings that belong to a connection, not to the file. */
function prepare(
  database: SqlDatabase,
  { busyTimeoutMs, readOnly }: JournalFileOptions,
  steps: readonly string[],
): void {
  database.exec(`PRAGMA busy_timeout = ${Math.min(BLOCK_MS, busyTimeoutMs)}`);
  if (readOnly) {
    database.exec('PRAGMA query_only = ON');
    if (checkVersion(database, steps) < steps.length) throw older(database.file);
    return;
  }
  checkVersion(database, steps);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  database.exec('PRAGMA secure_delete = ON');
  database.exec('PRAGMA journal_size_limit = 4194304');
  migrate(database, steps);
}

/** Built in a folder beside and linked into place whole: nobody ever meets half a journal, and none is written over. */
async function createFile(folder: string, file: string, steps: readonly string[]): Promise<void> {
  try {
    const beside = await mkdtemp(join(folder, 'new-journal-'));
    try {
      const built = join(beside, NAME);
      await (await open(built, 'wx', 0o600)).close();
      build(built, steps);
      await syncFile(built);
      await putInPlace(built, file);
      await syncFolder(folder);
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  } catch (thrown) {
    throw folderFailure(thrown, folder);
  }
}

/** Syncs nothing: until the whole file is synced and linked into place, no crash can leave a part of it to be found. */
function build(file: string, steps: readonly string[]): void {
  const database = openDatabase(file);
  try {
    database.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = OFF;');
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec(
      `BEGIN IMMEDIATE; ${steps.join('\n')}
       PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}; COMMIT`,
    );
    // Kept in the file: to change it later would cost a synced transaction of its own.
    database.exec('PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
}

async function putInPlace(built: string, file: string): Promise<void> {
  try {
    await link(built, file);
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'EEXIST') return; // Another process was first; its journal is as good.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].includes(code)) throw thrown;
    await rename(built, file); // FAT and some mounts know no links.
  }
}

/** On disk when it resolves. The file is closed everywhere else, so no lock of SQLite is dropped by this. */
async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the new name in the folder survive a power cut, where the system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (thrown) {
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'].includes(systemCode(thrown))) throw thrown;
  } finally {
    await handle.close();
  }
}

/** Size in bytes, undefined when there is no such file. */
async function sizeOf(file: string, folder: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw corrupt(file, 'it is no plain file');
    return found.size;
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw folderFailure(thrown, folder);
  }
}

/** SQLite gives -wal and -shm the rights of the file they belong to; those of an older run are set here too. */
async function prepareFiles(file: string, { folder, readOnly }: JournalFileOptions): Promise<void> {
  for (const name of [file, `${file}-wal`, `${file}-shm`]) {
    try {
      if (!readOnly && ((await stat(name)).mode & 0o077) !== 0) await chmod(name, 0o600);
      await access(name, readOnly ? constants.R_OK : constants.R_OK | constants.W_OK);
    } catch (thrown) {
      if (systemCode(thrown) !== 'ENOENT') throw folderFailure(thrown, folder);
    }
  }
}

function absent(folder: string): BridgeFailure {
  return new BridgeFailure(
    'journal.absent',
    'config',
    `There is no journal in ${resolve(folder)} yet: start the bridge once with \`run\`, or set DATA_DIR to the folder it uses.`,
  );
}

function older(file: string): BridgeFailure {
  return new BridgeFailure(
    'journal.older',
    'config',
    `The journal ${file} was last written by an earlier version of the bridge: start this version once with \`run\`, which brings it up to date.`,
  );
}
