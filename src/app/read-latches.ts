import { asFailure } from '../domain/failure.ts';
import type { StateStore } from '../journal/state-store.ts';
import { latchSlotName, readLatch, type Latch } from '../pipeline/latch.ts';
import type { StatusParts } from '../telemetry/status-board.ts';

/** What is latched of one account, by the name of the latch’s slot. */
export interface ReadLatches {
  readonly closed: ReadonlyMap<string, Latch>;
  /** Why it could not be looked at, where the store is away. */
  readonly unread?: string;
}

/** Looks at the latch of every part; a store that is away hides them and stops nothing. */
export async function readLatches(
  { name, sources, sinks }: StatusParts,
  store: StateStore | undefined,
): Promise<ReadLatches> {
  const closed = new Map<string, Latch>();
  if (store === undefined) return { closed };
  const slots = [
    ...sources.map((part) => latchSlotName('source', part)),
    ...sinks.map((part) => latchSlotName('sink', part)),
  ];
  try {
    for (const slot of slots) {
      const latch = await readLatch(store.slot(name, slot));
      if (latch !== undefined) closed.set(slot, latch);
    }
    return { closed };
  } catch (thrown) {
    return { closed, unread: asFailure(thrown).message };
  }
}
