import type { Sink } from '../../sink.ts';
import { writtenKinds } from '../wanted.ts';
import { writeDocuments } from '../write-documents.ts';
import { connectMongo, type MongoConnection } from './connection.ts';
import type { MongoParts } from './parts.ts';
import { createMongoStore } from './mongo-store.ts';
import { mongoTreatmentsDestination, type MongoOptions } from './options.ts';
import { probeTreatments } from './probe-treatments.ts';

/** Few round trips in a first import; about 500 kB. */
const BATCH_SIZE = 1_000;

/**
 * Writes calibrations, devices and, where they are switched on, events and alerts to the MongoDB of a Nightscout, as the
 * site itself would have stored them. Idempotent: it looks first and keys on `identifier`, and adds no index. A sink of
 * its own, so that a missing permission for treatments never stops glucose.
 * `open` throws BridgeFailure `mongodb.bad_uri`; `write` those of `failures.ts`.
 */
export function createMongoTreatmentsSink(parts: MongoParts<MongoOptions>): Sink {
  const { options, fingerprint } = parts;
  let connection: MongoConnection | undefined;
  const opened = (): MongoConnection => {
    if (connection === undefined) throw new Error('the MongoDB sink is used before open()');
    return connection;
  };
  const store = createMongoStore(options, opened);
  return {
    name: 'mongodb-treatments',
    kinds: writtenKinds(options.writes),
    destination: mongoTreatmentsDestination(options),
    batchSize: BATCH_SIZE,
    credentialsFingerprint: fingerprint('mongodb', options.uri.reveal()),
    async open() {
      connection ??= await connectMongo(options);
    },
    async close() {
      const closing = connection;
      connection = undefined;
      await closing?.client.close();
    },
    write: (batch, signal) => writeDocuments(batch, store, options, signal),
    probe: (signal) => probeTreatments(opened(), options, signal),
  };
}
