import type { FeedRows } from '../feed-rows.ts';
import { whileWanted } from '../while-wanted.ts';
import type { Collection } from './collections.ts';
import type { Document } from './document.ts';

/** What changed, oldest change first. */
export interface History {
  readonly documents: readonly Document[];
  /** Greatest `srvModified` of them, UTC ms: from there the reader goes on. Undefined where there is none. */
  readonly lastModified: number | undefined;
}

/**
 * Documents that changed at `sinceMs` or later, with those that are gone, at most `limit`; but never only some of those that
 * changed in the same millisecond. A reader goes on after the last `srvModified` it was told, and would miss the others for ever.
 * @param signal of the request
 */
export async function readHistory(
  rows: FeedRows,
  { kinds, toHistory }: Collection,
  sinceMs: number,
  limit: number,
  signal: AbortSignal,
): Promise<History> {
  if (kinds.length === 0) return { documents: [], lastModified: undefined };
  // By what tells them apart: one that changes while this is read comes twice, and counts as it is then.
  const documents = new Map<unknown, Document>();
  let lastModified: number | undefined;
  let at: number | undefined;
  const told = () => ({ documents: [...documents.values()], lastModified });
  for await (const page of whileWanted(rows.changes(sinceMs, kinds), signal)) {
    for (const held of page) {
      if (documents.size >= limit && held.changedAt !== at) return told();
      at = held.changedAt;
      const found = toHistory(held);
      if (found === undefined) continue;
      documents.delete(found['identifier']);
      documents.set(found['identifier'], found);
      lastModified = Math.max(lastModified ?? 0, at);
    }
  }
  return told();
}
