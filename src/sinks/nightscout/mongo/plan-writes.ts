import { DAY_MS, type EpochMs } from '../../../domain/instant.ts';
import type { NightscoutEntry } from '../entry.ts';
import type { FoundRow } from '../found-row.ts';
import { placeEntries } from '../place-entries.ts';
import { sameContent } from '../same-content.ts';

/** What to do with each entry of a batch. Every entry is in exactly one list. */
export interface WritePlan {
  /** There already, word for word. */
  readonly unchanged: readonly NightscoutEntry[];
  /** Another row is the same reading. */
  readonly taken: readonly NightscoutEntry[];
  /** A row of ours says something else. */
  readonly changed: readonly { readonly entry: NightscoutEntry; readonly id: unknown }[];
  /** Missing and recent: others may be writing the same reading now. */
  readonly upserted: readonly NightscoutEntry[];
  /** Missing and more than a day old: nobody else writes there now. */
  readonly inserted: readonly NightscoutEntry[];
}

/**
 * Decides by what a look at the collection found. Plain inserts are several times faster than upserts, but beside
 * Nightscout's own writes they double rows: only a batch whose newest missing entry is over a day old gets them.
 */
export function planWrites(
  entries: readonly NightscoutEntry[],
  rows: readonly FoundRow[],
  toleranceMs: number,
  now: EpochMs,
): WritePlan {
  const unchanged: NightscoutEntry[] = [];
  const taken: NightscoutEntry[] = [];
  const changed: { entry: NightscoutEntry; id: unknown }[] = [];
  const missing: NightscoutEntry[] = [];
  placeEntries(entries, rows, toleranceMs).forEach((place, index) => {
    const entry = entries[index];
    if (entry === undefined) return;
    if (place.is === 'free') missing.push(entry);
    else if (place.is === 'taken') taken.push(entry);
    else if (sameContent(place.row, entry, true)) unchanged.push(entry);
    else changed.push({ entry, id: place.row.fields['_id'] });
  });
  const isOld = missing.every((entry) => entry.date < now - DAY_MS);
  const [upserted, inserted] = isOld ? [[], missing] : [missing, []];
  return { unchanged, taken, changed, upserted, inserted };
}
