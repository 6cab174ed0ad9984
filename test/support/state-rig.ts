import { MongoClient, type Collection, type Document } from 'mongodb';
import { createMongoStateStore } from '../../src/journal/mongodb/index.ts';
import type { StateStore } from '../../src/journal/state-store.ts';
import { Secret } from '../../src/platform/secret.ts';
import { FakeClock } from './fake-clock.ts';

let made = 0;

/** A database of its own in which state is kept, with a look at what is really there. */
export interface StateRig {
  readonly uri: string;
  readonly collection: Collection<Document & { _id: string }>;
  store(changes?: Partial<Parameters<typeof createMongoStateStore>[0]>): StateStore;
  stop(): Promise<void>;
}

export const TOKEN_KEY = 'correct horse battery staple';

/** Makes a rig on a running server. */
export function stateRig(serverUri: string): StateRig {
  made += 1;
  const address = new URL(serverUri);
  address.pathname = `/bridge_state_${process.pid}_${made}`;
  const client = new MongoClient(address.href);
  return {
    uri: address.href,
    collection: client.db().collection('dexcom_bridge_state'),
    store: (changes = {}) =>
      createMongoStateStore({
        uri: new Secret(address.href),
        key: new Secret(TOKEN_KEY),
        scope: 'entries',
        clock: new FakeClock(),
        ...changes,
      }),
    async stop() {
      await client.db().dropDatabase();
      await client.close();
    },
  };
}
