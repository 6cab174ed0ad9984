import type { NightscoutEntry } from './entry.ts';
import type { FoundRow } from './found-row.ts';

/** What a reader of the row would see. The book-keeping fields are left out: a repeat must not touch them. */
const SEEN = ['type', 'sgv', 'date', 'dateString', 'direction', 'trend', 'device', 'app'] as const;

/** True when a row of ours says already what the entry says; `utcOffset` counts only where the destination keeps it. */
export function sameContent(
  row: FoundRow,
  entry: NightscoutEntry,
  keepsUtcOffset: boolean,
): boolean {
  // What API v3 took away is `null`.
  const differs = (field: keyof NightscoutEntry): boolean =>
    (row.fields[field] ?? undefined) !== entry[field];
  if (SEEN.some(differs)) return false;
  return !keepsUtcOffset || entry.utcOffset === undefined || !differs('utcOffset');
}
