import type { Collection, MongoClient, MongoClientOptions } from 'mongodb';
import { settingsNotIn } from '../../platform/connection-string.ts';
import type { Secret } from '../../platform/secret.ts';
import { badStateUri } from './failures.ts';
import type { StoredDocument } from './stored-document.ts';

/** The collection in use. */
export interface StateConnection {
  readonly client: MongoClient;
  readonly documents: Collection<StoredDocument>;
}

const CONNECT_MS = 5_000;
const ANSWER_MS = 30_000;

const SETTINGS: MongoClientOptions = {
  appName: 'nightscout-dexcom-bridge state',
  maxPoolSize: 2,
  serverSelectionTimeoutMS: CONNECT_MS,
  connectTimeoutMS: CONNECT_MS,
  socketTimeoutMS: ANSWER_MS,
};

/**
 * Loads the driver and reads the connection string; the first operation connects.
 * @throws BridgeFailure `state.bad_uri` (config)
 */
export async function connectState(uri: Secret, collection: string): Promise<StateConnection> {
  // Loaded here, so that a bridge that keeps its state in the journal never pays for the driver.
  const { MongoClient } = await import('mongodb');
  let client: MongoClient;
  try {
    const text = uri.reveal();
    client = new MongoClient(text, settingsNotIn(text, SETTINGS));
  } catch {
    throw badStateUri();
  }
  const documents = client.db().collection<StoredDocument>(collection, {
    // Whatever the connection string says: a token that a lagging member knows is spent already, and one that only a
    // single member holds is not durable.
    readPreference: 'primary',
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: ANSWER_MS },
    promoteBuffers: true,
  });
  return { client, documents };
}
