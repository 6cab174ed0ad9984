import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { MongoClient } from 'mongodb';
import { epochMs, HOUR_MS, type EpochMs } from '../../src/domain/instant.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { createSqliteJournal } from '../../src/journal/sqlite/index.ts';
import { createBell } from '../../src/pipeline/bell.ts';
import { passHistory } from '../../src/pipeline/history-pass.ts';
import { createHistoryMemory } from '../../src/pipeline/history-state.ts';
import { createSinkLoop } from '../../src/pipeline/sink-loop.ts';
import { systemClock, type Clock } from '../../src/platform/clock.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { createHttpClient, type HttpClient } from '../../src/platform/http-client.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createUrgentWork } from '../../src/platform/urgent-work.ts';
import { createMongoSink } from '../../src/sinks/nightscout/mongo/index.ts';
import { createCallBudgets, createWebApiSource } from '../../src/sources/dexcom/web-api/index.ts';
import { encodeTokens } from '../../src/sources/dexcom/web-api/token-record.ts';
import { MemorySlot } from '../../test/support/memory-slot.ts';
import { startMongod } from '../../test/support/mongod/start-mongod.mjs';
import { startTypeScript, type TypeScriptChild } from '../../test/support/start-typescript.ts';
import { nightscoutCollection } from '../backfill/nightscout-collection.ts';
import { printTable } from '../report/print-table.ts';
import { showSpread, spreadOf } from '../report/spread.ts';

const DAYS = 90;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
/** How long the service takes for an answer beyond handing it out, in ms. */
const ANSWER_MS = [0, 300, 1_000];
const ACCOUNT = 'default';
const TOLERANCE_MS = 150_000;
const NEVER = new AbortController().signal;

/** A service with prepared answers, and the hour at which it stands still. */
interface Service {
  readonly url: string;
  readonly clock: Clock;
  readonly accessToken: string;
  readonly child: TypeScriptChild;
}

/** What one side took. */
interface Took {
  readonly ms: number;
  /** Longest time that the event loop stood still, in ms. */
  readonly stallMs: number;
}

/**
 * Ours: the real Web API source → merge → SQLite journal on disk, a whole first import. Raw: the same requests one after the
 * other by the same client, each body parsed as JSON and thrown away. The service is another process that hands out
 * prepared answers; the two take turns.
 */
export async function compareImport(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-bench-'));
  try {
    for (const answerMs of ANSWER_MS) {
      const service = await startService(answerMs);
      try {
        await compareWith(service, answerMs, folder);
      } finally {
        await service.child.finish();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compareWith(service: Service, answerMs: number, folder: string): Promise<void> {
  const ours: Took[] = [];
  const raw: Took[] = [];
  const delivered: number[] = [];
  const server = answerMs === 0 ? await startMongod() : undefined;
  let urls: readonly string[] = [];
  let records = 0;
  try {
    // The first round makes the answers, warms the compiler, and is not counted.
    for (let round = -1; round < ROUNDS; round += 1) {
      const takeTurns = [
        async () => {
          const journal = createSqliteJournal({
            folder: await mkdtemp(join(folder, 'journal-')),
            clock: service.clock,
          });
          await journal.open();
          try {
            const imported = await importAll(service, journal);
            ours.push(imported.took);
            if (urls.length > 0 && imported.urls.join() !== urls.join()) {
              throw new Error(`${imported.urls.length} calls for ${urls.length}`);
            }
            ({ urls, records } = imported);
            if (server) delivered.push(await deliver(journal, server.uri, service.clock));
          } finally {
            await journal.close();
          }
        },
        async () => raw.push(await downloadAll(service, urls)),
      ];
      // The raw side repeats what ours has asked for, so ours begins.
      for (const turn of round % 2 === 0 ? takeTurns.toReversed() : takeTurns) await turn();
      if (round === -1) ours.length = raw.length = delivered.length = 0;
    }
  } finally {
    await server?.stop();
  }
  const seconds = (all: readonly number[]) => showSpread(spreadOf(all.map((ms) => ms / 1_000)), 2);
  const times = (all: readonly Took[]) => all.map(({ ms }) => ms);
  const stalls = (all: readonly Took[]) => all.map(({ stallMs }) => stallMs);
  console.log(
    `  ${DAYS} days, ${records} records, ${urls.length} calls on either side, ${answerMs} ms for an answer; ${ROUNDS} rounds, median (least–most)`,
  );
  printTable(
    ['side', 's', 'longest stall ms'],
    [
      ['this bridge', seconds(times(ours)), showSpread(spreadOf(stalls(ours)))],
      ['raw download', seconds(times(raw)), showSpread(spreadOf(stalls(raw)))],
    ],
  );
  const ratios = ours.map(({ ms }, round) => raw[round]!.ms / ms);
  console.log(`  ratio raw/ours ${showSpread(spreadOf(ratios), 2)}`);
  const more = ours.map(({ ms }, round) => ((ms - raw[round]!.ms) * 1_000) / records);
  console.log(`  what ours takes longer: ${showSpread(spreadOf(more))} µs a record`);
  if (delivered.length > 0)
    console.log(`  then all readings into a MongoDB: ${seconds(delivered)} s`);
}

async function importAll(
  service: Service,
  journal: Journal,
): Promise<{ readonly took: Took; readonly urls: readonly string[]; readonly records: number }> {
  const { clock, url: baseUrl } = service;
  const urls: string[] = [];
  const http = createHttpClient('bench/1');
  const listening: HttpClient = {
    send(request, signal) {
      urls.push(request.url);
      return http.send(request, signal);
    },
    close: () => http.close(),
  };
  const random = seededRandom(1);
  const source = createWebApiSource({
    options: {
      baseUrl,
      environment: 'custom',
      clientId: 'bench',
      clientSecret: new Secret('bench'),
      redirectUri: 'http://localhost:17581/callback',
    },
    http: listening,
    clock,
    random,
    tokens: storedTokens(service),
    lease: new MemorySlot(),
    fingerprint: keyedFingerprint('bench'),
    budgets: createCallBudgets(clock, random),
    urgent: createUrgentWork(),
  });
  await source.open();
  const parts = {
    account: ACCOUNT,
    source,
    journal,
    state: journal,
    memory: createHistoryMemory(journal, ACCOUNT),
    clock,
    toleranceMs: TOLERANCE_MS,
    pauses: new Map(),
    note: () => undefined,
  };
  let added = 0;
  const took = await measured(async () => {
    const result = await passHistory(parts, { mode: 'run', isNextDue: () => false }, NEVER);
    if (result.failure || result.importedTo !== undefined)
      throw new Error('the import is not whole');
    ({ added } = result);
  });
  await source.close();
  http.close();
  return { took, urls, records: added };
}

async function downloadAll({ accessToken }: Service, urls: readonly string[]): Promise<Took> {
  const http = createHttpClient('bench/1');
  const headers = { Authorization: `Bearer ${accessToken}`, Accept: 'application/json' };
  const took = await measured(async () => {
    for (const url of urls) {
      const { status, text } = await http.send(
        { method: 'GET', url, headers, timeoutMs: 90_000 },
        NEVER,
      );
      if (status !== 200 || typeof JSON.parse(text) !== 'object') throw new Error(`${status}`);
    }
  });
  http.close();
  return took;
}

async function measured(work: () => Promise<void>): Promise<Took> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  delay.disable();
  return { ms, stallMs: delay.max / 1e6 };
}

/** How long the real sink takes for what was imported, in ms. */
async function deliver(journal: Journal, serverUri: string, clock: Clock): Promise<number> {
  const address = new URL(serverUri);
  address.pathname = '/imported';
  const client = new MongoClient(address.href);
  await client.db().dropDatabase();
  await nightscoutCollection(client.db());
  const sink = createMongoSink({
    options: {
      uri: new Secret(address.href),
      collection: 'entries',
      device: 'nightscout-dexcom-bridge',
      toleranceMs: TOLERANCE_MS,
    },
    clock,
    fingerprint: keyedFingerprint('bench'),
  });
  const loop = createSinkLoop({
    account: ACCOUNT,
    sink,
    journal,
    state: journal,
    clock,
    random: seededRandom(1),
    emit: () => undefined,
    bell: createBell(),
  });
  const startedAt = performance.now();
  const { outcome } = await loop.once(NEVER);
  const tookMs = performance.now() - startedAt;
  const held = await client.db().collection('entries').countDocuments();
  await client.close();
  if (outcome !== 'ok' || held < (DAYS - 1) * 288) throw new Error(`${outcome}: ${held} rows`);
  return tookMs;
}

async function startService(answerMs: number): Promise<Service> {
  const file = join(import.meta.dirname, 'answer-child.ts');
  const child = startTypeScript(file, [String(DAYS), String(answerMs)]);
  const [, port, now, accessToken = ''] = (await child.line('ready')).split(' ');
  const at: EpochMs = epochMs(Number(now));
  return {
    url: `http://127.0.0.1:${port}`,
    clock: { ...systemClock, now: () => at },
    accessToken,
    child,
  };
}

function storedTokens({ url, clock, accessToken }: Service): MemorySlot {
  const tokens = new MemorySlot();
  const now = clock.now();
  tokens.content = encodeTokens({
    baseUrl: url,
    clientId: 'bench',
    accessToken: new Secret(accessToken),
    refreshToken: new Secret('unused'),
    obtainedAt: now,
    expiresAt: epochMs(now + 2 * HOUR_MS),
    authorisedAt: now,
  });
  return tokens;
}
