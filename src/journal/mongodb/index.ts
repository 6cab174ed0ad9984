import type { StateStore } from '../state-store.ts';
import { MongoStateStore, type MongoStateStoreOptions } from './mongo-state-store.ts';

export type { MongoStateStoreOptions } from './mongo-state-store.ts';

/**
 * Sessions, tokens and latches in the user’s MongoDB, encrypted, for machines whose disk does not last.
 * Does nothing until `open()`, and connects when a slot is first used; who opened it closes it.
 */
export function createMongoStateStore(options: MongoStateStoreOptions): StateStore {
  return new MongoStateStore(options);
}
