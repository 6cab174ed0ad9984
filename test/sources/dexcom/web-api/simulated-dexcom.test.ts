import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../../../src/domain/instant.ts';
import { keyedFingerprint } from '../../../../src/platform/fingerprint.ts';
import { createHttpClient, type HttpClient } from '../../../../src/platform/http-client.ts';
import { seededRandom } from '../../../../src/platform/random.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import { createUrgentWork } from '../../../../src/platform/urgent-work.ts';
import {
  startDexcomSimulator,
  type RunningDexcomSimulator,
} from '../../../../src/simulator/index.ts';
import {
  createCallBudgets,
  createWebApiAuthorisation,
  createWebApiSource,
  newState,
} from '../../../../src/sources/dexcom/web-api/index.ts';
import type { WebApiOptions } from '../../../../src/sources/dexcom/web-api/options.ts';
import { HISTORY_LISTS, type HistoryList } from '../../../../src/sources/history-source.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemorySlot } from '../../../support/memory-slot.ts';

const NEVER = new AbortController().signal;

let clock: FakeClock;
let dexcom: RunningDexcomSimulator;
let http: HttpClient;
let tokens: MemorySlot;
let lease: MemorySlot;
beforeEach(async () => {
  clock = new FakeClock();
  tokens = new MemorySlot();
  lease = new MemorySlot();
  http = createHttpClient('bridge-test/1');
  dexcom = await startDexcomSimulator({
    clock,
    random: seededRandom(3),
    accounts: [{ name: 'anna', password: 'wolf-moon' }],
    patient: { seed: 5 },
  });
});
afterEach(async () => {
  http.close();
  await dexcom.stop();
});

function options(): WebApiOptions {
  return {
    baseUrl: dexcom.url,
    environment: 'custom',
    clientId: 'simulated-client',
    clientSecret: new Secret('simulated-client-secret'),
    redirectUri: 'http://localhost:17581/callback',
  };
}

function parts() {
  const random = seededRandom(4);
  const urgent = createUrgentWork();
  return { options: options(), http, clock, random, tokens, urgent };
}

/** Another run of the bridge on the same slots. */
function source() {
  return createWebApiSource({
    ...parts(),
    lease,
    fingerprint: keyedFingerprint('test key'),
    budgets: createCallBudgets(clock, seededRandom(4)),
  });
}

/** A person signs in and agrees; the browser’s address afterwards. */
async function signIn(state: string, decline = false): Promise<string> {
  dexcom.webApi.setAutoConsent({ user: 'anna', decline });
  const url = createWebApiAuthorisation(parts()).loginUrl(state);
  const answer = await fetch(url, { redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}

async function authorise(): Promise<void> {
  const authorisation = createWebApiAuthorisation(parts());
  const state = newState();
  await authorisation.complete(authorisation.readRedirect(await signIn(state), state).code);
}

const read = (list: HistoryList, from = source(), days = 1) => {
  const to = clock.now();
  return from.fetch(list, { from: epochMs(to - days * DAY_MS), to }, NEVER);
};
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no failure',
    (reason: unknown) => reason,
  );

describe('against the simulated Dexcom', () => {
  test('a person agrees, and everything can be read', async () => {
    await authorise();
    const { spans } = await source().held(NEVER);
    expect(spans.egvs?.end).toBeLessThan(clock.now());
    for (const list of HISTORY_LISTS) {
      const batch = await read(list);
      expect([list, batch.skipped]).toEqual([list, []]);
      expect(batch.person).toMatch(/./);
    }
    const { observations } = await read('egvs', source(), 29);
    expect(observations.length).toBeGreaterThan(20 * 288);
  });

  test('a person declines, and is told so', async () => {
    const state = newState();
    const url = await signIn(state, true);
    expect(() => createWebApiAuthorisation(parts()).readRedirect(url, state)).toThrow(
      expect.objectContaining({ code: 'web-api.redirect_denied' }),
    );
  });

  test('a code is good once', async () => {
    const authorisation = createWebApiAuthorisation(parts());
    const state = newState();
    const { code } = authorisation.readRedirect(await signIn(state), state);
    await authorisation.complete(code);
    expect(await failureOf(authorisation.complete(code))).toMatchObject({
      code: 'web-api.code_refused',
    });
  });

  test('through a week no refresh token is sent twice, whoever renews', async () => {
    await authorise();
    for (let hour = 0; hour < 7 * 24; hour += 3) {
      await clock.advance(3 * HOUR_MS);
      await Promise.all([read('devices'), read('devices')].map((one) => whilePassing(one)));
    }
    const states = dexcom.webApi.refreshTokens();
    expect(states.length).toBe(57);
    expect(Math.max(...states.map(({ presented }) => presented))).toBe(1);
    expect(states.filter(({ state }) => state === 'live')).toHaveLength(1);
  });

  test('an access token that Dexcom ends early is renewed in passing', async () => {
    await authorise();
    dexcom.webApi.expireAccessTokens();
    expect((await read('egvs')).skipped).toEqual([]);
  });

  test('a new client secret elsewhere is told, and no token is lost by it', async () => {
    await authorise();
    const fresh = dexcom.webApi.regenerateSecret();
    await clock.advance(3 * HOUR_MS);
    expect(await failureOf(read('egvs'))).toMatchObject({ code: 'web-api.client_refused' });
    dexcom.webApi.addApp({
      id: 'simulated-client',
      secret: 'simulated-client-secret',
      redirectUris: 'any',
    });
    expect(fresh).not.toBe('simulated-client-secret');
    expect((await read('egvs')).skipped).toEqual([]);
  });

  test('a withdrawn consent is spaced out, and a new one counts at once', async () => {
    await authorise();
    dexcom.webApi.revoke();
    expect(await failureOf(read('egvs'))).toMatchObject({ code: 'web-api.grant_refused' });
    expect(await failureOf(read('egvs'))).toMatchObject({ code: 'web-api.grant_refused' });
    await authorise();
    expect((await read('egvs')).skipped).toEqual([]);
  });

  test('an answer lost on its way back is no reason to give up at once', async () => {
    await authorise();
    await clock.advance(3 * HOUR_MS);
    dexcom.webApi.setFault({ kind: 'lost', status: 502 }, { endpoint: 'token', times: 1 });
    expect(await failureOf(read('egvs'))).toMatchObject({ code: 'web-api.token_failed' });
    expect(await failureOf(read('egvs'))).toMatchObject({ code: 'web-api.grant_refused' });
  });

  test('faults of every kind pass', async () => {
    await authorise();
    const one = source();
    for (const [fault, code] of [
      [{ kind: 'status', status: 503 }, 'web-api.unavailable'],
      [{ kind: 'noRecords' }, 'web-api.unreadable'],
      [{ kind: 'redirect', location: 'https://example.org/' }, 'web-api.redirected'],
      [{ kind: 'dropped' }, 'http.broken_off'],
      [{ kind: 'status', status: 400 }, 'web-api.window'],
    ] as const) {
      dexcom.webApi.setFault(fault, { endpoint: 'egvs', times: 1 });
      expect(await failureOf(read('egvs', one))).toMatchObject({ code });
    }
    expect((await read('egvs', one)).observations.length).toBeGreaterThan(0);
  });

  test('a window that Dexcom takes as too long is told as such', async () => {
    await authorise();
    const to = clock.now();
    const window = { from: epochMs(to - 31 * DAY_MS), to };
    expect(await failureOf(source().fetch('egvs', window, NEVER))).toMatchObject({
      code: 'web-api.window',
      kind: 'refused',
    });
    const longest = source().longestWindowMs;
    const span = { from: epochMs(to - longest), to };
    expect((await source().fetch('egvs', span, NEVER)).skipped).toEqual([]);
  });

  test('the record at each end of a window is in it', async () => {
    await authorise();
    const all = (await read('egvs')).observations;
    const [first, last] = [all[100], all[110]];
    const window = { from: first!.systemTime, to: last!.systemTime };
    const some = (await source().fetch('egvs', window, NEVER)).observations;
    const inside = some.filter(
      ({ systemTime }) => systemTime >= window.from && systemTime <= window.to,
    );
    expect(inside).toEqual(all.slice(100, 111));
  });
});

/** Lets the one that waits for the other’s renewal look again. */
async function whilePassing<T>(work: Promise<T>): Promise<T> {
  const state = { isDone: false };
  const done = () => void (state.isDone = true);
  work.then(done, done);
  while (!state.isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    if (clock.sleeping > 0) await clock.advance(MINUTE_MS / 120);
  }
  return work;
}
