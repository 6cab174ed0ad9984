import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS } from '../../../src/domain/instant.ts';
import { parseExposition } from '../../support/parse-exposition.ts';
import type { BridgeProcess } from '../../support/process/bridge-process.ts';
import { bridgeWorld, type BridgeWorld } from '../../support/process/bridge-world.ts';
import { quietPatient } from '../../support/served/quiet-patient.ts';
import {
  addressOf,
  readableAt,
  readJson,
  sha1,
  WITHOUT_NIGHTSCOUT,
} from '../../support/served/reader.ts';

const SECRET = 'feed secret with ü & / to look for';
const OPEN_TO_ALL = { ...WITHOUT_NIGHTSCOUT, LISTEN: '0.0.0.0:0' };
/** No count and no status here is this number. */
const GLUCOSE = 237;

/** Everything that shows glucose to programs. */
const READERS = [
  '/api/v1/entries.json',
  '/api/v1/entries',
  '/api/v1/entries/current.json',
  '/api/v1/status.json',
  '/api/v1/devicestatus.json',
  '/api/v1/treatments.json',
  '/api/v2/properties',
  '/api/v3/entries',
  '/api/v3/lastModified',
  '/pebble',
  '/sgv.json',
  '/status.json',
  '/accounts/default/api/v1/entries.json',
  '/accounts/default/pebble',
  '/page/state?account=default',
  '/page/readings?account=default&hours=3',
  '/page/events?account=default',
];

let world: BridgeWorld;
beforeEach(async () => {
  const now = Date.now();
  world = await bridgeWorld({ speed: 1, patient: quietPatient(now, epochMs(now - 9 * HOUR_MS)) });
  world.share.control.setValue({ from: epochMs(now - 1e9), to: epochMs(now) }, GLUCOSE);
});
afterEach(async () => world.stop());

describe('where other machines can reach it', () => {
  let bridge: BridgeProcess;
  let url: string;
  beforeEach(async () => {
    bridge = world.start({ env: { ...OPEN_TO_ALL, FEED_API_SECRET: SECRET } });
    url = await readableAt(bridge);
  });

  /** A stream goes on: only its head is waited for. */
  const knock = async (path: string, headers: Record<string, string> = {}) => {
    const leave = new AbortController();
    const answer = await fetch(`${url}${path}`, { headers, signal: leave.signal });
    const isStream = answer.headers.get('content-type') === 'text/event-stream';
    const text = isStream ? '' : await answer.text();
    leave.abort();
    return { status: answer.status, text, type: answer.headers.get('content-type') ?? '' };
  };

  test('every reader needs the secret, in whichever form; health and metrics are open and hold no glucose', async () => {
    for (const path of READERS) {
      const { status, text, type } = await knock(path);
      expect([path, status, type]).toEqual([
        path,
        401,
        expect.stringContaining('application/json'),
      ]);
      expect(JSON.parse(text)).toMatchObject({ status: 401 });
    }
    const { token: pass } = await readJson<{ token: string }>(
      `${url}/api/v2/authorization/request/${encodeURIComponent(SECRET)}`,
    );
    const forms: readonly (readonly [Record<string, string>, string?])[] = [
      [{ 'api-secret': sha1(SECRET) }],
      [{ 'API-SECRET': sha1(SECRET).toUpperCase() }],
      [{}, `secret=${sha1(SECRET)}`],
      [{}, `token=${encodeURIComponent(SECRET)}`],
      [{}, `token=${sha1(SECRET)}`],
      [{}, `token=${pass}`],
      [{ Authorization: `Bearer ${pass}` }],
      [{ Authorization: `Bearer ${sha1(SECRET)}` }],
    ];
    for (const path of READERS) {
      for (const [headers, query] of forms) {
        const asked =
          query === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
        expect([path, query, headers, (await knock(asked, headers)).status]).toEqual([
          path,
          query,
          headers,
          200,
        ]);
      }
    }
    expect((await knock('/pebble', { 'api-secret': sha1(SECRET) })).text).toContain(`"${GLUCOSE}"`);
    await expectNothingTold(pass);
    expect(await bridge.stop()).toBe(0);
    for (const secret of [SECRET, sha1(SECRET), pass, encodeURIComponent(SECRET)]) {
      expect(bridge.output()).not.toContain(secret);
    }
  });

  async function expectNothingTold(pass: string): Promise<void> {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const { status, text } = await knock(path);
      expect([path, status]).toEqual([path, 200]);
      for (const secret of [SECRET, sha1(SECRET), pass]) expect(text).not.toContain(secret);
      if (path !== '/metrics') expect(text).not.toMatch(new RegExp(`\\b${GLUCOSE}\\b`));
    }
    const shown = parseExposition((await knock('/metrics')).text);
    const values = shown.flatMap(({ samples }) => samples.map(({ value }) => value));
    expect(values).not.toContain(GLUCOSE);
  }

  test('the page asks for the secret before it shows anything, and a pass lets in until it is given back', async () => {
    for (const path of ['/', '/accounts/default/']) {
      const { status, text } = await knock(path);
      expect([path, status]).toEqual([path, 401]);
      expect(text).toContain('type="password"');
      expect(text).not.toContain(String(GLUCOSE));
      expect(text).not.toContain('class="figure"');
    }
    const send = (form: Record<string, string>, cookie = '') =>
      fetch(`${url}/`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie },
        body: new URLSearchParams(form),
      });
    const wrong = await send({ secret: 'not the secret at all' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('set-cookie')).toBeNull();
    expect(await wrong.text()).toContain('That is not the secret');

    const right = await send({ secret: SECRET });
    expect([right.status, right.headers.get('location')]).toEqual([303, './']);
    const given = right.headers.get('set-cookie') ?? '';
    expect(given).toMatch(/; HttpOnly; SameSite=Strict$/);
    const cookie = given.split(';')[0]!;
    const page = await knock('/', { cookie });
    expect(page.status).toBe(200);
    expect(page.text).toMatch(new RegExp(`class="figure"[^>]*>${GLUCOSE}<`));
    expect((await knock('/page/state?account=default', { cookie })).status).toBe(200);

    const out = await send({ do: 'sign-out' }, cookie);
    expect(out.status).toBe(303);
    expect(out.headers.get('set-cookie')).toMatch(/=; Max-Age=0/);
    expect(bridge.output()).not.toContain(cookie.split('=')[1]);
    expect(page.text).not.toContain(SECRET);
  });

  test('wrong secrets are answered within 5 s, and the right one at once meanwhile', async () => {
    let waiting = 0;
    const guess = async (number: number) => {
      waiting += 1;
      const startedAt = performance.now();
      const headers = { 'api-secret': sha1(`guess ${number}`) };
      const { status, text } = await knock('/api/v1/entries.json', headers);
      waiting -= 1;
      return { status, body: JSON.parse(text) as object, tookMs: performance.now() - startedAt };
    };
    const guesses = Array.from({ length: 12 }, (_, number) => guess(number));
    const right = await knock('/api/v1/entries.json', { 'api-secret': sha1(SECRET) });
    expect(right.status).toBe(200);
    // The fourth guess alone is held for two seconds.
    expect(waiting).toBeGreaterThan(0);
    for (const { status, body, tookMs } of await Promise.all(guesses)) {
      expect([401, 429]).toContain(status);
      expect(body).toMatchObject({ status });
      expect(tookMs).toBeLessThan(5_000);
    }
    expect((await knock('/pebble', { 'api-secret': sha1(SECRET) })).status).toBe(200);
  });
});

describe('without a secret for readers', () => {
  test('it does not start where others can reach it, and says which setting that is', async () => {
    const bridge = world.start({ env: OPEN_TO_ALL });
    expect(await bridge.ended).toBe(78);
    expect(bridge.output()).toMatch(/LISTEN/);
    expect(bridge.output()).toMatch(/FEED_API_SECRET/);
    expect(world.share.requests.records).toHaveLength(0);
  });

  test('the API_SECRET of a Nightscout serves', async () => {
    const bridge = world.start({ env: { ...OPEN_TO_ALL, API_SECRET: SECRET } });
    const url = await addressOf(bridge);
    expect((await fetch(`${url}/pebble`)).status).toBe(401);
    expect((await fetch(`${url}/pebble?secret=${sha1(SECRET)}`)).status).toBe(200);
    expect(await bridge.stop()).toBe(0);
  });
});
