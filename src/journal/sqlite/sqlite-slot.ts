import type { StateSlot } from '../../domain/state-slot.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SqlDatabase } from './sql-driver.ts';
import { text } from './stored-row.ts';

const READ = 'SELECT value FROM slots WHERE account = ? AND name = ?';
const WRITE = `INSERT INTO slots (account, name, value, written_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (account, name) DO UPDATE SET value = excluded.value, written_at = excluded.written_at`;
const CLEAR = 'DELETE FROM slots WHERE account = ? AND name = ?';
const NAMES = 'SELECT name FROM slots WHERE account = ?';

/** The journal a slot lies in. */
export interface SlotKeeper {
  readonly clock: Clock;
  /** @throws BridgeFailure `journal.closed` */
  readonly opened: () => SqlDatabase;
  /** Runs work in a transaction, into which no other process can write. */
  readonly write: <T>(work: (database: SqlDatabase) => T) => Promise<T>;
}

/** A row of `slots`. */
export function openSlot(
  { clock, opened, write }: SlotKeeper,
  account: string,
  name: string,
): StateSlot {
  const read = (database: SqlDatabase): string | undefined => {
    const row = database.get(READ, account, name);
    return row && text(row, 'value');
  };
  const put = (database: SqlDatabase, value: string): number =>
    database.run(WRITE, account, name, value, clock.now());
  return {
    read: async () => read(opened()),
    write: async (value) => {
      await write((database) => put(database, value));
    },
    clear: async () => {
      await write((database) => database.run(CLEAR, account, name));
    },
    swap: (expected, next) =>
      write((database) => {
        if (read(database) !== expected) return false;
        put(database, next);
        return true;
      }),
  };
}

/** Names of the account's slots that hold a value, sorted. */
export function slotNames(database: SqlDatabase, account: string): readonly string[] {
  return database
    .all(NAMES, account)
    .map((row) => text(row, 'name'))
    .sort();
}
