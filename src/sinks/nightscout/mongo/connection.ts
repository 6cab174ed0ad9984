import type { Collection, MongoClient, MongoClientOptions, ObjectId } from 'mongodb';
import { settingsNotIn } from '../../../platform/connection-string.ts';
import { badUri, mongoFailure } from './failures.ts';
import type { MongoReadingOptions } from './options.ts';

/** A document of one of Nightscout's collections: ours and those of other programs. */
export type StoredEntry = Readonly<Record<string, unknown>> & { readonly _id: ObjectId };

/** One database in use. */
export interface MongoConnection {
  readonly client: MongoClient;
  readonly entries: Collection<StoredEntry>;
  /** Another collection of the same database. */
  readonly collection: (name: string) => Collection<StoredEntry>;
  /** Makes an ObjectId of 24 hex digits. */
  readonly objectId: (hex: string) => ObjectId;
  /** The work's result; the signal's reason when it is aborted first, a BridgeFailure that names `place` when it fails. */
  readonly run: <T>(signal: AbortSignal, work: () => Promise<T>, place?: string) => Promise<T>;
}

const CONNECT_MS = 10_000;
const ANSWER_MS = 60_000;

const SETTINGS: MongoClientOptions = {
  appName: 'nightscout-dexcom-bridge',
  maxPoolSize: 4,
  serverSelectionTimeoutMS: CONNECT_MS,
  connectTimeoutMS: CONNECT_MS,
  socketTimeoutMS: ANSWER_MS,
};

/**
 * Loads the driver and reads the connection string; the first operation connects.
 * @throws BridgeFailure `mongodb.bad_uri` (config).
 */
export async function connectMongo(options: MongoReadingOptions): Promise<MongoConnection> {
  // Loaded here, so that a bridge without a MongoDB never pays for the driver.
  const { MongoClient, ObjectId } = await import('mongodb');
  let client: MongoClient;
  try {
    const uri = options.uri.reveal();
    client = new MongoClient(uri, settingsNotIn(uri, SETTINGS));
  } catch {
    throw badUri();
  }
  // The database of the connection string's path, `test` when that is empty: as Nightscout chooses it.
  const collection = (name: string): Collection<StoredEntry> =>
    client.db().collection<StoredEntry>(name, {
      // Whatever the connection string says: a look at a lagging member would double rows, and a write that only one
      // member holds is not confirmed.
      readPreference: 'primary',
      writeConcern: { w: 'majority', wtimeoutMS: ANSWER_MS },
    });
  return {
    client,
    entries: collection(options.collection),
    collection,
    objectId: (hex) => ObjectId.createFromHexString(hex),
    async run(signal, work, place = options.collection) {
      try {
        return await unlessAborted(signal, work);
      } catch (thrown) {
        signal.throwIfAborted();
        throw mongoFailure(thrown, place);
      }
    },
  };
}

/** The driver cannot take back a write that is under way: it is left to end by itself, and repeating it does no harm. */
async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = withRejecter();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function withRejecter(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, rejecter) => {
    reject = rejecter;
  });
  promise.catch(() => undefined);
  return { promise, reject };
}
