import type { StateSlot } from '../domain/state-slot.ts';
import type { TokenStore } from './token-store.ts';

/** A caller’s store as the slots that the sources write to; changes of one client go one after the other. */
export function storeSlots(store: TokenStore): (key: string) => StateSlot {
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  return (key) => ({
    read: async () => read(store, key),
    write: (value) => inTurn(() => store.write(key, value)),
    // As good as nothing to whoever reads it.
    clear: () => inTurn(() => store.write(key, '{}')),
    swap: (expected, next) =>
      inTurn(async () => {
        if (store.swap !== undefined) return store.swap(key, expected, next);
        if ((await read(store, key)) !== expected) return false;
        await store.write(key, next);
        return true;
      }),
  });
}

/** Stores of plain JavaScript may give null for nothing. */
async function read(store: TokenStore, key: string): Promise<string | undefined> {
  return (await store.read(key)) ?? undefined;
}
