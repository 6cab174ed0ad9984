import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient, type Db } from 'mongodb';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../../src/domain/instant.ts';
import type { Product } from '../../../src/simulator/index.ts';
import type { WebApiTruth } from '../../../src/simulator/web-api/records/index.ts';
import type { BridgeProcess, BridgeStart } from '../../support/process/bridge-process.ts';
import {
  bridgeWorld,
  WORLD_APPLICATION,
  type BridgeWorld,
} from '../../support/process/bridge-world.ts';
import type { StoredDocument } from './judge/finding.ts';

/** The collections of a destination. */
export type Collections = Readonly<
  Record<'entries' | 'treatments' | 'devicestatus', readonly StoredDocument[]>
>;

/** What other uploaders have put there. */
export type NeighbourRows = Collections;

/** What a world of history is made with. */
export interface HistoryWorldOptions {
  readonly days: number;
  readonly product: Product;
  /** A server; absent: no MongoDB. */
  readonly mongoUri?: string;
  /** False: the bridge knows of no site. */
  readonly writesToSite: boolean;
}

/** A person with a past at Dexcom, and a bridge that reads both Share and the Web API. */
export interface HistoryWorld extends BridgeWorld {
  /** Where the person's data begin. */
  readonly since: EpochMs;
  /** What Dexcom says of everything up to now. */
  truth(): WebApiTruth;
  /** The person agrees, by `authorize --paste`. */
  authorize(): Promise<void>;
  /** A whole life of the bridge; rejects unless it ends with 0. */
  whole(args: readonly string[], given?: Partial<BridgeStart>): Promise<BridgeProcess>;
  /** The daemon until its first import is complete and all the rest is read, and one pass more that delivers what is left. */
  runUntilSynced(given?: Partial<BridgeStart>): Promise<void>;
  /** As if the disk were new: journal, cursors, tokens are gone. */
  loseDataFolder(): Promise<void>;
  /** By destination. */
  documents(): Promise<Readonly<Record<string, Collections>>>;
  /** Puts other uploaders' rows into every destination. */
  seed(rows: NeighbourRows): Promise<void>;
}

/** The world runs so many times as fast as real time: the pause before a first sync is short, and hardly an hour passes. */
const SPEED = 60;
/** Where the person lives: what is right in UTC alone is not right here. */
export const UTC_OFFSET_MINUTES = -210;
export const UPLOAD_DELAY_MS = HOUR_MS;
const REDIRECT_URI = 'http://localhost:17581/callback';
const WRITES = { NIGHTSCOUT_EVENTS: 'true', NIGHTSCOUT_MBG: 'true', NIGHTSCOUT_ALERTS: 'true' };
const NO_SITE = { NIGHTSCOUT_URL: '', NIGHTSCOUT_API_SECRET: '' };
const PATIENCE_MS = 120_000;

/** Builds it; nothing is authorized yet. */
export async function historyWorld(options: HistoryWorldOptions): Promise<HistoryWorld> {
  const { days, product, mongoUri, writesToSite } = options;
  const world = await bridgeWorld({
    speed: SPEED,
    ...(mongoUri === undefined ? {} : { mongoUri }),
    patient: { utcOffsetMinutes: UTC_OFFSET_MINUTES },
    webApi: {
      product,
      historyDays: days,
      uploadDelayMs: UPLOAD_DELAY_MS,
      lifetimes: { codeMs: 24 * HOUR_MS },
    },
  });
  const client = world.mongoUri === undefined ? undefined : new MongoClient(world.mongoUri);
  const database = client?.db();
  if (database) await index(database);
  const { share } = world;
  const { since } = share.webApi.diary();
  const settings = {
    ...WORLD_APPLICATION,
    ...WRITES,
    DEXCOM_API_URL: share.url,
    ...(writesToSite ? {} : NO_SITE),
  };
  const start: HistoryWorld['start'] = (given = {}) =>
    world.start({
      ...given,
      env: { ...settings, ...given.env },
    });
  const demandEnd = async (bridge: BridgeProcess, what: string): Promise<void> => {
    const end = await bridge.ended;
    if (end !== 0) throw new Error(`${what} ended with ${end}:\n${bridge.output().slice(-5_000)}`);
  };
  const whole: HistoryWorld['whole'] = async (args, given = {}) => {
    const bridge = start({ ...given, args });
    await demandEnd(bridge, args.join(' '));
    return bridge;
  };
  return {
    ...world,
    since,
    start,
    whole,
    truth: () => share.webApi.truth({ from: since, to: world.clock.now() }),
    async authorize() {
      const bridge = start({ args: ['authorize', '--paste'] });
      let login: string | undefined;
      while ((login = /^http\S+state=\S+$/m.exec(bridge.output())?.[0]) === undefined) {
        if (bridge.over) break;
        await wait(10);
      }
      const state = new URL(login ?? 'http://nowhere').searchParams.get('state') ?? '';
      bridge.say(share.webApi.authorize(REDIRECT_URI, state));
      await demandEnd(bridge, 'authorize');
    },
    async runUntilSynced(given) {
      const bridge = start({ ...given, args: ['run'] });
      await bridge.fact(
        ({ event, importedTo }) => event === 'history.synced' && importedTo === undefined,
        PATIENCE_MS,
      );
      const end = await bridge.stop();
      if (end !== 0) throw new Error(`run ended with ${end}:\n${bridge.output().slice(-5_000)}`);
      await whole(['run', '--once']);
    },
    loseDataFolder: () => rm(world.dataDir, { recursive: true }),
    async documents() {
      const all: Record<string, Collections> = {};
      if (writesToSite) {
        const rows = (name: keyof Collections) => world.site.rows(name);
        all['site'] = {
          entries: rows('entries'),
          treatments: rows('treatments'),
          devicestatus: rows('devicestatus'),
        };
      }
      if (database) {
        const rows = (name: keyof Collections) => database.collection(name).find().toArray();
        const [entries, treatments, devicestatus] = await Promise.all([
          rows('entries'),
          rows('treatments'),
          rows('devicestatus'),
        ]);
        all['mongodb'] = { entries, treatments, devicestatus };
      }
      return all;
    },
    async seed(neighbours) {
      for (const name of ['entries', 'treatments', 'devicestatus'] as const) {
        world.site.seed(neighbours[name], true, name);
        await database?.collection(name).insertMany(neighbours[name].map((row) => ({ ...row })));
      }
    },
    async stop() {
      await client?.close();
      await world.stop();
    },
  };
}

/** As Nightscout makes them, but for those that nobody here asks by. */
async function index(database: Db): Promise<void> {
  const made = {
    entries: ['date', 'sysTime', 'identifier'],
    treatments: ['created_at', 'identifier'],
  };
  for (const [name, fields] of Object.entries(made)) {
    await database.collection(name).createIndexes(fields.map((field) => ({ key: { [field]: 1 } })));
  }
}

/** Habits are entered up to 20 min late and corrected up to 6 h after that; then it takes the upload to appear. */
export const LAST_WORD_MS = 6 * HOUR_MS + 20 * MINUTE_MS + UPLOAD_DELAY_MS + 40 * MINUTE_MS;
