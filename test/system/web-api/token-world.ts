import { expect } from '@jest/globals';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../../src/domain/instant.ts';
import { createMongoStateStore } from '../../../src/journal/mongodb/index.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { Secret } from '../../../src/platform/secret.ts';
import type { WebApiRequestRecord } from '../../../src/simulator/index.ts';
import type { BridgeProcess, BridgeStart } from '../../support/process/bridge-process.ts';
import {
  bridgeWorld,
  WORLD_API_SECRET,
  WORLD_APPLICATION,
  WORLD_PASSWORD,
  type BridgeWorld,
  type BridgeWorldOptions,
} from '../../support/process/bridge-world.ts';

/** Names of the slots, as they lie on disk. */
type TokenSlot = 'tokens:web-api' | 'lease:web-api' | 'latch:source:web-api';

/** A person with a sensor, whose bridge reads the Web API; every word the bridge ever said is kept. */
export interface TokenWorld extends BridgeWorld {
  /** A life of the bridge with the Web API alone. */
  life(args: readonly string[], given?: Partial<BridgeStart>): BridgeProcess;
  /** The whole of such a life; its exit code or signal. */
  whole(
    args: readonly string[],
    given?: Partial<BridgeStart>,
  ): Promise<{ readonly end: number | NodeJS.Signals; readonly bridge: BridgeProcess }>;
  /** The person agrees, by `authorize --paste`. Rejects when that does not end with 0. */
  authorize(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Requests that presented a refresh token, oldest first. */
  refreshes(): readonly WebApiRequestRecord[];
  /** What the journal, or the MongoDB where one was given, holds under that name. */
  slot(name: TokenSlot): Promise<string | undefined>;
  /** System time of the newest reading that the Web API lists now. */
  newestListed(): number;
  /** Which of its secrets the bridge has said, if any; and how many words were looked through. */
  leaks(): { readonly leaks: readonly string[]; readonly searched: number };
}

/** Settings that take Share away: those of a world name it. */
const WITHOUT_SHARE = { DEXCOM_USERNAME: '', DEXCOM_PASSWORD: '', DEXCOM_SHARE_URL: '' };

/** With a MongoDB the tokens lie there, under this key. */
const TOKEN_KEY = 'a-token-key-to-look-for-0123456789';

/** Where the browser would end. Nobody listens there. */
const REDIRECT_URI = 'http://localhost:17581/callback';

/** Builds it. The permission is not given yet. */
export async function tokenWorld(
  options: Pick<BridgeWorldOptions, 'speed' | 'mongoUri'>,
): Promise<TokenWorld> {
  const startedAt = Date.now();
  const world = await bridgeWorld({
    ...options,
    patient: { notBefore: epochMs(startedAt - 6 * HOUR_MS), appearanceDelay: 15_000 },
    webApi: {
      uploadDelayMs: MINUTE_MS,
      historyDays: 1,
      // A person takes a second, whatever speed the rest of the world has.
      lifetimes: { codeMs: 24 * HOUR_MS },
    },
  });
  const { share } = world;
  const said: BridgeProcess[] = [];
  const application = { ...WORLD_APPLICATION, DEXCOM_API_URL: share.url };
  const kept = world.mongoUri === undefined ? {} : { TOKEN_STORE: 'mongodb', TOKEN_KEY };
  const begin = (given: Partial<BridgeStart>): BridgeProcess => {
    const bridge = world.start({ ...given, env: { ...application, ...kept, ...given.env } });
    said.push(bridge);
    return bridge;
  };
  const life: TokenWorld['life'] = (args, given = {}) =>
    begin({ ...given, args, env: { ...WITHOUT_SHARE, ...given.env } });
  return {
    ...world,
    start: (given = {}) => begin(given),
    life,
    async whole(args, given) {
      const bridge = life(args, given);
      return { end: await bridge.ended, bridge };
    },
    async authorize(env = {}) {
      const bridge = life(['authorize', '--paste'], { env });
      const login = await bridge.printed(/^http\S+$/m);
      const state = new URL(login).searchParams.get('state') ?? '';
      bridge.say(share.webApi.authorize(REDIRECT_URI, state));
      const end = await bridge.ended;
      if (end !== 0) throw new Error(`authorize ended with ${end}:\n${bridge.output()}`);
    },
    refreshes: () =>
      share.webApiRequests.records.filter(({ grantType }) => grantType === 'refresh_token'),
    async slot(name) {
      const { dataDir: folder, mongoUri: uri } = world;
      const store =
        uri === undefined
          ? createSqliteJournal({ folder, clock: systemClock, readOnly: true })
          : createMongoStateStore({
              uri: new Secret(uri),
              key: new Secret(TOKEN_KEY),
              scope: 'entries',
              clock: systemClock,
            });
      await store.open();
      try {
        return await store.slot('default', name).read();
      } finally {
        await store.close();
      }
    },
    newestListed() {
      const now = world.clock.now();
      const span = { from: epochMs(now - HOUR_MS), to: now };
      const times = share.webApi.records('egvs', span).map((record) => {
        const { systemTime } = record as { systemTime: string };
        return Date.parse(systemTime.endsWith('Z') ? systemTime : `${systemTime}Z`);
      });
      return Math.max(...times);
    },
    leaks() {
      const text = said.map((bridge) => bridge.output()).join('\n');
      const own = [WORLD_PASSWORD, WORLD_API_SECRET, TOKEN_KEY];
      const secrets = [...share.webApi.secrets(), ...own];
      return { leaks: secrets.filter((secret) => text.includes(secret)), searched: text.length };
    },
  };
}

/** Nothing that any of its bridges said holds a token, a code, a password or a key. */
export function expectNoLeak(world: TokenWorld): void {
  const { leaks, searched } = world.leaks();
  expect(leaks).toEqual([]);
  expect(searched).toBeGreaterThan(100);
}
