import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { epochMs, type EpochMs } from '../../domain/instant.ts';

/** Who holds a data folder. */
export interface Holder {
  readonly pid: number;
  /** The verb that holds it, `run` or `backfill`. */
  readonly purpose: string;
  readonly since: EpochMs;
  readonly host: string;
}

const NAME = 'holder.json';

/** Notes the holder for people and for the next one who asks. Written beside and renamed, so nobody reads half a note. */
export function writeHolder(folder: string, holder: Holder): void {
  const beside = besideOf(folder, holder);
  writeFileSync(beside, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  renameSync(beside, resolve(folder, NAME));
}

/** Removes whatever note lies there, and the half of one that could not be written. Never throws. */
export function dropNotes(folder: string, holder: Holder): void {
  for (const file of [besideOf(folder, holder), resolve(folder, NAME)]) {
    try {
      rmSync(file, { force: true });
    } catch {
      // A note that stays behind is harmless: only the lock tells.
    }
  }
}

/** Removes the note, unless a holder of another process wrote it meanwhile. */
export function removeHolder(folder: string, holder: Holder): void {
  const file = resolve(folder, NAME);
  const found = parse(readTextSync(file));
  if (found && (found.pid !== holder.pid || found.host !== holder.host)) return;
  rmSync(file, { force: true });
}

/** The note, undefined when there is none that can be read. It may be a dead process's: only the lock tells. */
export async function readHolderNote(folder: string): Promise<Holder | undefined> {
  try {
    return parse(await readFile(resolve(folder, NAME), 'utf8'));
  } catch {
    return undefined;
  }
}

function besideOf(folder: string, { pid }: Holder): string {
  return `${resolve(folder, NAME)}.${pid}`;
}

function readTextSync(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parse(text: string): Holder | undefined {
  try {
    const found = JSON.parse(text) as Partial<Record<keyof Holder, unknown>> | null;
    const { pid, purpose, since, host } = found ?? {};
    if (typeof pid !== 'number' || typeof since !== 'number') return undefined;
    if (typeof purpose !== 'string' || typeof host !== 'string') return undefined;
    return { pid, purpose, since: epochMs(since), host };
  } catch {
    return undefined;
  }
}
