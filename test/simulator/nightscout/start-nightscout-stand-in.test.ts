import { describe, expect, test } from '@jest/globals';
import { ask, NOW, sgv, started } from './site-rig.ts';

describe('the rest', () => {
  test('status, versions and pebble', async () => {
    const { site } = await started();
    site.seed([sgv(NOW - 300_000, { sgv: 110 }), sgv(NOW, { sgv: 120, direction: 'FortyFiveUp' })]);
    expect(JSON.parse((await ask(site, 'GET', '/api/v1/status.json')).text)).toMatchObject({
      status: 'ok',
      version: '15.0.7',
      settings: { units: 'mg/dl' },
    });
    expect((await ask(site, 'GET', '/api/versions')).status).toBe(200);
    expect(JSON.parse((await ask(site, 'GET', '/pebble')).text)).toEqual({
      status: [{ now: NOW }],
      bgs: [{ sgv: '120', trend: 3, direction: 'FortyFiveUp', datetime: NOW, bgdelta: 10 }],
      cals: [],
    });
  });

  test('a prefix is part of every path', async () => {
    const { site } = await started({ pathPrefix: '/ns/' });
    expect(site.url).toMatch(/\/ns$/);
    expect((await ask(site, 'GET', '/api/v1/status.json')).status).toBe(200);
    expect((await fetch(new URL('/api/v1/status.json', site.url))).status).toBe(404);
  });

  test('plain http is sent to https unless a proxy vouches for it', async () => {
    const { site } = await started({ requireHttps: true });
    const res = await ask(site, 'GET', '/api/v1/status.json?x=1');
    expect(res.status).toBe(307);
    expect(res.headers.get('location')).toBe(
      site.url.replace('http:', 'https:') + '/api/v1/status.json?x=1',
    );
    const headers = { 'x-forwarded-proto': 'https' };
    expect((await ask(site, 'GET', '/api/v1/status.json', { headers })).status).toBe(200);
  });

  test('treatments are replaced, by identifier first, and read with carbs and insulin', async () => {
    const { site } = await started();
    const note = { eventType: 'Note', created_at: '2024-11-15T05:00:00+01:00', identifier: 'n1' };
    const path = '/api/v1/treatments.json';
    await ask(site, 'POST', path, { body: [{ ...note, notes: 'one', carbs: '0' }] });
    const id = site.rows('treatments')[0]?.['_id'];
    await ask(site, 'POST', path, { body: { ...note, duration: '5' } });
    expect(site.rows('treatments')).toEqual([
      {
        _id: id,
        eventType: 'Note',
        identifier: 'n1',
        created_at: '2024-11-15T04:00:00.000Z',
        utcOffset: 60,
        duration: 5,
      },
    ]);
    const { rows } = await ask(site, 'GET', `${path}?find[eventType]=/^no/i`);
    expect(rows).toEqual([{ ...site.rows('treatments')[0], carbs: null, insulin: null }]);
    await ask(site, 'DELETE', `/api/v1/treatments/${String(id)}`);
    expect(site.rows('treatments')).toEqual([]);
  });

  test('devicestatus is appended each time', async () => {
    const { site } = await started();
    const body = { device: 'x', created_at: new Date(NOW).toISOString() };
    for (let time = 0; time < 2; time += 1) {
      expect((await ask(site, 'POST', '/api/v1/devicestatus.json', { body })).status).toBe(200);
    }
    expect(site.rows('devicestatus')).toHaveLength(2);
    const odd = await ask(site, 'POST', '/api/v1/devicestatus.json', { body: { _id: 'x' } });
    expect(odd.status).toBe(400);
  });
});
