import type { Journal } from '../journal.ts';
import { SqliteJournal, type SqliteJournalOptions } from './sqlite-journal.ts';

export { holdDataFolder, readHolder, type FolderHold, type HoldOptions } from './folder-hold.ts';
export type { Holder } from './holder.ts';
export { readJournalSize, type JournalSize } from './journal-size.ts';
export type { SqliteJournalOptions } from './sqlite-journal.ts';

/** A journal in the folder's `journal.db`. Does nothing until `open()`; who opened it closes it. */
export function createSqliteJournal(options: SqliteJournalOptions): Journal {
  return new SqliteJournal(options);
}
