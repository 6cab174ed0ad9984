import type { Collection, Db, IndexSpecification } from 'mongodb';

/** The indexes that Nightscout 15 makes on its entries, none unique. */
const INDEXES: readonly IndexSpecification[] = [
  'date',
  'type',
  'sgv',
  'mbg',
  'sysTime',
  'dateString',
  'identifier',
  'srvModified',
  'isValid',
  { type: 1, date: -1, dateString: 1 },
];

/** An empty entries collection as a Nightscout leaves it. */
export async function nightscoutCollection(db: Db): Promise<Collection> {
  const entries = db.collection('entries');
  for (const index of INDEXES) await entries.createIndex(index);
  return entries;
}
