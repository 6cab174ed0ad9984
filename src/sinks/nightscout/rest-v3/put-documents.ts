import type { Refusal } from '../fate.ts';
import { droppedRows, notNightscout } from '../rest/failures.ts';
import { createRefusalTally } from '../rest/refusals.ts';
import type { V3Collection, V3Row } from './ask-rows.ts';
import { bodyOf } from './body.ts';
import type { V3Client } from './client.ts';
import { deletedFate, refusedFate, tooEarlyFate } from './fates.ts';
import { verdictOf, type Verdict } from './verdict.ts';

interface SentDocument {
  readonly identifier: string;
  readonly date: number;
  readonly utcOffset?: number;
  readonly srvCreated: number;
  readonly srvModified: number;
}

/** A document with the row of ours in whose place it goes, where one was seen. */
export interface DocumentWrite<Document> {
  readonly document: Document;
  readonly row: V3Row | undefined;
}

/**
 * Puts documents under their identifiers, one after the other. A PUT leaves rows of other identifiers alone, those at the same
 * instant too, and does not bring back what somebody has deleted.
 * @param called such as `the document of 2026-11-21T10:00:00.000Z`
 * @returns what was refused; all else is there now.
 * @throws `nightscout.refuses_all` while not one is accepted, `nightscout.dropped_rows`, and the failures of an answer.
 */
export async function putDocuments<Document extends SentDocument>(
  writes: readonly DocumentWrite<Document>[],
  collection: V3Collection,
  client: V3Client,
  signal: AbortSignal,
  called: (document: Document) => string,
): Promise<ReadonlyMap<Document, Refusal>> {
  const refused = new Map<Document, Refusal>();
  const tally = createRefusalTally(client.site, collection.wares);
  for (const write of writes) {
    signal.throwIfAborted();
    const { document } = write;
    const tooEarly = tooEarlyFate(called(document), document.date);
    if (tooEarly) {
      refused.set(document, tooEarly);
      continue;
    }
    let verdict = await put(write, collection, client, signal);
    if (verdict === 'immutable') {
      // Its type or instant is another one now: no site changes those, so the row goes first.
      await removeDocument(document.identifier, collection, client, signal);
      verdict = await put({ document, row: undefined }, collection, client, signal);
    }
    if (verdict === 'done') tally.stored(1);
    else if (verdict === 'deleted') {
      refused.set(document, deletedFate(client.site, called(document)));
    } else if (typeof verdict === 'object') {
      refused.set(document, refusedFate(client.site, called(document), verdict.refused));
      tally.refused();
    } else throw droppedRows(client.site, 1, 0, collection.wares);
  }
  tally.conclude();
  return refused;
}

/** Removes one row for good, by its identifier in the path. One that is gone already is as good. */
export async function removeDocument(
  identifier: string,
  collection: V3Collection,
  client: V3Client,
  signal: AbortSignal,
): Promise<void> {
  // Not only marked as deleted: every reader but those of API v3 would go on seeing it.
  const path = `${pathOf(identifier, collection)}?permanent=true`;
  const answer = await client.send({ method: 'DELETE', path }, signal);
  const verdict = verdictOf(answer, identifier, client, collection.wares);
  if (verdict === 'unclear' || verdict === 'immutable') throw notNightscout(client.site);
}

async function put<Document extends SentDocument>(
  { document, row }: DocumentWrite<Document>,
  collection: V3Collection,
  client: V3Client,
  signal: AbortSignal,
): Promise<Verdict> {
  const { identifier } = document;
  // What a site has taken down as the offset can never be another one.
  const kept = row?.['utcOffset'];
  const body = { ...bodyOf(document), ...(typeof kept === 'number' ? { utcOffset: kept } : {}) };
  const answer = await client.send(
    { method: 'PUT', path: pathOf(identifier, collection), body: JSON.stringify(body) },
    signal,
  );
  return verdictOf(answer, identifier, client, collection.wares);
}

function pathOf(identifier: string, { name }: V3Collection): string {
  return `/${name}/${encodeURIComponent(identifier)}`;
}
