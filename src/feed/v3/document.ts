import type { StoredRow } from '../feed-rows.ts';

/** A document as API v3 shows it: without `_id`. */
export type Document = Readonly<Record<string, unknown>>;

/** What only API v1 shows of a row. */
export const HIDDEN: readonly string[] = ['_id', 'mills'];

/** A row without what only API v1 shows. */
export function toDocument(row: StoredRow): Document;
export function toDocument(row: StoredRow | undefined): Document | undefined;
export function toDocument(row: StoredRow | undefined): Document | undefined {
  if (row === undefined) return undefined;
  const { _id, mills, ...rest } = row as StoredRow & { readonly mills?: number };
  return rest;
}
