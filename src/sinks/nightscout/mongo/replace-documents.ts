import type { AnyBulkWriteOperation, ObjectId } from 'mongodb';
import type { PlannedWrite } from '../place-documents.ts';
import { nothing, sortFaults, type Sorted } from './bulk-faults.ts';
import type { MongoConnection, StoredEntry } from './connection.ts';
import { documentObjectId } from './document-object-id.ts';

/** What a document of ours is known by. */
export interface OwnDocument {
  readonly identifier: string;
  /** UTC ms. */
  readonly date: number;
  readonly created_at: string;
}

/** A document, and the row of ours that it takes the place of. */
export type Replacement<Document> = Pick<PlannedWrite<Document>, 'document' | 'inPlaceOf'>;

/** What came of it; every document in neither list is there now. */
export interface ReplaceOutcome<Document> {
  readonly refused: readonly Document[];
  readonly takenOver: readonly Document[];
}

/**
 * Puts each document whole in the place of our own row, or inserts it, as Nightscout does with what it is posted. The
 * identifier is part of the filter, so that a row which somebody made into something else is never met.
 * Rejects with the driver's error when anything is in doubt.
 */
export async function replaceDocuments<Document extends OwnDocument>(
  writes: readonly Replacement<Document>[],
  connection: MongoConnection,
  name: string,
): Promise<ReplaceOutcome<Document>> {
  const first = await replace(writes, connection, name);
  if (first.duplicates.length === 0) return { refused: first.refused, takenOver: [] };
  // Two writers raced to insert; on the second try the row is there to be replaced.
  const collided = writes.filter(({ document }) => first.duplicates.includes(document));
  const again = await replace(collided, connection, name);
  const takenOver = await findTakenOver(again.duplicates, connection, name);
  if (takenOver.length < again.duplicates.length) throw again.error;
  return { refused: [...first.refused, ...again.refused], takenOver };
}

async function replace<Document extends OwnDocument>(
  writes: readonly Replacement<Document>[],
  { collection, objectId }: MongoConnection,
  name: string,
): Promise<Sorted<Document>> {
  const operations = writes.map(({ document, inPlaceOf }): AnyBulkWriteOperation<StoredEntry> => {
    const _id =
      inPlaceOf === undefined ? objectId(documentObjectId(document)) : (inPlaceOf.id as ObjectId);
    return {
      replaceOne: {
        filter: { _id, identifier: document.identifier },
        replacement: { ...document } as Readonly<Record<string, unknown>>,
        upsert: true,
      },
    };
  });
  try {
    await collection(name).bulkWrite(operations, { ordered: false });
    return nothing();
  } catch (thrown) {
    return sortFaults(
      thrown,
      writes.map(({ document }) => document),
    );
  }
}

/** Whose own `_id` stands on a row that does not bear the identifier any more: somebody has edited it. */
async function findTakenOver<Document extends OwnDocument>(
  collided: readonly Document[],
  { collection, objectId }: MongoConnection,
  name: string,
): Promise<readonly Document[]> {
  if (collided.length === 0) return [];
  const ids = collided.map((document) => objectId(documentObjectId(document)));
  const projection = { identifier: 1 } as const;
  const rows = await collection(name)
    .find({ _id: { $in: ids } }, { projection })
    .toArray();
  const found = new Map(rows.map((row) => [String(row._id), row]));
  return collided.filter((document) => {
    const row = found.get(documentObjectId(document));
    return row !== undefined && row['identifier'] !== document.identifier;
  });
}
