import type { StoredRow } from './feed-rows.ts';

/** Order of rows: by date, the newest first; of the same millisecond the one that was recorded last. */
export function newestFirst(a: StoredRow, b: StoredRow): number {
  if (a.date !== b.date) return b.date - a.date;
  return a._id < b._id ? 1 : -1;
}
