import { whileWanted } from '../while-wanted.ts';
import type { Collection } from './collections.ts';
import { toDocument, type Document } from './document.ts';

const FIRST_MS = 0;
const LAST_MS = 8_640_000_000_000_000;

/** The document with this identifier, or with this `_id`; undefined where there is none. @param signal of the request */
export async function findDocument(
  { reader }: Collection,
  identifier: string,
  signal: AbortSignal,
): Promise<Document | undefined> {
  if (reader === undefined) return undefined;
  const named = await reader.byId(identifier, signal);
  if (named !== undefined) return toDocument(named);
  // An identifier is a hash: it does not tell when its document is dated.
  for await (const page of whileWanted(reader.pages(FIRST_MS, LAST_MS), signal)) {
    const found = page.find((row) => (row as { identifier?: unknown }).identifier === identifier);
    if (found !== undefined) return toDocument(found);
  }
  return undefined;
}
