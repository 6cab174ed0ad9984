import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { createSqliteJournal } from '../../src/journal/sqlite/index.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { createBell } from '../../src/pipeline/bell.ts';
import { createSinkLoop } from '../../src/pipeline/sink-loop.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createMongoSink } from '../../src/sinks/nightscout/mongo/index.ts';
import { toEntry, type NightscoutEntry } from '../../src/sinks/nightscout/entry.ts';
import { startMongod } from '../../test/support/mongod/start-mongod.mjs';
import { showSpread, spreadOf } from '../report/spread.ts';
import { fillJournal } from './fill-journal.ts';
import { nightscoutCollection } from './nightscout-collection.ts';

const READINGS = 26_000;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const ACCOUNT = 'default';
const DEVICE = 'nightscout-dexcom-bridge';
const NEVER = new AbortController().signal;

/**
 * Ours: SQLite journal on disk → sink loop → MongoDB sink, cursors moved as always. Raw: the driver’s own bulkWrite of
 * upserts of the very same documents, unordered, in batches of the same size. The two take turns; each has an empty
 * database with Nightscout’s indexes, and its connection is open before the clock starts.
 */
export async function compareBackfill(): Promise<void> {
  const server = await startMongod();
  const folder = await mkdtemp(join(tmpdir(), 'bridge-bench-'));
  const client = new MongoClient(server.uri);
  try {
    const ours: number[] = [];
    const raw: number[] = [];
    // The first round of each warms the server, the driver and the compiler, and is not counted.
    for (let round = -1; round < ROUNDS; round += 1) {
      const journal = createSqliteJournal({
        folder: await mkdtemp(join(folder, 'journal-')),
        clock: systemClock,
      });
      await journal.open();
      const fillMs = await fillJournal(journal, ACCOUNT, READINGS, systemClock.now());
      const documents = await documentsOf(journal);
      const takeTurns = [
        async () => ours.push(await deliver(journal, client, server.uri)),
        async () => raw.push(await upsert(documents, client)),
      ];
      for (const turn of round % 2 === 0 ? takeTurns : takeTurns.reverse()) await turn();
      await journal.close();
      if (round === -1) {
        ours.length = raw.length = 0;
        console.log(
          `  journal filled by merging at ${Math.round((READINGS / fillMs) * 1000)} readings/s`,
        );
      }
    }
    console.log(`  this bridge  ${showSpread(spreadOf(ours))} readings/s`);
    console.log(`  raw driver   ${showSpread(spreadOf(raw))} readings/s`);
    const ratios = ours.map((each, round) => each / raw[round]!);
    console.log(
      `  ratio        ${showSpread(spreadOf(ratios), 2)} (aim ≥ 0.9); ${ROUNDS} rounds, median (least–most)`,
    );
  } finally {
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const BATCH_SIZE = sinkOf('mongodb://127.0.0.1/unused').batchSize;

function sinkOf(uri: string): ReturnType<typeof createMongoSink> {
  return createMongoSink({
    options: {
      uri: new Secret(uri),
      collection: 'entries',
      device: DEVICE,
      toleranceMs: 150_000,
    },
    clock: systemClock,
    fingerprint: keyedFingerprint('bench'),
  });
}

async function documentsOf(journal: Journal): Promise<readonly NightscoutEntry[]> {
  const records = await journal.readRange(ACCOUNT, epochMs(0), systemClock.now());
  return records.map((record) => toEntry(record, DEVICE));
}

/** Readings a second by the real pipeline. */
async function deliver(journal: Journal, client: MongoClient, serverUri: string): Promise<number> {
  const address = new URL(serverUri);
  address.pathname = '/ours';
  await client.db('ours').dropDatabase();
  const entries = await nightscoutCollection(client.db('ours'));
  const sink = sinkOf(address.href);
  await sink.open();
  await sink.probe(NEVER);
  const loop = createSinkLoop({
    account: ACCOUNT,
    sink,
    journal,
    state: journal,
    clock: systemClock,
    random: seededRandom(1),
    emit: () => undefined,
    bell: createBell(),
  });
  const startedAt = performance.now();
  const { outcome } = await loop.once(NEVER);
  const tookMs = performance.now() - startedAt;
  const held = await entries.countDocuments();
  if (outcome !== 'ok' || held !== READINGS) throw new Error(`${outcome}: ${held} rows`);
  return (READINGS / tookMs) * 1000;
}

/** Readings a second by the driver alone. */
async function upsert(documents: readonly NightscoutEntry[], client: MongoClient): Promise<number> {
  await client.db('raw').dropDatabase();
  const entries = await nightscoutCollection(client.db('raw'));
  const startedAt = performance.now();
  for (let from = 0; from < documents.length; from += BATCH_SIZE) {
    const operations = documents.slice(from, from + BATCH_SIZE).map((document) => ({
      updateOne: {
        filter: { sysTime: document.sysTime, type: document.type },
        update: { $set: document },
        upsert: true,
      },
    }));
    await entries.bulkWrite(operations, { ordered: false });
  }
  const tookMs = performance.now() - startedAt;
  const held = await entries.countDocuments();
  if (held !== READINGS) throw new Error(`${held} rows`);
  return (READINGS / tookMs) * 1000;
}
