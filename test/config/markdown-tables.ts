/** A row of a table, cell by cell, without the blanks around them. */
export type Row = readonly string[];

/**
 * The tables of a document that stand between `<!-- names: title -->` and `<!-- end -->`, by title; heads and rules are left out.
 * Throws where a table has no end or no row.
 */
export function namedTables(text: string): ReadonlyMap<string, readonly Row[]> {
  const tables = new Map<string, readonly Row[]>();
  for (const [, title = '', body] of text.matchAll(
    /<!-- names: (.+?) -->\n([\s\S]*?)(?:<!-- end -->|$)/g,
  )) {
    const [, , ...rows] = rowsOf(body ?? '');
    if (rows.length === 0) throw new Error(`the table ${title} has no row`);
    tables.set(title, rows);
  }
  return tables;
}

/** Every row of every table in a text. */
export function rowsOf(text: string): readonly Row[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** What stands in backticks in a cell. */
export function codeIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}
