import type { Clock } from '../../platform/clock.ts';
import type { SqlDatabase } from './sql-driver.ts';
import { busy } from './sql-failure.ts';
import { tryTransact } from './transact.ts';
import { waitWhileBusy } from './wait-while-busy.ts';

/** The transactions of one open journal, in the order they were asked for, also where they wait for another process. */
export class WriteQueue {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #waitMs: number;
  readonly #waiting: object[] = [];
  readonly #closing = new AbortController();

  /** @param waitMs how long a transaction waits for other processes, in ms */
  constructor(database: SqlDatabase, clock: Clock, waitMs: number) {
    this.#database = database;
    this.#clock = clock;
    this.#waitMs = waitMs;
  }

  /**
   * Runs synchronous work in one transaction: at once when nobody else writes, and once only.
   * @throws what `work` throws; BridgeFailure `journal.busy` (transient) when others wrote all the time or the queue was closed.
   */
  async run<T>(work: () => T): Promise<T> {
    const ticket = {};
    this.#waiting.push(ticket);
    try {
      return await waitWhileBusy(
        () => (this.#waiting[0] === ticket ? tryTransact(this.#database, work) : undefined),
        {
          clock: this.#clock,
          waitMs: this.#waitMs,
          file: this.#database.file,
          signal: this.#closing.signal,
        },
      );
    } finally {
      this.#waiting.splice(this.#waiting.indexOf(ticket), 1);
    }
  }

  /** Ends the waiting; what waited was not written. */
  close(): void {
    this.#closing.abort(busy(this.#database.file));
  }
}
