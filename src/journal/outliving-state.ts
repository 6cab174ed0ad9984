import { BridgeFailure } from '../domain/failure.ts';
import { epochMs, MINUTE_MS, type EpochMs } from '../domain/instant.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import type { Clock } from '../platform/clock.ts';
import type { StateStore } from './state-store.ts';

/** After a failure the remote store is left alone for this long, so that not every look at a latch waits for it. */
const REST_MS = MINUTE_MS;

/** What outlives an outage is made of. */
export interface OutlivingStateParts {
  /** Where state lasts, over a network. Opened and closed with the whole. */
  readonly remote: StateStore;
  /** A copy on this machine, for while the other is away. Whoever made it opens and closes it. */
  readonly near: StateStore;
  /** Slots that must never be read from a copy, nor be kept there: what can be spent once. */
  readonly isStrict: (name: string) => boolean;
  readonly clock: Clock;
}

/**
 * State of a remote store that goes on without it: a database that is down stops no source and no other destination.
 * While it fails with kind `transient`, slots are read from the copy and written there, and the remote store is brought
 * up to date when it is back (by this process: a disk that does not last keeps no debts). Any other failure, and all of a
 * strict slot and of `swap`, is passed on.
 */
export function createOutlivingState(parts: OutlivingStateParts): StateStore {
  const { remote, near, isStrict, clock } = parts;
  let restsUntil: EpochMs | undefined;
  /** What the remote store does not know yet, by account and name. */
  const owed = new Map<string, { readonly value: string | undefined }>();
  /** One operation on a slot at a time: of two writes the later one must win. */
  const queues = new Map<string, Promise<unknown>>();

  /** The result, or nothing while the remote store is away. */
  async function attempt<T>(work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    if (restsUntil !== undefined && clock.now() < restsUntil) return undefined;
    try {
      const result = await work();
      restsUntil = undefined;
      return { result };
    } catch (thrown) {
      if (!isTransient(thrown)) throw thrown;
      restsUntil = epochMs(clock.now() + REST_MS);
      return undefined;
    }
  }

  async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = queues.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    queues.set(key, turn);
    try {
      return await turn;
    } finally {
      if (queues.get(key) === turn) queues.delete(key);
    }
  }

  function softSlot(account: string, name: string): StateSlot {
    const key = JSON.stringify([account, name]);
    const there = remote.slot(account, name);
    const here = near.slot(account, name);

    async function settle(): Promise<void> {
      const debt = owed.get(key);
      if (debt === undefined) return;
      await put(there, debt.value);
      owed.delete(key);
    }

    async function set(value: string | undefined): Promise<void> {
      const before = owed.get(key);
      owed.set(key, { value });
      let settled: unknown;
      try {
        settled = await attempt(settle);
      } catch (thrown) {
        // Whoever asked is told that it was not written: then it must not be later either.
        if (before === undefined) owed.delete(key);
        else owed.set(key, before);
        throw thrown;
      }
      const copied = copy(here, value);
      // With neither, nothing durable was promised.
      if (settled === undefined) await copied;
      else await copied.catch(ignoreTransient);
    }

    return {
      read: () =>
        inTurn(key, async () => {
          const got = await attempt(async () => {
            await settle();
            return there.read();
          });
          if (got === undefined) return here.read();
          await copy(here, got.result).catch(ignoreTransient);
          return got.result;
        }),
      write: (value) => inTurn(key, () => set(value)),
      clear: () => inTurn(key, () => set(undefined)),
      swap: (expected, next) =>
        inTurn(key, async () => {
          await settle();
          const won = await there.swap(expected, next);
          if (won) await copy(here, next).catch(ignoreTransient);
          return won;
        }),
    };
  }

  return {
    open: () => remote.open(),
    close: () => remote.close(),
    slot: (account, name) =>
      isStrict(name) ? remote.slot(account, name) : softSlot(account, name),
    async slotNames(account) {
      const got = await attempt(() => remote.slotNames(account));
      return got === undefined ? near.slotNames(account) : got.result;
    },
  };
}

/** Writes only what is new: the copy is looked at with every round, and a disk wears. */
async function copy(slot: StateSlot, value: string | undefined): Promise<void> {
  if ((await slot.read()) !== value) await put(slot, value);
}

function put(slot: StateSlot, value: string | undefined): Promise<void> {
  return value === undefined ? slot.clear() : slot.write(value);
}

function isTransient(thrown: unknown): boolean {
  return thrown instanceof BridgeFailure && thrown.kind === 'transient';
}

function ignoreTransient(thrown: unknown): void {
  if (!isTransient(thrown)) throw thrown;
}
