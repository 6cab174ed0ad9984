import { readSystemTime } from './dated.ts';
import { isWireObject, type WireObject } from './json-value.ts';
import { openWords } from './open-words.ts';
import { dexcomIdOf } from './record-id.ts';
import type { Translated } from './set-aside-twins.ts';

const statusWord = openWords(['created', 'updated', 'deleted']);

/** What comes later in the life of an event counts more. */
const RANKS: readonly (string | undefined)[] = ['created', 'updated', 'deleted'];

/**
 * Of an event that one answer tells several times under one id (as it was made, changed and deleted) only what it has become.
 * Else the order of the answer would decide, and a deleted event could come back. Dexcom does not document whether it lists
 * former versions; those without an id of Dexcom's all stay.
 */
export function latestVersions(events: readonly Translated[]): readonly Translated[] {
  const latest = new Map<string, Translated>();
  for (const event of events) {
    const id = idOf(event);
    const known = id === undefined ? undefined : latest.get(id);
    if (id !== undefined && !(known && isLater(known, event))) latest.set(id, event);
  }
  return events.filter((event) => {
    const id = idOf(event);
    return id === undefined || latest.get(id) === event;
  });
}

function idOf({ record }: Translated): string | undefined {
  return isWireObject(record) ? dexcomIdOf(record) : undefined;
}

function isLater(a: Translated, b: Translated): boolean {
  const [one, other] = [standingOf(a.record as WireObject), standingOf(b.record as WireObject)];
  return one.rank === other.rank ? one.enteredAt > other.enteredAt : one.rank > other.rank;
}

function standingOf(record: WireObject): { readonly rank: number; readonly enteredAt: number } {
  return {
    rank: Math.max(RANKS.indexOf(statusWord(record['eventStatus'])), 0),
    enteredAt: readSystemTime(record['recordedSystemTime']) ?? 0,
  };
}
