import type { EpochMs } from '../../../domain/instant.ts';
import type { JournalRecord } from '../../../domain/journal-record.ts';
import type { Reading } from '../../../domain/reading.ts';
import type { Sink } from '../../sink.ts';
import { entryReceipt } from '../entry-receipt.ts';
import { toEntry, type NightscoutEntry } from '../entry.ts';
import type { Fate } from '../fate.ts';
import type { FoundRow } from '../found-row.ts';
import { lookSpans } from '../look-spans.ts';
import { placeEntries } from '../place-entries.ts';
import type { RestParts } from '../rest/parts.ts';
import { createV3Client, type V3Client } from './client.ts';
import { findRows } from './find-rows.ts';
import type { RestV3ReadingOptions } from './options.ts';
import { probeSite } from './probe.ts';
import { saysTheSame } from './row-change.ts';
import { writeEntries, type EntryWrite } from './write-entries.ts';

export { createRestV3TreatmentsSink } from './treatments-sink.ts';

/** Half a day of readings: a fresh one waits for no more single requests than these. */
const BATCH_SIZE = 144;

/**
 * Writes to a Nightscout site by its REST API v3. Idempotent: it looks first and keys on `identifier`, which is what the site
 * would compute. It goes by the name, and to the destination, of the v1 sink: one takes up where the other stopped.
 * `write` throws the BridgeFailures of `failures.ts`, here and in `rest`, and of the HttpClient.
 */
export function createRestV3Sink({
  options,
  http,
  clock,
  fingerprint,
}: RestParts<RestV3ReadingOptions>): Sink {
  const { siteUrl, token, device, toleranceMs } = options;
  const client = createV3Client(options, http, clock);
  return {
    name: 'nightscout',
    destination: siteUrl,
    kinds: ['reading'],
    batchSize: BATCH_SIZE,
    credentialsFingerprint: fingerprint('nightscout', siteUrl, 'v3', token.reveal()),
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    async write(batch: readonly JournalRecord<Reading>[], signal) {
      signal.throwIfAborted();
      const entries = batch.map((held) => toEntry(held, device));
      const now = clock.now();
      const { fates, writes } = await place(entries, toleranceMs, client, now, signal);
      const written = await writeEntries(writes, client, now, signal);
      return entryReceipt(batch, entries, new Map([...fates, ...written]));
    },
    probe: (signal) => probeSite(client, clock, signal),
  };
}

/**
 * Looks at the site. It is always looked at: writing what lies there would make every follower load it anew. With a tolerance
 * of 0 only a row of the very instant stands for the reading, as API v3 cannot write into another program's.
 */
async function place(
  entries: readonly NightscoutEntry[],
  toleranceMs: number,
  client: V3Client,
  now: EpochMs,
  signal: AbortSignal,
): Promise<{
  readonly fates: ReadonlyMap<NightscoutEntry, Fate>;
  readonly writes: readonly EntryWrite[];
}> {
  const rows: FoundRow[] = [];
  for (const span of lookSpans(entries, toleranceMs)) {
    rows.push(...(await findRows(client, span, now, signal)));
  }
  const fates = new Map<NightscoutEntry, Fate>();
  const writes: EntryWrite[] = [];
  placeEntries(entries, rows, toleranceMs).forEach((found, index) => {
    const entry = entries[index];
    if (entry === undefined) return;
    if (found.is === 'taken') fates.set(entry, 'present');
    else if (found.is === 'free') writes.push({ entry, inPlaceOf: undefined });
    else if (saysTheSame(found.row, entry)) fates.set(entry, 'settled');
    else writes.push({ entry, inPlaceOf: found.row });
  });
  return { fates, writes };
}
