import { FIRST_MS, LAST_MS } from '../journal-pages.ts';
import type { Collection } from './collections.ts';
import { toDocument, type Document } from './document.ts';
import type { Searcher } from './search.ts';

/** The document with this identifier, or with this `_id`; undefined where there is none. @throws BridgeFailure `feed.busy` */
export async function findDocument(
  { reader }: Collection,
  identifier: string,
  { turns, signal }: Searcher,
): Promise<Document | undefined> {
  if (reader === undefined) return undefined;
  const named = await reader.byId(identifier, signal);
  if (named !== undefined) return toDocument(named);
  // An identifier is a hash: it does not tell when its document is dated.
  for await (const page of turns.take(reader.pages(FIRST_MS, LAST_MS), signal)) {
    const found = page.find((row) => (row as { identifier?: unknown }).identifier === identifier);
    if (found !== undefined) return toDocument(found);
  }
  return undefined;
}
