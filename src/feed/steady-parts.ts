/** Parts of one array that are kept: followers ask for the same few counts again and again. */
const MOST_KEPT = 8;

const kept = new WeakMap<readonly unknown[], Map<string, readonly unknown[]>>();

/**
 * A slice of an array that never changes; mostly the same array again where the same slice is asked for, so that what is made
 * of it can be kept.
 */
export function steadySlice<Row>(rows: readonly Row[], start: number, end: number): readonly Row[] {
  if (start <= 0 && end >= rows.length) return rows;
  return steadyPart(rows, `slice ${start} ${end}`, () => rows.slice(start, end));
}

/** The rows of one type, in the same way. */
export function steadyType<Row extends object>(rows: readonly Row[], type: string): readonly Row[] {
  return steadyPart(rows, `type ${type}`, () => {
    const found = rows.filter((row) => 'type' in row && row.type === type);
    return found.length === rows.length ? rows : found;
  });
}

function steadyPart<Row>(
  rows: readonly Row[],
  key: string,
  make: () => readonly Row[],
): readonly Row[] {
  let parts = kept.get(rows);
  if (parts === undefined) kept.set(rows, (parts = new Map<string, readonly unknown[]>()));
  let part = parts.get(key) as readonly Row[] | undefined;
  if (part === undefined) {
    if (parts.size >= MOST_KEPT) parts.clear();
    parts.set(key, (part = make()));
  }
  return part;
}
