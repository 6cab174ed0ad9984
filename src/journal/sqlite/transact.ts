import type { SqlDatabase } from './sql-driver.ts';
import { isBusy } from './sql-failure.ts';
import type { Attempted } from './wait-while-busy.ts';

/**
 * Runs synchronous work in one BEGIN IMMEDIATE transaction: durable when this returns, nothing of it when it throws.
 * @throws what `work` throws, or BridgeFailure of the database.
 */
export function transact<T>(database: SqlDatabase, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  return finish(database, work);
}

/** The same, but undefined, with `work` not run, when another process is writing: that shows when the transaction begins and never later. */
export function tryTransact<T>(database: SqlDatabase, work: () => T): Attempted<T> {
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (thrown) {
    if (isBusy(thrown)) return undefined;
    throw thrown;
  }
  return { result: finish(database, work) };
}

function finish<T>(database: SqlDatabase, work: () => T): T {
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (thrown) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
    throw thrown;
  }
}
