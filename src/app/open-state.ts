import { createHash } from 'node:crypto';
import type { Journal } from '../journal/journal.ts';
import { createOutlivingState } from '../journal/outliving-state.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import { keyedFingerprint, type Fingerprint } from '../platform/fingerprint.ts';
import type { Secret } from '../platform/secret.ts';
import { openFingerprint } from './fingerprint-key.ts';
import { WEB_API_SLOTS } from './modules.ts';
import type { BridgeAccount, BridgeConfiguration } from './read-configuration.ts';

/** Where each account’s latches, sessions and tokens live. */
export interface StateStores {
  of(account: string): StateStore;
  /** Closes what it opened; the journal is its owner’s. */
  close(): Promise<void>;
}

/** The stores, with how credentials are marked in them. */
export interface BridgeState {
  of(account: string): { readonly store: StateStore; readonly fingerprint: Fingerprint };
  close(): Promise<void>;
}

/** What of the configuration decides it. */
export type StateSettings = Pick<BridgeConfiguration, 'accounts' | 'tokenStore'>;

/**
 * Opens the stores that the settings name: the journal, or each account’s own MongoDB. One that is down stops no glucose: the
 * journal stands in for it, but for tokens. An account whose MongoDB is not known here (in a shell without the daemon’s environment)
 * gets the journal.
 * @param mayCopy false where the journal is only read
 * @throws BridgeFailure `state.bad_uri`
 */
export async function openStores(
  { accounts, tokenStore }: StateSettings,
  journal: Journal,
  clock: Clock,
  { mayCopy = true }: { readonly mayCopy?: boolean } = {},
): Promise<StateStores> {
  const opened = new Map<string, StateStore>();
  if (tokenStore.kind === 'mongodb') {
    for (const { name, mongo } of accounts) {
      if (mongo === undefined) continue;
      const remote = await openInMongo(mongo, tokenStore.key, clock);
      const store = mayCopy
        ? createOutlivingState({ remote, near: journal, clock, isStrict })
        : remote;
      opened.set(name, store);
    }
  }
  return {
    of: (account) => opened.get(account) ?? journal,
    async close() {
      await Promise.all([...opened.values()].map((store) => store.close()));
    },
  };
}

/** As openStores, for what speaks to servers. @throws BridgeFailure also `journal.…` */
export async function openState(
  settings: StateSettings,
  journal: Journal,
  clock: Clock,
): Promise<BridgeState> {
  const { tokenStore } = settings;
  const fingerprint =
    tokenStore.kind === 'journal'
      ? await openFingerprint(journal)
      : // The disk does not last there, and a latch must know the same credentials again after a restart.
        keyedFingerprint(keyOf(tokenStore.key));
  const stores = await openStores(settings, journal, clock);
  return {
    of: (account) => ({ store: stores.of(account), fingerprint }),
    close: () => stores.close(),
  };
}

/** What two processes must never spend twice is asked of the store itself. */
const isStrict = (slot: string): boolean => Object.values<string>(WEB_API_SLOTS).includes(slot);

async function openInMongo(
  { uri, collection }: NonNullable<BridgeAccount['mongo']>,
  key: Secret,
  clock: Clock,
): Promise<StateStore> {
  const { createMongoStateStore } = await import('../journal/mongodb/index.ts');
  const store = createMongoStateStore({ uri, key, scope: collection, clock });
  await store.open();
  return store;
}

function keyOf(secret: Secret): string {
  return createHash('sha256').update(`fingerprint ${secret.reveal()}`).digest('base64');
}
