import { describe, expect, test } from '@jest/globals';
import { createPageRoutes } from '../../src/status-page/index.ts';
import { createAssetStore } from '../../src/status-page/asset-store.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { aCourse, aReading, createPageRig, type PageRigOptions } from './page-rig.ts';
import { textOf } from './view-rig.ts';

const MINUTE = 60_000;

async function open(options: Partial<PageRigOptions> = {}) {
  const clock = new FakeClock();
  const rig = await createPageRig({ clock, ...options });
  const routes = createPageRoutes(rig.facts);
  const get = async (path: string, headers: Record<string, string> = {}) =>
    routes.request(path, { headers: { host: 'localhost', ...headers } });
  return { clock, rig, routes, get, now: clock.now() };
}

describe('the page without a script', () => {
  test('has value, direction, age with the hour, change, states and the readings', async () => {
    const { rig, get, now } = await open();
    await rig.fill([
      aReading({ systemTime: now - 7 * MINUTE, glucoseMgdl: 115 }),
      aReading({ systemTime: now - 2 * MINUTE, glucoseMgdl: 123, trend: 'fortyFiveUp' }),
    ]);
    const answer = await get('/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    const page = await answer.text();
    const words = textOf(page);
    expect(words).toContain('123 mg/dL rising slowly in range');
    expect(words).toMatch(/2 min ago \d\d:\d\d UTC/);
    expect(words).toContain('+8 mg/dL in 5 min');
    expect(words).toContain('Dexcom Share working');
    expect(words).toContain('Nightscout site working');
    expect(words).toMatch(/Times are of the bridge’s clock, as at \d\d:\d\d UTC/);
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="60"/></noscript>');
    expect(page).toContain('<title>123 ↗ mg/dL · anna</title>');
    expect(page.match(/<th scope="row">/g)).toHaveLength(2);
  });

  test('shows the units of the settings', async () => {
    const { rig, get, now } = await open({ display: { units: 'mmol' } });
    await rig.fill([aReading({ systemTime: now, glucoseMgdl: 121 })]);
    expect(textOf(await (await get('/')).text())).toContain('6.7 mmol/L');
  });

  test('says in plain words that data are simulated', async () => {
    const simulated = await open({ isSimulated: true });
    expect(textOf(await (await simulated.get('/')).text())).toContain('SIMULATED DATA');
    expect(await (await (await open()).get('/')).text()).not.toContain('SIMULATED');
  });

  test('allows a browser nothing but our own files, and keeps no copy', async () => {
    const { get } = await open();
    for (const path of ['/', '/page/state?account=anna', '/page/readings?account=anna&hours=3']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('has no inline style or script, and no address of another place', async () => {
    const { get } = await open({ accounts: ['anna', 'ben'] });
    const page = await (await get('/')).text();
    expect(page).not.toMatch(/ style=| on[a-z]+=|<style|javascript:/);
    expect(page).not.toMatch(/<script(?![^>]* src=)/);
    const addresses = [...page.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, to]) => to);
    expect(addresses.length).toBeGreaterThan(5);
    for (const address of addresses) expect(address).toMatch(/^(\.\/|#|data:image\/svg)/);
  });

  test('is there for every account, each with a way to the others', async () => {
    const { rig, get, now } = await open({ accounts: ['anna', 'ben & co'] });
    await rig.fill([aReading({ systemTime: now, glucoseMgdl: 101 })], 'anna');
    await rig.fill([aReading({ systemTime: now, glucoseMgdl: 202 })], 'ben & co');
    expect(textOf(await (await get('/')).text())).toContain('101 mg/dL');
    const answer = await get('/accounts/ben%20%26%20co/');
    const page = await answer.text();
    expect(textOf(page)).toContain('202 mg/dL');
    expect(page).toMatch(/<a href="..\/..\/"\s*>anna<\/a>/);
    expect(page).toMatch(
      /<a href="..\/..\/accounts\/ben%20%26%20co\/"\s+aria-current="page"\s*>ben &amp; co</,
    );
    expect(page).toContain('src="../../page/assets/');
    const bare = await get('/accounts/ben%20%26%20co?x=1');
    expect([bare.status, bare.headers.get('location')]).toEqual([308, 'ben%20%26%20co/?x=1']);
    expect((await get('/accounts/carl/')).status).toBe(404);
  });

  test('escapes the name of an account wherever it stands', async () => {
    const { get } = await open({ accounts: ['"><script>alert(1)</script>'] });
    const page = await (await get('/')).text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('the data for the script', () => {
  test('a state says how all stands, and no more than the last three hours', async () => {
    const { rig, get, now } = await open();
    await rig.fill(aCourse(now - MINUTE, 100));
    const state = (await (await get('/page/state?account=anna')).json()) as Record<string, unknown>;
    expect(state).toMatchObject({
      account: 'anna',
      now,
      newest: { at: now - MINUTE, trend: 4, source: 'share' },
      lastDay: { bySource: { share: 100, 'web-api': 0 }, gaps: 0 },
      sources: [{ name: 'share', state: 'ok' }],
      history: 0,
    });
    expect(state['recent']).toHaveLength(36);
  });

  test('tells which service a reading is known from', async () => {
    const { rig, get, now } = await open({
      sources: [
        { name: 'share', state: 'ok' },
        { name: 'web-api', state: 'ok' },
      ],
    });
    await rig.fill([
      aReading({ systemTime: now - 10 * MINUTE, recordId: 'r1' }),
      aReading({ systemTime: now - 5 * MINUTE, transmitterGeneration: 'g7' }),
      aReading({ systemTime: now }),
    ]);
    const { sources } = (await (await get('/page/readings?account=anna&hours=3')).json()) as {
      sources: string;
    };
    expect(sources).toBe('wws');
    rig.parts = { ...rig.parts, sources: [{ name: 'web-api', state: 'ok' }] };
    const alone = await get('/page/readings?account=anna&hours=3');
    expect(await alone.json()).toMatchObject({ sources: 'www' });
  });

  test('a fortnight of readings is packed and zipped', async () => {
    const { rig, get, now } = await open();
    await rig.fill(aCourse(now, 4_100));
    const answer = await get('/page/readings?account=anna&hours=336', {
      'accept-encoding': 'gzip',
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    const zipped = await answer.arrayBuffer();
    expect(zipped.byteLength).toBeLessThan(20_000);
    const text = await new Response(
      new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip')),
    ).json();
    expect((text as { mgdl: unknown[] }).mgdl).toHaveLength(4_033);
  });

  test('asks for what is not there are answered in words', async () => {
    const { get } = await open();
    const [state, span, missing] = await Promise.all([
      get('/page/state?account=nobody'),
      get('/page/readings?account=anna&hours=5'),
      get('/page/assets/page.000000000000.js'),
    ]);
    expect([state.status, span.status, missing.status]).toEqual([404, 400, 404]);
    expect(await span.json()).toEqual({
      status: 400,
      message: 'hours must be one of 3, 6, 24, 72, 336.',
    });
  });
});

describe('the files of the page', () => {
  test('are named by their content, kept for ever, and small', async () => {
    const { get } = await open();
    const page = await (await get('/')).text();
    const names = [...page.matchAll(/"\.\/page\/assets\/([^"]+)"/g)].map(([, name]) => name!);
    expect(names.map((name) => name.replace(/\.[0-9a-f]{12}\./, '.'))).toEqual([
      'page.css',
      'look.js',
      'page.js',
    ]);
    let sum = 0;
    for (const name of names) {
      const answer = await get(`/page/assets/${name}`, { 'accept-encoding': 'gzip, br' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-encoding')).toBe('gzip');
      sum += (await answer.arrayBuffer()).byteLength;
      const known = await get(`/page/assets/${name}`, {
        'accept-encoding': 'gzip',
        'if-none-match': answer.headers.get('etag') ?? '',
      });
      expect(known.status).toBe(304);
      const plain = await get(`/page/assets/${name}`);
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(plain.headers.get('etag')).not.toBe(answer.headers.get('etag'));
    }
    expect(sum).toBeLessThan(55_000);
  });

  test('name where the chart comes from, and its licence', async () => {
    const assets = await createAssetStore()();
    expect(assets?.script.plain.toString()).toContain('Permission is hereby granted');
  });
});
