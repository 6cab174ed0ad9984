import { type FoundRow, isOurs } from './found-row.ts';
import type { NightscoutEntry } from './entry.ts';

/** What lies at the destination where an entry would go. */
export type Place =
  | { readonly is: 'free' }
  /** A row that the bridge wrote, under the entry's very key. */
  | {
      readonly is: 'ours';
      readonly row: FoundRow;
      /** Another program's row lies under the same key, so an upsert by key could hit that one. */
      readonly shared: boolean;
    }
  /** Another row within the tolerance is the same reading: it is left alone. */
  | { readonly is: 'taken' };

/**
 * Says for each entry what lies in its place. A row is near when it lies under the entry's key or less than `toleranceMs`
 * from it; rows that the bridge wrote at another instant count as near too (a journal that was lost and made again).
 */
export function placeEntries(
  entries: readonly NightscoutEntry[],
  rows: readonly FoundRow[],
  toleranceMs: number,
): readonly Place[] {
  const underKey = new Map<string, FoundRow[]>();
  const instants: number[] = [];
  for (const row of rows) {
    if (row.instant !== undefined) instants.push(row.instant);
    if (row.sysTime === undefined) continue;
    const others = underKey.get(row.sysTime);
    if (others) others.push(row);
    else underKey.set(row.sysTime, [row]);
  }
  instants.sort((a, b) => a - b);
  return entries.map((entry): Place => {
    const same = underKey.get(entry.sysTime) ?? [];
    const row = same.find((candidate) => isOurs(candidate, entry));
    if (row) return { is: 'ours', row, shared: same.some((other) => !isOurs(other, entry)) };
    if (same.length > 0) return { is: 'taken' };
    return { is: isNear(instants, entry.date, toleranceMs) ? 'taken' : 'free' };
  });
}

/** Whether a sorted list holds a value equal to `at` or less than `toleranceMs` from it. */
function isNear(sorted: readonly number[], at: number, toleranceMs: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  const after = (sorted[low] ?? Infinity) - at;
  const before = at - (sorted[low - 1] ?? -Infinity);
  return after === 0 || Math.min(after, before) < toleranceMs;
}
