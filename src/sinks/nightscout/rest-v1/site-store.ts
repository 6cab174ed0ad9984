import { epochMs, toIsoUtc } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { DeviceStatus } from '../device-status.ts';
import type { DocumentStore } from '../document-store.ts';
import { APP } from '../entry.ts';
import type { MeterEntry } from '../mbg.ts';
import { TREATMENT_TYPES } from '../treatment-content.ts';
import type { Treatment } from '../treatment.ts';
import { createRowAsker } from './ask-rows.ts';
import type { SiteClient } from './client.ts';
import { confirmedDocuments } from './confirmed-document.ts';
import { METER_ENTRIES, STATUSES, TREATMENTS, treatmentsDisabled } from '../rest/failures.ts';
import { sendRows } from './send-rows.ts';
import { createSiteShelf, refusalReason } from './site-shelf.ts';

const EPOCH_ISO = toIsoUtc(epochMs(0));

/** A Nightscout site, reached by its REST API v1. */
export function createSiteStore(client: SiteClient, clock: Clock): DocumentStore {
  return {
    // The site overwrites it from the text of the instant, which is in UTC.
    keepsUtcOffset: false,
    refusedCode: 'nightscout.refused_row',
    treatments: createSiteShelf<Treatment>(
      {
        collection: {
          path: '/treatments.json',
          field: 'created_at',
          least: EPOCH_ISO,
          wares: TREATMENTS,
        },
        only: TREATMENT_TYPES.map((type) => ['find[eventType][$in][]', type]),
        bound: (instant) => toIsoUtc(epochMs(instant)),
        replacesByIdentifier: true,
        confirmedBy: ['eventType', 'glucose', 'units', 'carbs', 'insulin', 'duration'],
        // The rows were just read from there: only writing is missing.
        failureOf: (status) => (status === 404 ? treatmentsDisabled(client.site) : undefined),
      },
      client,
      clock,
    ),
    meterEntries: createSiteShelf<MeterEntry>(
      {
        collection: { path: '/entries.json', field: 'date', least: '1', wares: METER_ENTRIES },
        only: [['find[type]', 'mbg']],
        bound: (instant) => instant,
        replacesByIdentifier: false,
        confirmedBy: ['type', 'mbg', 'date'],
      },
      client,
      clock,
    ),
    statuses: statusShelf(client, clock),
  };
}

function statusShelf(client: SiteClient, clock: Clock): DocumentStore['statuses'] {
  const path = '/devicestatus.json';
  const asker = createRowAsker(client, {
    path,
    field: 'created_at',
    least: EPOCH_ISO,
    wares: STATUSES,
  });
  return {
    ours: (ids, since, signal) =>
      asker.whereIn('dexcom.id', ids, [['find[app]', APP]], signal, toIsoUtc(since)),
    async add(documents, signal) {
      const kind = {
        path,
        wares: STATUSES,
        confirmed: (answer: readonly unknown[], sent: readonly DeviceStatus[]) =>
          confirmedDocuments(answer, sent, ['device']),
        async readBack(rows: readonly DeviceStatus[]) {
          const oldest = epochMs(Math.min(...rows.map(({ date }) => date)));
          const ids = [...new Set(rows.map(({ dexcom }) => dexcom.id))];
          const ours = [['find[app]', APP]] as const;
          const found = await asker.whereIn('dexcom.id', ids, ours, signal, toIsoUtc(oldest));
          const there = new Set(found.map(({ identifier }) => identifier));
          return rows.filter(({ identifier }) => there.has(identifier));
        },
      };
      const sent = await sendRows(documents, kind, client, clock, signal);
      const refused = new Map(
        sent.refused.map(({ row, status }) => [
          row,
          { refused: refusalReason(client.site, row.date, status) },
        ]),
      );
      return { refused, takenOver: new Set() };
    },
  };
}
