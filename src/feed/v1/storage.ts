import type { FeedRows, RowReader, StoredRow } from '../feed-rows.ts';
import { ENTRIES, STATUSES, TREATMENTS, type Collection } from '../query/collection.ts';

/** A row that says when its record came in. */
type Row = StoredRow & { readonly srvCreated: number };

/** What a path names as its storage. */
export interface Storage {
  readonly collection: Collection;
  readonly reader: RowReader<Row>;
}

/** The storage of that name; entries for any other name, as for Nightscout. */
export function storageOf(name: string | undefined, rows: FeedRows): Storage {
  if (name === 'treatments') return { collection: TREATMENTS, reader: rows.treatments };
  if (name === 'devicestatus') return { collection: STATUSES, reader: rows.statuses };
  return { collection: ENTRIES, reader: rows.entries };
}
