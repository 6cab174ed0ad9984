import { randomBytes as machineBytes } from 'node:crypto';
import type { StateSlot } from '../../domain/state-slot.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Secret } from '../../platform/secret.ts';
import type { StateStore } from '../state-store.ts';
import { connectState, type StateConnection } from './connection.ts';
import { damaged, notOpen, stateFailure } from './failures.ts';
import { createKeyring, type Keyring } from './keyring.ts';
import { mongoSlot, type StateTools } from './mongo-slot.ts';
import { openText, type RandomBytes } from './sealed-text.ts';
import { bytesOf } from './stored-document.ts';

/** Where state is kept when nothing else is said. */
export const STATE_COLLECTION = 'dexcom_bridge_state';

/** What a store in a MongoDB is given. */
export interface MongoStateStoreOptions {
  /** Connection string; the database is its path. */
  readonly uri: Secret;
  /** TOKEN_KEY, as typed. */
  readonly key: Secret;
  /**
   * Keeps equally named accounts of different bridges in one database apart: the collection to which the readings go.
   * Another scope sees none of the slots, and may have a key of its own.
   */
  readonly scope: string;
  readonly clock: Clock;
  /** Default `dexcom_bridge_state`. */
  readonly collection?: string;
  /** Default: those of the machine. */
  readonly randomBytes?: RandomBytes;
}

/**
 * Slots as documents of a collection of our own. Throws BridgeFailure: `state.unreachable`, `state.full`, `state.failed`
 * (transient), `state.login_refused`, `state.forbidden`, `state.wrong_key`, `state.damaged`, `state.newer`,
 * `state.bad_uri` (config), `state.closed` (bug).
 */
export class MongoStateStore implements StateStore {
  readonly #options: MongoStateStoreOptions;
  readonly #collection: string;
  readonly #randomBytes: RandomBytes;
  readonly #keyring: Keyring;
  #connection: StateConnection | undefined;

  constructor(options: MongoStateStoreOptions) {
    this.#options = options;
    this.#collection = options.collection ?? STATE_COLLECTION;
    this.#randomBytes = options.randomBytes ?? machineBytes;
    this.#keyring = createKeyring({
      ...options,
      collection: this.#collection,
      randomBytes: this.#randomBytes,
    });
  }

  /** Reads the connection string. A server that is down does not stop a start: the first use connects. */
  async open(): Promise<void> {
    this.#connection ??= await connectState(this.#options.uri, this.#collection);
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.client.close();
  }

  slot(account: string, name: string): StateSlot {
    const { scope, clock } = this.#options;
    return mongoSlot({
      scope,
      account,
      name,
      clock,
      collection: this.#collection,
      randomBytes: this.#randomBytes,
      use: (work) => this.#use(work),
    });
  }

  async slotNames(account: string): Promise<readonly string[]> {
    const { scope } = this.#options;
    const stored = await this.#use(async ({ connection, keys }) => {
      const of = { account: keys.idOf([scope, account]) };
      const found = await connection.documents.find(of, { projection: { name: 1 } }).toArray();
      return found.map((document) => {
        const sealed = bytesOf({ ...document }, 'name');
        const name = sealed && openText(sealed, keys.seal, ['name', document._id]);
        if (name === undefined) throw damaged('The name of a value', this.#collection);
        return name;
      });
    });
    return stored.sort();
  }

  async #use<T>(work: (tools: StateTools) => Promise<T>): Promise<T> {
    const connection = this.#connection;
    if (connection === undefined) throw notOpen();
    try {
      return await work({ connection, keys: await this.#keyring.current(connection) });
    } catch (thrown) {
      throw stateFailure(thrown, this.#collection);
    }
  }
}
