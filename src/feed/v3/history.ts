import type { FeedRows } from '../feed-rows.ts';
import type { Collection } from './collections.ts';
import type { Document } from './document.ts';

/** What changed, oldest change first. */
export interface History {
  readonly documents: readonly Document[];
  /** Greatest `srvModified` of them, UTC ms: from there the reader goes on. Undefined where there is none. */
  readonly lastModified: number | undefined;
}

/** Fewest changes looked at: not each of them has a document. */
const FEWEST = 200;

/**
 * Documents that changed at `sinceMs` or later, with those that are gone, at most `limit`; but never only some of those that
 * changed in the same millisecond. A reader goes on after the last `srvModified` it was told, and would miss the others for ever.
 */
export async function readHistory(
  rows: FeedRows,
  { kinds, toHistory }: Collection,
  sinceMs: number,
  limit: number,
): Promise<History> {
  if (kinds.length === 0) return { documents: [], lastModified: undefined };
  for (let count = Math.max(limit + 1, FEWEST); ; count *= 2) {
    const changes = await rows.changedSince(sinceMs, count, kinds);
    const isAll = changes.length < count;
    const documents: Document[] = [];
    let lastModified: number | undefined;
    for (const [index, held] of changes.entries()) {
      const next = changes[index + 1];
      // Of the last millisecond there may be more than was asked for.
      if (next === undefined && !isAll) break;
      const found = toHistory(held);
      if (found !== undefined) {
        documents.push(found);
        lastModified = Math.max(lastModified ?? 0, held.changedAt);
      }
      const isWhole = next?.changedAt !== held.changedAt;
      if (isWhole && documents.length >= limit) return { documents, lastModified };
    }
    if (isAll) return { documents, lastModified };
  }
}
