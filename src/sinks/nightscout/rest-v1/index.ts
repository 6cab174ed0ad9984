import type { JournalRecord } from '../../../domain/journal-record.ts';
import type { Reading } from '../../../domain/reading.ts';
import type { Sink } from '../../sink.ts';
import { entryReceipt } from '../entry-receipt.ts';
import { toEntry, type NightscoutEntry } from '../entry.ts';
import type { Fate, Refusal } from '../fate.ts';
import type { FoundRow } from '../found-row.ts';
import { lookSpans } from '../look-spans.ts';
import { placeEntries } from '../place-entries.ts';
import type { RestParts } from '../rest/parts.ts';
import { sameContent } from '../same-content.ts';
import { createSiteClient, type SiteClient } from './client.ts';
import { findRows } from './find-rows.ts';
import type { RestV1ReadingOptions } from './options.ts';
import { probeSite } from './probe.ts';
import { writeEntries } from './write-entries.ts';

export { createRestV1TreatmentsSink } from './treatments-sink.ts';

/** One day of readings, about 100 kB: larger requests were measured to be no faster. */
const BATCH_SIZE = 288;

/**
 * Writes to a Nightscout site by its REST API v1. Idempotent: the site keys entries on `{sysTime, type}`.
 * `write` throws the BridgeFailures of `failures.ts` and of the HttpClient.
 */
export function createRestV1Sink({
  options,
  http,
  clock,
  fingerprint,
}: RestParts<RestV1ReadingOptions>): Sink {
  const { siteUrl, credential, device, toleranceMs } = options;
  const client = createSiteClient(options, http, clock);
  return {
    name: 'nightscout',
    destination: siteUrl,
    kinds: ['reading'],
    batchSize: BATCH_SIZE,
    credentialsFingerprint: fingerprint(
      'nightscout',
      siteUrl,
      credential.kind,
      credential.value.reveal(),
    ),
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    async write(batch: readonly JournalRecord<Reading>[], signal) {
      signal.throwIfAborted();
      const entries = batch.map((held) => toEntry(held, device));
      const fates = new Map<NightscoutEntry, Fate>();
      const wanted =
        toleranceMs > 0
          ? await withoutPresent(entries, toleranceMs, client, signal, fates)
          : entries;
      for (let start = 0; start < wanted.length; start += BATCH_SIZE) {
        const part = wanted.slice(start, start + BATCH_SIZE);
        const sent = await writeEntries(part, client, clock, signal);
        for (const entry of sent.stored) fates.set(entry, 'settled');
        for (const { row, status } of sent.refused) {
          fates.set(row, refusalOf(row, status, client.site));
        }
      }
      return entryReceipt(batch, entries, fates);
    },
    probe: (signal) => probeSite(client, clock, signal),
  };
}

/** Looks at the site first, and notes what need not be written. */
async function withoutPresent(
  entries: readonly NightscoutEntry[],
  toleranceMs: number,
  client: SiteClient,
  signal: AbortSignal,
  fates: Map<NightscoutEntry, Fate>,
): Promise<readonly NightscoutEntry[]> {
  const rows: FoundRow[] = [];
  for (const span of lookSpans(entries, toleranceMs)) {
    rows.push(...(await findRows(client, span, signal)));
  }
  const places = placeEntries(entries, rows, toleranceMs);
  return entries.filter((entry, index) => {
    const place = places[index];
    // The site upserts by key and might hit another program's row under the same key.
    if (place?.is === 'taken' || (place?.is === 'ours' && place.shared)) {
      fates.set(entry, 'present');
      return false;
    }
    // Not sent again: the site would not change, and every follower of its history would load the row anew.
    if (place?.is === 'ours' && sameContent(place.row, entry, false)) {
      fates.set(entry, 'settled');
      return false;
    }
    return true;
  });
}

function refusalOf({ sysTime }: NightscoutEntry, status: number, site: string): Refusal {
  return {
    refused: `${site} refused the entry of ${sysTime} when it was sent alone (${status}); it is set aside. If this happens to every entry, the site or a proxy refuses them all: check it.`,
  };
}
