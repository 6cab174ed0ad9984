import type { JournalRecord } from '../../../domain/journal-record.ts';
import type { Sink, WriteReceipt } from '../../sink.ts';
import type { RestParts } from '../rest/parts.ts';
import { writtenKinds, writtenNames } from '../wanted.ts';
import { writeDocuments } from '../write-documents.ts';
import { createV3Client } from './client.ts';
import type { RestV3Options } from './options.ts';
import { probeTreatments } from './probe.ts';
import { createV3Store } from './store.ts';

/** A second or two of single requests between two moves of the cursor. */
const BATCH_SIZE = 100;
/** A second look after rows were removed; more only where another writer removes and writes at the same time. */
const MOST_LOOKS = 3;

/**
 * Writes calibrations, devices and, where they are switched on, events and alerts to a Nightscout site by its REST API v3.
 * Idempotent: it looks first, and puts documents under their `identifier`. A sink of its own, so that a missing permission
 * for treatments never stops glucose. `write` throws what the sink of readings throws.
 */
export function createRestV3TreatmentsSink(parts: RestParts<RestV3Options>): Sink {
  const { options, http, clock, fingerprint } = parts;
  const { siteUrl, token, writes } = options;
  const client = createV3Client(options, http, clock);
  const store = createV3Store(client);

  async function write(
    batch: readonly JournalRecord[],
    signal: AbortSignal,
  ): Promise<WriteReceipt> {
    for (let look = 1; ; look += 1) {
      const receipt = await writeDocuments(batch, store, options, signal);
      // Of two rows under one identifier a site removes either: whether the right one is left, only another look tells.
      if (store.removals() === 0 || look === MOST_LOOKS) return receipt;
    }
  }

  return {
    name: 'nightscout-treatments',
    kinds: writtenKinds(writes),
    destination: `${siteUrl} ${writtenNames(writes)}`,
    batchSize: BATCH_SIZE,
    credentialsFingerprint: fingerprint('nightscout', siteUrl, 'v3', token.reveal()),
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    write,
    probe: (signal) => probeTreatments(client, writes, signal),
  };
}
