/** Slices of one array that are kept: followers ask for the same few counts again and again. */
const MOST_KEPT = 8;

const kept = new WeakMap<readonly unknown[], Map<string, readonly unknown[]>>();

/** Part of an array that never changes; mostly the same array again where the same part is asked for, so that what is made of it can be kept. */
export function steadySlice<Row>(rows: readonly Row[], start: number, end: number): readonly Row[] {
  if (start <= 0 && end >= rows.length) return rows;
  let slices = kept.get(rows);
  if (slices === undefined) kept.set(rows, (slices = new Map<string, readonly unknown[]>()));
  const key = `${start} ${end}`;
  let slice = slices.get(key) as readonly Row[] | undefined;
  if (slice === undefined) {
    if (slices.size >= MOST_KEPT) slices.clear();
    slices.set(key, (slice = rows.slice(start, end)));
  }
  return slice;
}
