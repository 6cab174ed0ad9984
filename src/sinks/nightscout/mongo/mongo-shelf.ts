import type { Filter, ObjectId } from 'mongodb';
import { toIsoUtc } from '../../../domain/instant.ts';
import { documentSpans } from '../document-spans.ts';
import type { DocumentShelf } from '../document-store.ts';
import { foundDocument, type FoundDocument } from '../found-document.ts';
import type { LookSpan } from '../look-spans.ts';
import type { MongoConnection, StoredEntry } from './connection.ts';
import { replaceDocuments, type OwnDocument } from './replace-documents.ts';

/** Documents of one kind in one collection. */
export interface MongoShelfParts {
  readonly collection: string;
  /** Tells these documents, and others' of the same kind, from all else in the collection. */
  readonly only: Filter<StoredEntry>;
  /** Rows that may lie in a span, by each field that may name their instant; each is indexed by Nightscout. */
  readonly within: (span: LookSpan) => readonly Filter<StoredEntry>[];
}

/** By `created_at`, as treatments have it. */
export function withinCreatedAt({ from, to }: LookSpan): readonly Filter<StoredEntry>[] {
  return [{ created_at: { $gte: toIsoUtc(from), $lte: toIsoUtc(to) } }];
}

/** By `date` and `sysTime`, as entries have them. */
export function withinDate({ from, to }: LookSpan): readonly Filter<StoredEntry>[] {
  return [
    { date: { $gte: from, $lte: to } },
    { sysTime: { $gte: toIsoUtc(from), $lte: toIsoUtc(to) } },
  ];
}

/** A shelf that is a collection of the database. @param opened the connection in use */
export function createMongoShelf<Document extends OwnDocument>(
  { collection: name, only, within }: MongoShelfParts,
  opened: () => MongoConnection,
): DocumentShelf<Document> {
  async function find(
    filter: Filter<StoredEntry>,
    signal: AbortSignal,
  ): Promise<readonly FoundDocument[]> {
    const { collection, run } = opened();
    const rows = await run(signal, () => collection(name).find(filter).toArray(), name);
    return rows.flatMap((row) => foundDocument(row) ?? []);
  }

  return {
    replacesByIdentifier: false,
    movesRows: true,
    near(instants, signal) {
      const spans = documentSpans(instants);
      return find({ ...only, $or: spans.flatMap((span) => [...within(span)]) }, signal);
    },
    named: (identifiers, signal) => find({ identifier: { $in: [...identifiers] } }, signal),
    async remove(rows, signal) {
      const { collection, run } = opened();
      const operations = rows.map(({ id, identifier }) => ({
        deleteOne: { filter: { _id: id as ObjectId, identifier } },
      }));
      await run(signal, () => collection(name).bulkWrite(operations, { ordered: false }), name);
    },
    async write(writes, signal) {
      const { run } = opened();
      const work = () => replaceDocuments(writes, opened(), name);
      const { refused, takenOver } = await run(signal, work, name);
      return {
        takenOver: new Set(takenOver),
        refused: new Map(
          refused.map((document) => [
            document,
            { refused: refusalReason(name, document.created_at) },
          ]),
        ),
      };
    },
  };
}

/** Why a document is set aside. */
export function refusalReason(collection: string, createdAt: string): string {
  return `A validation rule of the collection ${collection} refuses the document of ${createdAt}: remove the rule, Nightscout sets none.`;
}
