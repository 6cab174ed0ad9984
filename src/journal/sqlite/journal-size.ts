import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { NAME } from './journal-file.ts';

/** What the journal takes of its disk and what is left there, in bytes. */
export interface JournalSize {
  /** The file with its write-ahead log and that one’s index; missing where it cannot be told. */
  readonly bytes?: number;
  /** Free for this user; missing where the system does not tell. */
  readonly freeBytes?: number;
}

/** Looks at the files of a data folder by their paths; opens none of them and never fails. */
export async function readJournalSize(folder: string): Promise<JournalSize> {
  const sizes = await Promise.all(
    ['', '-wal', '-shm'].map((ending) =>
      stat(join(folder, `${NAME}${ending}`)).then(
        ({ size }) => size,
        () => undefined,
      ),
    ),
  );
  const known = sizes.filter((size) => size !== undefined);
  const disk = await statfs(folder).catch(() => undefined);
  return {
    ...(known.length === 0 ? {} : { bytes: known.reduce((sum, size) => sum + size, 0) }),
    ...(disk === undefined ? {} : { freeBytes: disk.bavail * disk.bsize }),
  };
}
