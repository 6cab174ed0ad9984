import type { JournalRecord } from '../../domain/journal-record.ts';
import type { RecordKind } from '../../domain/record.ts';
import { writtenKinds } from '../../sinks/nightscout/wanted.ts';
import { toStatusRow, toTreatmentRow } from '../document-row.ts';
import { toEntryRow } from '../entry-row.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows, RowReader, StoredRow } from '../feed-rows.ts';
import { toDocument, type Document } from './document.ts';
import { toTombstone } from './tombstone.ts';

/** Nightscout’s six collections; the bridge has nothing for the last three. */
export const COLLECTION_NAMES = [
  'devicestatus',
  'entries',
  'food',
  'profile',
  'settings',
  'treatments',
] as const;

export type CollectionName = (typeof COLLECTION_NAMES)[number];

/** Where the documents of a collection come from. */
export interface Collection {
  readonly name: CollectionName;
  /** Undefined where there never is a document. */
  readonly reader?: RowReader<StoredRow>;
  /** Kinds of records that may be documents of it. */
  readonly kinds: readonly RecordKind[];
  /** What `history` tells of a record: its document, or that it is gone; undefined where there never was one. */
  readonly toHistory: (held: JournalRecord) => Document | undefined;
}

/** The collections of one account. */
export function createCollections(
  { device, writes }: Pick<FeedFacts, 'device' | 'writes'>,
  rows: FeedRows,
): ReadonlyMap<string, Collection> {
  const written = writtenKinds(writes);
  const collections: Collection[] = [
    {
      name: 'devicestatus',
      reader: rows.statuses,
      kinds: ['device'],
      toHistory: (held) => toDocument(toStatusRow(held)),
    },
    {
      name: 'entries',
      reader: rows.entries,
      kinds: writes.mbg ? ['reading', 'calibration'] : ['reading'],
      toHistory: (held) => toDocument(toEntryRow(held, device, writes)),
    },
    ...(['food', 'profile', 'settings'] as const).map((name) => ({
      name,
      kinds: [],
      toHistory: () => undefined,
    })),
    {
      name: 'treatments',
      reader: rows.treatments,
      kinds: written.filter((kind) => kind !== 'device'),
      toHistory: (held) =>
        toDocument(toTreatmentRow(held, device, writes)) ?? toTombstone(held, device),
    },
  ];
  return new Map(collections.map((collection) => [collection.name, collection]));
}
