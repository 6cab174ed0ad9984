import { BridgeFailure } from '../domain/failure.ts';
import type { StateSlot } from '../domain/state-slot.ts';

/** What the slot holds, as JSON. */
interface Known {
  /** Mark of the person whose readings the journal holds. */
  readonly person: string;
  /** Mark of another person who came and was refused; taken once someone has opened the latch. */
  readonly refused?: string;
}

/** Name of the slot in which a source’s person is remembered. */
export function personSlotName(source: string): string {
  return `person:${source}`;
}

/**
 * Readings of two people must never mix under one name: what differs by minutes would be joined or lost.
 * @param person mark of whose readings came; undefined where the source cannot tell
 * @throws BridgeFailure `source.other_person` (credentials): latched; after `unlock` the new person is taken
 */
export async function demandSamePerson(slot: StateSlot, person: string | undefined): Promise<void> {
  if (person === undefined) return;
  const known = parse(await slot.read());
  if (known?.person === person && known.refused === undefined) return;
  if (known === undefined || known.person === person || known.refused === person) {
    await slot.write(JSON.stringify({ person } satisfies Known));
    return;
  }
  await slot.write(JSON.stringify({ ...known, refused: person } satisfies Known));
  throw new BridgeFailure(
    'source.other_person',
    'credentials',
    'These are the readings of another Dexcom account than those in the journal, and none of them was taken. Another person needs an account name of their own in the configuration, or another DATA_DIR. If it is the same person with a new Dexcom account or a new Web API application, run `unlock`.',
  );
}

function parse(text: string | undefined): Known | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Known> | null;
    return typeof value?.person === 'string' ? (value as Known) : undefined;
  } catch {
    return undefined;
  }
}
