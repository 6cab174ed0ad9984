import type { Sink } from '../../sink.ts';
import { writeDocuments } from '../write-documents.ts';
import type { RestParts } from '../rest/parts.ts';
import { writtenKinds, writtenNames } from '../wanted.ts';
import { createSiteClient } from './client.ts';
import type { RestV1Options } from './options.ts';
import { probeTreatments } from './probe-treatments.ts';
import { createSiteStore } from './site-store.ts';

/** About two weeks of events, below 100 kB, so that a strict proxy takes a batch whole. */
const BATCH_SIZE = 200;

/**
 * Writes calibrations, devices and, where they are switched on, events and alerts to a Nightscout site by its REST API v1.
 * Idempotent: the site replaces treatments by `identifier`, and what lies there is looked at first. A sink of its own, so
 * that a missing permission for treatments never stops glucose.
 * `write` throws the BridgeFailures of `failures.ts` and of the HttpClient.
 */
export function createRestV1TreatmentsSink(parts: RestParts<RestV1Options>): Sink {
  const { options, http, clock, fingerprint } = parts;
  const { siteUrl, credential, writes } = options;
  const client = createSiteClient(options, http, clock);
  const store = createSiteStore(client, clock);
  return {
    name: 'nightscout-treatments',
    kinds: writtenKinds(writes),
    destination: `${siteUrl} ${writtenNames(writes)}`,
    batchSize: BATCH_SIZE,
    credentialsFingerprint: fingerprint(
      'nightscout',
      siteUrl,
      credential.kind,
      credential.value.reveal(),
    ),
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    write: (batch, signal) => writeDocuments(batch, store, options, signal),
    probe: (signal) => probeTreatments(client, writes, signal),
  };
}
