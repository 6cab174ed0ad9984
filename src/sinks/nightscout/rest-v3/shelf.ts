import { epochMs, toIsoUtc } from '../../../domain/instant.ts';
import { documentSpans } from '../document-spans.ts';
import type { DocumentShelf, StoreOutcome } from '../document-store.ts';
import { foundDocument } from '../found-document.ts';
import { rowsBetween, rowsNamed, type QueryParts, type V3Collection } from './ask-rows.ts';
import type { V3Client } from './client.ts';
import { putDocuments, removeDocument } from './put-documents.ts';

/** Documents of one kind in one collection of a site. */
export interface V3ShelfParts {
  readonly collection: V3Collection;
  /** The field that names the instant. */
  readonly field: 'created_at' | 'date';
  /** Tells these documents, and others' of the same kind, from all else in the collection. */
  readonly only: QueryParts;
}

/** A shelf that also tells whether rows went. */
export interface V3Shelf<Document> extends DocumentShelf<Document> {
  /** How many rows were removed since it was asked last. */
  removals(): number;
}

/** What is sent to a shelf. */
interface SentDocument {
  readonly identifier: string;
  readonly date: number;
  readonly srvCreated: number;
  readonly srvModified: number;
}

/** A shelf that is a collection of a site. */
export function createV3Shelf<Document extends SentDocument>(
  { collection, field, only }: V3ShelfParts,
  client: V3Client,
): V3Shelf<Document> {
  let removed = 0;
  return {
    replacesByIdentifier: true,
    movesRows: true,
    async near(instants, signal) {
      const rows = [];
      for (const { from, to } of documentSpans(instants)) {
        const found =
          field === 'date'
            ? rowsBetween(client, collection, field, { from, to }, only, signal)
            : rowsBetween(
                client,
                collection,
                field,
                { from: toIsoUtc(from), to: toIsoUtc(to) },
                only,
                signal,
              );
        rows.push(...(await found));
      }
      return rows.flatMap((row) => foundDocument(row) ?? []);
    },
    async named(identifiers, signal) {
      const rows = await rowsNamed(client, collection, identifiers, signal);
      return rows.flatMap((row) => foundDocument(row) ?? []);
    },
    async remove(rows, signal) {
      for (const { identifier } of rows) {
        signal.throwIfAborted();
        if (identifier === undefined) continue;
        await removeDocument(identifier, collection, client, signal);
        removed += 1;
      }
    },
    async write(writes, signal): Promise<StoreOutcome<Document>> {
      const refused = await putDocuments(
        writes.map(({ document, inPlaceOf }) => ({ document, row: inPlaceOf?.fields })),
        collection,
        client,
        signal,
        ({ date }) => `the document of ${toIsoUtc(epochMs(date))}`,
      );
      return { refused, takenOver: new Set() };
    },
    removals() {
      const count = removed;
      removed = 0;
      return count;
    },
  };
}
