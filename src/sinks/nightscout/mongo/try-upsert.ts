import type { Collection } from 'mongodb';
import type { MongoConnection, StoredEntry } from './connection.ts';

/** The server's word for "that would change `_id`": permission was checked before and is there. */
const IMMUTABLE_FIELD = 66;
/** An id that nothing has. */
export const NO_ROW = '000000000000000000000000';
/** With it the upsert below can match no row, and cannot insert one either. */
const NO_OTHER_ROW = '000000000000000000000001';

/** An upsert that the server must refuse, after it checked the right to insert and to update. */
export async function tryUpsert(
  rows: Collection<StoredEntry>,
  { objectId }: MongoConnection,
): Promise<void> {
  try {
    await rows.updateOne(
      { _id: objectId(NO_ROW) },
      { $set: { _id: objectId(NO_OTHER_ROW) } },
      { upsert: true },
    );
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code !== IMMUTABLE_FIELD) throw thrown;
  }
}
