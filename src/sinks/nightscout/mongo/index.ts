import type { JournalRecord, Position } from '../../../domain/journal-record.ts';
import type { Reading } from '../../../domain/reading.ts';
import type { Sink } from '../../sink.ts';
import { toEntry, type NightscoutEntry } from '../entry.ts';
import { lookSpans } from '../look-spans.ts';
import { connectMongo, type MongoConnection } from './connection.ts';
import { findRows } from './find-rows.ts';
import { mongoDestination } from './options.ts';
import { planWrites } from './plan-writes.ts';
import type { MongoParts } from './parts.ts';
import { probeMongo } from './probe.ts';
import { upsertAll, writePlan } from './write-entries.ts';

export type { MongoParts } from './parts.ts';
export { createMongoTreatmentsSink } from './treatments-sink.ts';

/** Few round trips in a backfill; about 350 kB. */
const BATCH_SIZE = 1_000;

/**
 * Writes to the MongoDB of a Nightscout. Idempotent: it looks first and keys on `{sysTime, type}`, as Nightscout does, and adds
 * no index. `open` throws BridgeFailure `mongodb.bad_uri`; `write` those of `failures.ts`.
 */
export function createMongoSink({ options, clock, fingerprint }: MongoParts): Sink {
  const { uri, collection, device, toleranceMs } = options;
  let connection: MongoConnection | undefined;
  const opened = (): MongoConnection => {
    if (connection === undefined) throw new Error('the MongoDB sink is used before open()');
    return connection;
  };
  return {
    name: 'mongodb',
    destination: mongoDestination(options),
    kinds: ['reading'],
    batchSize: BATCH_SIZE,
    credentialsFingerprint: fingerprint('mongodb', uri.reveal()),
    async open() {
      connection ??= await connectMongo(options);
    },
    async close() {
      const closing = connection;
      connection = undefined;
      await closing?.client.close();
    },
    async write(batch: readonly JournalRecord<Reading>[], signal) {
      signal.throwIfAborted();
      const held = opened();
      const positions = new Map<NightscoutEntry, Position>();
      for (const record of batch) positions.set(toEntry(record, device), record.position);
      const entries = [...positions.keys()];
      const at = (of: Iterable<NightscoutEntry>): Position[] =>
        [...of].flatMap((entry) => positions.get(entry) ?? []);
      if (entries.length === 0) return { settled: [], present: [], refused: [] };
      const { taken, refused } = await held.run(signal, async () => {
        if (toleranceMs <= 0) {
          const { refused, takenOver } = await upsertAll(entries, held);
          return { taken: takenOver, refused };
        }
        const rows = await findRows(held, lookSpans(entries, toleranceMs));
        const plan = planWrites(entries, rows, toleranceMs, clock.now());
        signal.throwIfAborted();
        const { refused, takenOver } = await writePlan(plan, held);
        return { taken: [...plan.taken, ...takenOver], refused };
      });
      const unsettled = new Set([...taken, ...refused]);
      return {
        settled: at(entries.filter((entry) => !unsettled.has(entry))),
        present: at(taken),
        refused: refused.map((entry) => ({
          position: positions.get(entry) as Position,
          code: 'mongodb.refused_document',
          reason: `A validation rule of the collection ${collection} refuses the entry of ${entry.sysTime}: remove the rule, Nightscout sets none.`,
        })),
      };
    },
    probe: (signal) => probeMongo(opened(), clock, signal),
  };
}
