import { setImmediate as breathe } from 'node:timers/promises';
import type { EpochMs } from '../../domain/instant.ts';
import { pragma } from './migrate.ts';
import type { SqlDatabase } from './sql-driver.ts';

/** Rows that go in one transaction: a few ms on a Pi. */
const CHUNK_ROWS = 250;
/** Free pages are left for new records until there are this many (1 MB at 4 kB a page); pages given back in one step. */
const MANY_FREE_PAGES = 256;
const VACUUM_PAGES = 128;

const RECORDS = `DELETE FROM records WHERE row IN
  (SELECT row FROM records WHERE account = ? AND system_time < ? AND position <= ? ORDER BY system_time LIMIT ${CHUNK_ROWS})`;
const REFUSED = `DELETE FROM refused WHERE row IN
  (SELECT row FROM refused WHERE account = ? AND NOT EXISTS
    (SELECT 1 FROM records WHERE records.account = refused.account AND records.position = refused.position)
  LIMIT ${CHUNK_ROWS})`;
const SET_ASIDE = `DELETE FROM set_aside WHERE row IN
  (SELECT row FROM set_aside WHERE account = ? AND met_at < ? LIMIT ${CHUNK_ROWS})`;

/** What goes. */
export interface PruneRange {
  readonly account: string;
  readonly before: EpochMs;
  /** The last position that everyone has confirmed. */
  readonly confirmed: number;
}

/** The journal whose records go. */
export interface PrunedJournal {
  readonly database: SqlDatabase;
  isOpen(): boolean;
  /** Runs work in a transaction. */
  write<T>(work: () => T): Promise<T>;
}

/**
 * Deletes in small transactions and lets others run between them. `isOpen` is asked before each: a journal closed
 * meanwhile ends the work early, and the next prune goes on where this one stopped.
 */
export async function pruneRecords(
  journal: PrunedJournal,
  { account, before, confirmed }: PruneRange,
): Promise<number> {
  const drain = async (sql: string, ...values: readonly unknown[]): Promise<number> => {
    let total = 0;
    while (journal.isOpen()) {
      const gone = await writeIfOpen(journal, () => journal.database.run(sql, ...values));
      total += gone;
      if (gone < CHUNK_ROWS) break;
      await breathe();
    }
    return total;
  };
  const removed = await drain(RECORDS, account, before, confirmed);
  await drain(REFUSED, account);
  await drain(SET_ASIDE, account, before);
  await giveBackPages(journal);
  return removed;
}

/** Number of rows written: none when the journal was closed while others wrote. */
async function writeIfOpen(journal: PrunedJournal, work: () => number): Promise<number> {
  try {
    return await journal.write(work);
  } catch (thrown) {
    if (journal.isOpen()) throw thrown;
    return 0;
  }
}

async function giveBackPages(journal: PrunedJournal): Promise<void> {
  const { database } = journal;
  if (!journal.isOpen() || pragma(database, 'freelist_count') < MANY_FREE_PAGES) return;
  while (journal.isOpen() && pragma(database, 'freelist_count') > 0) {
    await writeIfOpen(journal, () => {
      database.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
      return 0;
    });
    await breathe();
  }
  // PASSIVE waits for no reader; what it cannot copy now a later checkpoint does.
  if (journal.isOpen()) database.exec('PRAGMA wal_checkpoint(PASSIVE)');
}
