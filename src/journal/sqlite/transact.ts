import type { SqlDatabase } from './sql-driver.ts';

/**
 * Runs synchronous work in one BEGIN IMMEDIATE transaction: durable when this returns, nothing of it when it throws.
 * @throws what `work` throws, or BridgeFailure of the database.
 */
export function transact<T>(database: SqlDatabase, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
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
