import { join } from 'node:path';
import { MongoClient, type Collection, type Document } from 'mongodb';
import { epochMs, type EpochMs } from '../../../src/domain/instant.ts';
import { systemClock, type Clock } from '../../../src/platform/clock.ts';
import { seededRandom } from '../../../src/platform/random.ts';
import {
  createPatient,
  startDexcomSimulator,
  startNightscoutStandIn,
  type PatientOptions,
  type Row,
  type RunningDexcomSimulator,
  type RunningNightscoutStandIn,
  type SensorRecord,
  type SimulatedPatient,
  type WebApiOptions,
} from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startBridge, type BridgeProcess, type BridgeStart } from './bridge-process.ts';

/** What a world is made with. */
export interface BridgeWorldOptions {
  /** How many times as fast as real time it runs. */
  readonly speed: number;
  readonly patient?: Omit<PatientOptions, 'clock' | 'seed'>;
  /** Connection string of a server; the world takes a database of its own there. Absent: no MongoDB sink. */
  readonly mongoUri?: string;
  /** How long the driver looks for a server that is away, in ms; 1000 by default. */
  readonly mongoPatienceMs?: number;
  /** The API by which the bridge writes to the site; v1 by default. */
  readonly nightscoutApi?: 'v1' | 'v3';
  /** The simulated Web API; the bridge knows of it only where the test puts WORLD_APPLICATION into its settings. */
  readonly webApi?: WebApiOptions;
}

/** Everything around a bridge, on loopback: Share, a Nightscout site, a MongoDB, a data folder and a clock. */
export interface BridgeWorld {
  readonly clock: Clock;
  readonly patient: SimulatedPatient;
  readonly share: RunningDexcomSimulator;
  readonly site: RunningNightscoutStandIn;
  readonly entries: Collection | undefined;
  readonly mongoUri: string | undefined;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** The world began here; the person has no earlier reading unless one was asked for. */
  readonly startedAt: EpochMs;
  /** A bridge that lives by the world's clock. */
  start(given?: Partial<BridgeStart>): BridgeProcess;
  /** Jumps ahead; a bridge that runs keeps the hour it has, later ones begin at the new one. */
  advance(ms: number): void;
  /** From now on it is so many times as fast as real time, for bridges that start later. */
  hasten(factor: number): void;
  /** Resolves at this instant of the world. */
  until(instant: number): Promise<void>;
  /** What Share shows now of everything since `from`. */
  visible(from: EpochMs): readonly SensorRecord[];
  siteRows(): readonly Row[];
  mongoRows(): Promise<readonly Document[]>;
  stop(): Promise<void>;
}

const FAST_CLOCK = join(import.meta.dirname, 'fast-clock.mjs');
export const WORLD_PASSWORD = 'a-pass-word-to-look-for';
export const WORLD_API_SECRET = 'a-site-secret-to-look-for';
export const WORLD_TOKEN = 'look-for-0123456789abcdef';
/** The application that the simulated Web API has registered. */
export const WORLD_APPLICATION = {
  DEXCOM_CLIENT_ID: 'simulated-client',
  DEXCOM_CLIENT_SECRET: 'simulated-client-secret',
};
let made = 0;

/** Builds a world; `stop` ends it and removes what it left. */
export async function bridgeWorld(options: BridgeWorldOptions): Promise<BridgeWorld> {
  let { speed } = options;
  const { folder, dispose } = await temporaryFolder();
  let realStart = Date.now();
  const startedAt = epochMs(realStart);
  // The very sum that fast-clock.mjs does: a millisecond between two starts would be `speed` of them here.
  let start: number = startedAt;
  const clock: Clock = {
    now: () => epochMs(Math.round(start + (Date.now() - realStart) * speed)),
    sleep: (ms, signal) => systemClock.sleep(Math.ceil(ms / speed), signal),
  };
  const patient = createPatient({ seed: 7, clock, ...options.patient });
  const share = await startDexcomSimulator({
    clock,
    wireClock: systemClock,
    random: seededRandom(11),
    accounts: [{ name: 'anna', password: WORLD_PASSWORD }],
    patient,
    ...(options.webApi ? { webApi: options.webApi } : {}),
  });
  const site = await startNightscoutStandIn({
    clock,
    wireClock: systemClock,
    apiSecret: WORLD_API_SECRET,
    authFailDelayMs: 10,
    accessTokens: [{ token: WORLD_TOKEN, permissions: ['api:entries:create,read,update'] }],
  });
  made += 1;
  const mongo =
    options.mongoUri === undefined
      ? undefined
      : await openDatabase(options.mongoUri, options.mongoPatienceMs ?? 1_000);
  const dataDir = join(folder, 'data');
  const bridges: BridgeProcess[] = [];
  const env = {
    DATA_DIR: dataDir,
    DEXCOM_USERNAME: 'anna',
    DEXCOM_PASSWORD: WORLD_PASSWORD,
    DEXCOM_SHARE_URL: share.url,
    NIGHTSCOUT_URL: site.url,
    ...(options.nightscoutApi === 'v3'
      ? { NIGHTSCOUT_API: 'v3', NIGHTSCOUT_TOKEN: WORLD_TOKEN }
      : { NIGHTSCOUT_API_SECRET: WORLD_API_SECRET }),
    ...(mongo ? { MONGODB_URI: mongo.uri } : {}),
  };
  return {
    clock,
    patient,
    share,
    site,
    entries: mongo?.entries,
    mongoUri: mongo?.uri,
    dataDir,
    env,
    startedAt,
    start({ env: more, preload = [], ...rest } = {}) {
      const bridge = startBridge({
        ...rest,
        env: { ...env, FAST_CLOCK: [speed, realStart, start].join(','), ...more },
        preload: [FAST_CLOCK, ...preload],
      });
      bridges.push(bridge);
      return bridge;
    },
    advance(ms) {
      start += ms;
    },
    hasten(factor) {
      start = clock.now();
      realStart = Date.now();
      speed = factor;
    },
    until: (instant) => clock.sleep(instant - clock.now(), new AbortController().signal),
    visible: (from) => patient.readings(from, epochMs(clock.now() + 1), clock.now()),
    siteRows: () => site.rows(),
    mongoRows: async () => (await mongo?.entries.find().toArray()) ?? [],
    async stop() {
      // A test that failed leaves its bridge to us.
      await Promise.all(bridges.filter(({ over }) => !over).map(async (bridge) => bridge.kill()));
      await Promise.all([share.stop(), site.stop(), mongo?.close()]);
      await dispose();
    },
  };
}

async function openDatabase(
  server: string,
  patienceMs: number,
): Promise<{ uri: string; entries: Collection; close: () => Promise<void> }> {
  const address = new URL(server);
  address.pathname = `/bridge_world_${process.pid}_${made}`;
  address.searchParams.set('serverSelectionTimeoutMS', String(patienceMs));
  const client = new MongoClient(address.href);
  const entries = client.db().collection('entries');
  // As Nightscout makes them.
  const fields = ['date', 'type', 'sysTime', 'dateString'];
  await entries.createIndexes(fields.map((field) => ({ key: { [field]: 1 } })));
  return {
    uri: address.href,
    entries,
    close: async () => {
      await client.db().dropDatabase();
      await client.close();
    },
  };
}
