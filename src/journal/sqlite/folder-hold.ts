import { open, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { BridgeFailure } from '../../domain/failure.ts';
import { toIsoUtc } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import { folderFailure, prepareFolder, systemCode } from './data-folder.ts';
import { dropNotes, readHolderNote, removeHolder, writeHolder, type Holder } from './holder.ts';
import { openDatabase, type SqlDatabase } from './sql-driver.ts';
import { isBusy } from './sql-failure.ts';

/** Who wants the data folder, and for what. */
export interface HoldOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** The verb, as the next one who asks is to read it. */
  readonly purpose: string;
  /** How long to wait for another holder to stop, in ms; 3000 by default. */
  readonly waitMs?: number;
}

/** A data folder that is held until `release`, or until this process ends in whatever way. */
export interface FolderHold {
  release(): Promise<void>;
}

const NAME = 'hold.db';
const POLL_MS = 100;

/** A lock whose connection was collected as garbage would be let go: holds are kept reachable here. */
const held = new Set<SqlDatabase>();

/**
 * Takes the data folder for this process alone. The lock is an open EXCLUSIVE transaction on the empty `hold.db`,
 * which the system drops when the process dies, so a dead holder is followed at once. `holder.json` names the holder.
 * @throws BridgeFailure `journal.in_use` (config; exit 75) naming the holder after `waitMs`; `journal.folder`,
 * `journal.driver` (config), `journal.disk_full` (transient); the signal's reason when it was aborted.
 */
export async function holdDataFolder(
  { folder, clock, purpose, waitMs = 3_000 }: HoldOptions,
  signal: AbortSignal,
): Promise<FolderHold> {
  signal.throwIfAborted();
  await prepareFolder(folder);
  await makeLockFile(folder);
  const lock = openDatabase(resolve(folder, NAME));
  try {
    lock.exec('PRAGMA busy_timeout = 0');
    // The sleeps are counted, not the hour: a clock set right after boot neither ends nor prolongs the wait.
    for (let waitedMs = 0; !tryLock(lock); waitedMs += POLL_MS) {
      if (waitedMs >= waitMs) throw inUse(folder, await readHolderNote(folder));
      await clock.sleep(Math.min(POLL_MS, waitMs - waitedMs), signal);
    }
    held.add(lock);
    const holder: Holder = { pid: process.pid, purpose, since: clock.now(), host: hostname() };
    writeNote(folder, holder);
    return { release: async () => release(folder, lock, holder) };
  } catch (thrown) {
    letGo(lock);
    throw thrown;
  }
}

/**
 * Who holds the data folder now: undefined when nobody does (a note left by a dead holder counts for nothing),
 * `'unknown'` when it is held and its holder could not write its name. Takes nothing and makes nothing.
 * @throws BridgeFailure `journal.folder`, `journal.driver` (config).
 */
export async function readHolder(folder: string): Promise<Holder | 'unknown' | undefined> {
  try {
    if (!(await stat(resolve(folder, NAME))).isFile()) return undefined;
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw folderFailure(thrown, folder);
  }
  const lock = openDatabase(resolve(folder, NAME));
  try {
    lock.exec('PRAGMA busy_timeout = 0');
    lock.exec('SELECT count(*) FROM sqlite_master');
    return undefined;
  } catch (thrown) {
    if (!isBusy(thrown)) throw thrown;
    return (await readHolderNote(folder)) ?? 'unknown';
  } finally {
    lock.close();
  }
}

/** Made before SQLite can make it with wider rights; never opened by us again (see journal-file.ts on POSIX locks). */
async function makeLockFile(folder: string): Promise<void> {
  try {
    await (await open(resolve(folder, NAME), 'wx', 0o600)).close();
  } catch (thrown) {
    if (systemCode(thrown) !== 'EEXIST') throw folderFailure(thrown, folder);
  }
}

function tryLock(lock: SqlDatabase): boolean {
  try {
    // An EXCLUSIVE transaction on an empty file opens a rollback journal at once: in memory, a full disk does not matter.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return true;
  } catch (thrown) {
    if (isBusy(thrown)) return false;
    throw thrown;
  }
}

/** The lock is what counts: where no note can be written (a full disk, say) the folder is held without a name on it. */
function writeNote(folder: string, holder: Holder): void {
  try {
    writeHolder(folder, holder);
  } catch {
    // Nobody's name is better than that of a holder who died.
    dropNotes(folder, holder);
  }
}

function release(folder: string, lock: SqlDatabase, holder: Holder): void {
  if (!held.has(lock)) return;
  try {
    removeHolder(folder, holder);
  } catch {
    // A note that stays behind is harmless: only the lock tells.
  }
  letGo(lock);
}

function letGo(lock: SqlDatabase): void {
  if (held.delete(lock)) lock.exec('ROLLBACK');
  lock.close();
}

function inUse(folder: string, holder: Holder | undefined): BridgeFailure {
  const who = holder
    ? `\`${holder.purpose}\` (process ${holder.pid} on ${holder.host}, since ${toIsoUtc(holder.since)})`
    : 'another process of the bridge';
  return new BridgeFailure(
    'journal.in_use',
    'config',
    `The data folder ${resolve(folder)} is in use by ${who}: stop that one first, or set DATA_DIR to another folder for this one.`,
  );
}
