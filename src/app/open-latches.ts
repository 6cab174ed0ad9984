import { asFailure, BridgeFailure } from '../domain/failure.ts';
import type { EpochMs } from '../domain/instant.ts';
import type { StateStore } from '../journal/state-store.ts';
import { latchSlotName, readLatch } from '../pipeline/latch.ts';
import { systemClock } from '../platform/clock.ts';
import type { Call } from './call.ts';
import { knownAccounts, PARTS } from './known-accounts.ts';
import { WEB_API_SLOTS } from './modules.ts';
import { noSuchAccount } from './no-such-account.ts';
import { openForReading, openForWriting } from './open-journal.ts';
import { openStores } from './open-state.ts';
import { partsOf } from './plan-accounts.ts';
import { readPlace } from './read-configuration.ts';

/** Which latches: all that match. */
export interface UnlockCall {
  readonly call: Call;
  readonly account: string | undefined;
  /** `source`, `sink`, or the name of one. */
  readonly part: string | undefined;
}

/** A latch that was closed and is open now. */
export interface OpenedLatch {
  readonly account: string;
  readonly side: 'source' | 'sink';
  readonly name: string;
  readonly code: string;
  readonly since: EpochMs;
}

/** What was opened, and what a person has to know of it. */
export interface OpenedLatches {
  readonly opened: readonly OpenedLatch[];
  /** Where a store is away, only its copy here was opened. */
  readonly notes: readonly string[];
}

/**
 * Opens latches beside a daemon that may be running: it notices within seconds.
 * @throws BridgeFailure `command.no_account`, `command.no_part` (usage), `config.…`, `journal.…`
 */
export async function openLatches(asked: UnlockCall): Promise<OpenedLatches> {
  const config = await readPlace(asked.call);
  const present = await openForReading(config.dataDir);
  const accounts = await knownAccounts(config.accounts.map(partsOf), present);
  await present?.close();
  const names = accounts.map(({ name }) => name);
  // `unlock sink` with one word: no account can be meant that does not exist.
  const isPart = asked.part === undefined && !names.includes(asked.account ?? '');
  const account = isPart ? undefined : asked.account;
  const part = isPart ? asked.account : asked.part;
  if (account !== undefined && !names.includes(account)) {
    throw noSuchAccount(account, names);
  }
  // Also parts that the settings no longer name, or do not name in this shell: their latch can be opened all the same.
  const all = names.flatMap((name) => [
    ...PARTS.source.map((part) => ({ account: name, side: 'source' as const, name: part })),
    ...PARTS.sink.map((part) => ({ account: name, side: 'sink' as const, name: part })),
  ]);
  const wanted = all.filter(
    (one) =>
      (account === undefined || one.account === account) &&
      (part === undefined || one.side === part || one.name === part),
  );
  if (wanted.length === 0) {
    const known = [...new Set(all.map(({ name }) => name)), 'source', 'sink'].join(', ');
    throw new BridgeFailure(
      'command.no_part',
      'config',
      `There is nothing called “${part ?? ''}” to unlock; there is ${known}, and the accounts ${names.join(', ')}.`,
    );
  }
  // Without a journal nothing was ever latched in it, and none has to be made.
  if (present === undefined && config.tokenStore.kind === 'journal') {
    return { opened: [], notes: [] };
  }
  const journal = await openForWriting(config.dataDir);
  const stores = await openStores(config, journal, systemClock);
  try {
    const opened: OpenedLatch[] = [];
    for (const one of wanted) {
      const slot = stores.of(one.account).slot(one.account, latchSlotName(one.side, one.name));
      const latch = await readLatch(slot);
      if (latch === undefined) continue;
      await slot.clear();
      opened.push({ ...one, code: latch.code, since: latch.since });
    }
    const touched = [...new Set(wanted.map((one) => one.account))];
    const notes = await Promise.all(touched.map((name) => noteIfAway(stores.of(name), name)));
    return { opened, notes: notes.filter((note) => note !== undefined) };
  } finally {
    await stores.close();
    await journal.close();
  }
}

/** The copy of a store that is away forgets nothing there: what is closed in it comes back. */
async function noteIfAway(store: StateStore, account: string): Promise<string | undefined> {
  try {
    // This slot is never read from a copy.
    await store.slot(account, WEB_API_SLOTS.tokens).read();
    return undefined;
  } catch (thrown) {
    const { kind, message } = asFailure(thrown);
    if (kind !== 'transient') throw thrown;
    return `Account ${account}: ${message} Run unlock again when it is back: what was stopped before it went away is stopped again then.`;
  }
}
