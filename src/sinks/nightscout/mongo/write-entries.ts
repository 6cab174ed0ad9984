import type { AnyBulkWriteOperation, ObjectId } from 'mongodb';
import type { NightscoutEntry } from '../entry.ts';
import { nothing, sortFaults, type Sorted } from './bulk-faults.ts';
import type { MongoConnection, StoredEntry } from './connection.ts';
import { entryObjectId } from './entry-object-id.ts';
import { rowsVanished } from './failures.ts';
import type { WritePlan } from './plan-writes.ts';

/** Entries that the database refused for ever. */
export type Refusals = readonly NightscoutEntry[];

/** What came of a plan; every entry in neither list is written. */
export interface WriteOutcome {
  /** Entries that the database refused for ever. */
  readonly refused: Refusals;
  /** Entries whose row somebody has made into something else; it is theirs now and is left alone. */
  readonly takenOver: readonly NightscoutEntry[];
}

/** Carries a plan out. Rejects with the driver's error when anything is in doubt. */
export async function writePlan(
  plan: WritePlan,
  connection: MongoConnection,
): Promise<WriteOutcome> {
  const refusals = await change(plan.changed, connection);
  const inserted = await insert(plan.inserted, connection);
  // Ours, written by another bridge since the look: the upsert meets that very row.
  const upserted = await upsert([...plan.upserted, ...inserted.duplicates], connection);
  // Two writers raced to insert; on the second try the row is there to be updated.
  const again = await upsert(upserted.duplicates, connection);
  const takenOver = await findTakenOver(again.duplicates, connection);
  if (takenOver.length < again.duplicates.length) throw again.error;
  return {
    refused: [...refusals, ...inserted.refused, ...upserted.refused, ...again.refused],
    takenOver,
  };
}

/** Writes entries without a look, by key. */
export async function upsertAll(
  entries: readonly NightscoutEntry[],
  connection: MongoConnection,
): Promise<WriteOutcome> {
  return writePlan(
    { unchanged: [], taken: [], changed: [], upserted: entries, inserted: [] },
    connection,
  );
}

/**
 * Which entries' own row stands under another key: somebody has edited its `sysTime` or `type`. No upsert can ever
 * meet it and none can insert beside it. A row under its own key was written a moment ago, and the next write meets it.
 */
async function findTakenOver(
  collided: readonly NightscoutEntry[],
  { entries, objectId }: MongoConnection,
): Promise<readonly NightscoutEntry[]> {
  if (collided.length === 0) return [];
  const ids = collided.map((entry) => objectId(entryObjectId(entry)));
  const projection = { sysTime: 1, type: 1 } as const;
  const rows = await entries.find({ _id: { $in: ids } }, { projection }).toArray();
  const found = new Map(rows.map((row) => [String(row._id), row]));
  return collided.filter((entry) => {
    const row = found.get(entryObjectId(entry));
    return row && (row['sysTime'] !== entry.sysTime || row['type'] !== entry.type);
  });
}

/** Rows of ours are changed by their `_id`, so that no other program's row under the same key is met. */
async function change(
  changed: WritePlan['changed'],
  { entries }: MongoConnection,
): Promise<Refusals> {
  if (changed.length === 0) return [];
  const operations = changed.map(({ entry, id }): AnyBulkWriteOperation<StoredEntry> => {
    const { identifier: _identifier, srvCreated: _srvCreated, ...content } = entry;
    // A trend that is no longer known must not stay beside the new value.
    const $unset = {
      ...(entry.trend === undefined ? ({ direction: '', trend: '' } as const) : {}),
      ...(entry.trendRate === undefined ? ({ trendRate: '' } as const) : {}),
    };
    const update = Object.keys($unset).length > 0 ? { $set: content, $unset } : { $set: content };
    return { updateOne: { filter: { _id: id as ObjectId }, update } };
  });
  try {
    const { matchedCount } = await entries.bulkWrite(operations, { ordered: false });
    if (matchedCount < operations.length) throw rowsVanished(entries.collectionName);
    return [];
  } catch (thrown) {
    const { refused, duplicates, error } = sortFaults(
      thrown,
      changed.map(({ entry }) => entry),
    );
    if (duplicates.length > 0) throw error;
    return refused;
  }
}

async function insert(
  missing: readonly NightscoutEntry[],
  { entries, objectId }: MongoConnection,
): Promise<Sorted<NightscoutEntry>> {
  if (missing.length === 0) return nothing();
  const documents = missing.map((entry) => ({ _id: objectId(entryObjectId(entry)), ...entry }));
  try {
    await entries.insertMany(documents, { ordered: false });
    return nothing();
  } catch (thrown) {
    return sortFaults(thrown, missing);
  }
}

async function upsert(
  missing: readonly NightscoutEntry[],
  { entries, objectId }: MongoConnection,
): Promise<Sorted<NightscoutEntry>> {
  if (missing.length === 0) return nothing();
  const operations = missing.map((entry): AnyBulkWriteOperation<StoredEntry> => {
    const { identifier, srvCreated, ...content } = entry;
    const $setOnInsert = { _id: objectId(entryObjectId(entry)), identifier, srvCreated };
    return {
      updateOne: {
        filter: { sysTime: entry.sysTime, type: entry.type },
        update: { $set: content, $setOnInsert },
        upsert: true,
      },
    };
  });
  try {
    await entries.bulkWrite(operations, { ordered: false });
    return nothing();
  } catch (thrown) {
    return sortFaults(thrown, missing);
  }
}
