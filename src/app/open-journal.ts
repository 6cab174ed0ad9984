import { BridgeFailure } from '../domain/failure.ts';
import type { Journal } from '../journal/journal.ts';
import { createSqliteJournal } from '../journal/sqlite/index.ts';
import { systemClock } from '../platform/clock.ts';

/**
 * Opens the journal of a data folder for reading, beside a daemon that may be running; undefined when there is none yet.
 * @throws BridgeFailure `journal.…`
 */
export async function openForReading(folder: string): Promise<Journal | undefined> {
  const journal = createSqliteJournal({ folder, clock: systemClock, readOnly: true });
  try {
    await journal.open();
    return journal;
  } catch (thrown) {
    if (thrown instanceof BridgeFailure && thrown.code === 'journal.absent') return undefined;
    throw thrown;
  }
}

/** Opens the journal for a short write beside a daemon that may be running; makes it when absent. */
export async function openForWriting(folder: string): Promise<Journal> {
  const journal = createSqliteJournal({ folder, clock: systemClock });
  await journal.open();
  return journal;
}
