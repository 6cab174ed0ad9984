import { toIsoUtc } from '../../../domain/instant.ts';
import { ownPart } from '../add-statuses.ts';
import type { DocumentStore } from '../document-store.ts';
import { APP } from '../entry.ts';
import { foundDocument } from '../found-document.ts';
import type { MeterEntry } from '../mbg.ts';
import { TREATMENT_TYPES } from '../treatment-content.ts';
import type { Treatment } from '../treatment.ts';
import { askRows, type V3Collection } from './ask-rows.ts';
import type { V3Client } from './client.ts';
import { putDocuments } from './put-documents.ts';
import { createV3Shelf } from './shelf.ts';
import { V3_METER_ENTRIES, V3_STATUSES, V3_TREATMENTS } from './wares.ts';

/** A site, reached by API v3, and whether what was found there has been moved about. */
export interface V3Store extends DocumentStore {
  /** How many rows were removed since it was asked last. */
  removals(): number;
}

/** A Nightscout site, reached by its REST API v3. */
export function createV3Store(client: V3Client): V3Store {
  const treatments = createV3Shelf<Treatment>(
    {
      collection: { name: 'treatments', wares: V3_TREATMENTS },
      field: 'created_at',
      only: [['eventType$in', TREATMENT_TYPES.join('|')]],
    },
    client,
  );
  const meterEntries = createV3Shelf<MeterEntry>(
    {
      collection: { name: 'entries', wares: V3_METER_ENTRIES },
      field: 'date',
      only: [['type', 'mbg']],
    },
    client,
  );
  return {
    // A site keeps the first offset it is told and lets nobody change it: a difference is none that could be mended.
    keepsUtcOffset: false,
    refusedCode: 'nightscout.refused_row',
    treatments,
    meterEntries,
    statuses: statusShelf(client),
    removals: () => treatments.removals() + meterEntries.removals(),
  };
}

function statusShelf(client: V3Client): DocumentStore['statuses'] {
  const collection: V3Collection = { name: 'devicestatus', wares: V3_STATUSES };
  return {
    async ours(ids, since, signal) {
      const rows = await askRows(
        client,
        collection,
        [
          ['app', APP],
          ['created_at$gte', toIsoUtc(since)],
          ['sort$desc', 'created_at'],
        ],
        signal,
      );
      return rows
        .flatMap((row) => foundDocument(row) ?? [])
        .filter((row) => ids.includes(String(ownPart(row)['id'])));
    },
    async add(documents, signal) {
      const writes = documents.map((document) => ({ document, row: undefined }));
      const refused = await putDocuments(
        writes,
        collection,
        client,
        signal,
        ({ created_at: at }) => `the device state of ${at}`,
      );
      return { refused, takenOver: new Set() };
    },
  };
}
