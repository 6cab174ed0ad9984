import type { Collection, Db } from 'mongodb';

/** The indexes that Nightscout 15 makes on its entries, none unique. */
const INDEXES: readonly Record<string, 1 | -1>[] = [
  { date: 1 },
  { type: 1 },
  { sgv: 1 },
  { mbg: 1 },
  { sysTime: 1 },
  { dateString: 1 },
  { identifier: 1 },
  { srvModified: 1 },
  { isValid: 1 },
  { type: 1, date: -1, dateString: 1 },
];

/** An empty entries collection as a Nightscout leaves it. */
export async function nightscoutCollection(db: Db): Promise<Collection> {
  const entries = db.collection('entries');
  await entries.createIndexes(INDEXES.map((key) => ({ key })));
  return entries;
}
