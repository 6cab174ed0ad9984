/** Names with values, as a query nests them. */
export type Tree = Readonly<Record<string, unknown>>;

/** True for names with values; false for a text and for a list. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
