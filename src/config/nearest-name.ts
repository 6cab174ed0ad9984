/** Edits (insert, delete, replace, swap of neighbours) between two words. */
function distance(left: string, right: string): number {
  const rows: number[][] = [[...Array(right.length + 1).keys()]];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= left.length; row++) {
    const current: number[] = [row];
    rows.push(current);
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      let best = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + same,
      );
      if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        best = Math.min(best, at(row - 2, column - 2) + 1);
      }
      current.push(best);
    }
  }
  return at(left.length, right.length);
}

/** The nearest of the known names with its distance in edits; case, dashes, dots and underscores do not count. */
function nearest(
  given: string,
  known: readonly string[],
): { name: string; edits: number } | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_.\s]/g, '');
  // A longer name is not a slip of the finger, and comparing it costs its square.
  const wanted = plain(given).slice(0, 64);
  return known
    .map((name) => ({ name, edits: distance(wanted, plain(name)) }))
    .sort((left, right) => left.edits - right.edits)[0];
}

/** The nearest of several places, each known by several spellings; the earlier one where two are equally near. */
export function nearestPlace(
  given: readonly string[],
  places: readonly { readonly place: string; readonly spellings: readonly string[] }[],
): string | undefined {
  return places
    .map(({ place, spellings }) => ({
      place,
      edits: Math.min(...given.map((text) => nearest(text, spellings)?.edits ?? Infinity)),
    }))
    .sort((left, right) => left.edits - right.edits)[0]?.place;
}

/** The known name that was most likely meant, if one is near enough; case, dashes and underscores do not count. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const best = nearest(given, known);
  const length = Math.min(64, given.replaceAll(/[-_.\s]/g, '').length);
  return best && best.edits <= Math.max(2, Math.floor(length / 3)) ? best.name : undefined;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  const nearest = nearestName(given, known);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}
