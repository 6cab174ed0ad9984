import { toIsoUtc } from '../../../domain/instant.ts';
import type { DocumentStore } from '../document-store.ts';
import type { DeviceStatus } from '../device-status.ts';
import { APP } from '../entry.ts';
import { foundDocument } from '../found-document.ts';
import type { MeterEntry } from '../mbg.ts';
import { TREATMENT_TYPES } from '../treatment-content.ts';
import type { Treatment } from '../treatment.ts';
import type { MongoConnection } from './connection.ts';
import { createMongoShelf, refusalReason, withinCreatedAt, withinDate } from './mongo-shelf.ts';
import type { MongoOptions } from './options.ts';
import { replaceDocuments } from './replace-documents.ts';

/** The database of a Nightscout. @param opened the connection in use */
export function createMongoStore(
  options: MongoOptions,
  opened: () => MongoConnection,
): DocumentStore {
  const { collection, treatmentsCollection, devicestatusCollection } = options;
  return {
    keepsUtcOffset: true,
    refusedCode: 'mongodb.refused_document',
    treatments: createMongoShelf<Treatment>(
      {
        collection: treatmentsCollection,
        only: { eventType: { $in: [...TREATMENT_TYPES] } },
        within: withinCreatedAt,
      },
      opened,
    ),
    meterEntries: createMongoShelf<MeterEntry>(
      { collection, only: { type: 'mbg' }, within: withinDate },
      opened,
    ),
    statuses: statusShelf(devicestatusCollection, opened),
  };
}

function statusShelf(name: string, opened: () => MongoConnection): DocumentStore['statuses'] {
  return {
    async ours(ids, since, signal) {
      const { collection, run } = opened();
      const find = () =>
        collection(name)
          .find({ created_at: { $gte: toIsoUtc(since) }, app: APP, 'dexcom.id': { $in: [...ids] } })
          .toArray();
      const rows = (await run(signal, find, name)).flatMap((row) => foundDocument(row) ?? []);
      return rows.sort((a, b) => (b.instant ?? 0) - (a.instant ?? 0));
    },
    async add(documents, signal) {
      const writes = documents.map((document) => ({ document, inPlaceOf: undefined }));
      const work = () => replaceDocuments<DeviceStatus>(writes, opened(), name);
      const { refused, takenOver } = await opened().run(signal, work, name);
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
