import { describe, expect, test } from '@jest/globals';
import { ask, NOW, sgv, started } from './site-rig.ts';

describe('POST entries', () => {
  test('stores, rewrites the date to UTC and gives an id to what was inserted', async () => {
    const { site } = await started();
    const res = await ask(site, 'POST', '/api/v1/entries.json', {
      body: [
        sgv(1_700_000_000_123, { dateString: '2023-11-14T23:13:20.123+01:00', sysTime: 'ours' }),
      ],
    });
    expect(res.status).toBe(200);
    expect(res.rows).toEqual([
      {
        type: 'sgv',
        sgv: 120,
        date: 1_700_000_000_123,
        dateString: '2023-11-14T22:13:20.123Z',
        sysTime: '2023-11-14T22:13:20.123Z',
        utcOffset: 60,
        _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      },
    ]);
    expect(site.rows()).toEqual(res.rows);
  });

  test('a row with the same sysTime and type is merged, keeps its other fields, and is answered without id', async () => {
    const { site } = await started();
    await ask(site, 'POST', '/api/v1/entries', { body: [sgv(NOW, { noise: 1, device: 'a' })] });
    const res = await ask(site, 'POST', '/api/v1/entries', {
      body: [sgv(NOW, { sgv: 130, device: 'b' }), sgv(NOW, { type: 'mbg' }), sgv(NOW + 10_000)],
    });
    expect(res.rows.map((row) => '_id' in row)).toEqual([false, true, true]);
    expect(site.rows()).toHaveLength(3);
    expect(site.rows()[0]).toMatchObject({ sgv: 130, device: 'b', noise: 1 });
  });

  test('sysTime comes from dateString, so a coarser one disagrees with date', async () => {
    const { site } = await started();
    await ask(site, 'POST', '/api/v1/entries', {
      body: [sgv(1_700_000_000_123, { dateString: '2023-11-14T22:13:20Z' })],
    });
    expect(site.rows()[0]).toMatchObject({
      date: 1_700_000_000_123,
      sysTime: '2023-11-14T22:13:20.000Z',
    });
  });

  test('only date: no dateString, and the zone of the host', async () => {
    const { site } = await started({ hostUtcOffsetMinutes: 120 });
    const res = await ask(site, 'POST', '/api/v1/entries', {
      body: { type: 'sgv', sgv: 1, date: 1_700_000_000_123.7 },
    });
    expect(res.rows[0]).toMatchObject({
      date: 1_700_000_000_123.7,
      sysTime: '2023-11-14T22:13:20.123Z',
      utcOffset: 120,
    });
    expect(res.rows[0]).not.toHaveProperty('dateString');
  });

  test('a date nobody can read gives sysTime null, keyed by the whole document', async () => {
    const { site } = await started();
    const garbage = sgv(NOW, { dateString: 'yesterday' });
    await ask(site, 'POST', '/api/v1/entries', { body: [garbage] });
    await ask(site, 'POST', '/api/v1/entries', { body: [garbage] });
    await ask(site, 'POST', '/api/v1/entries', { body: [{ ...garbage, sgv: 121 }] });
    expect(site.rows().map(({ sysTime, utcOffset }) => [sysTime, utcOffset])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  test('a UUID as _id moves to identifier, other texts vanish', async () => {
    const { site } = await started();
    const uuid = 'b2e062c8-dcc5-58b7-bdcd-ecc4c1bd8eb5';
    await ask(site, 'POST', '/api/v1/entries', {
      body: [sgv(NOW, { _id: uuid }), sgv(NOW + 1, { _id: 'mine' })],
    });
    expect(site.rows()[0]).toMatchObject({ identifier: uuid });
    expect(site.rows().every(({ _id }) => /^[0-9a-f]{24}$/.test(String(_id)))).toBe(true);
    expect(site.rows()[1]).not.toHaveProperty('identifier');
  });

  test.each([
    ['an object without date', { type: 'sgv', sgv: 1 }],
    ['an empty object', {}],
    ['an empty list', []],
    ['no body', undefined],
  ])('%s is taken and lost under 200', async (_what, body) => {
    const { site } = await started();
    const res = await ask(site, 'POST', '/api/v1/entries', body === undefined ? {} : { body });
    expect([res.status, res.text]).toEqual([200, '[]']);
    expect(site.rows()).toEqual([]);
  });

  test('a body of another type is lost too', async () => {
    const { site } = await started();
    const headers = { 'content-type': 'text/plain' };
    const res = await ask(site, 'POST', '/api/v1/entries', { body: [sgv(NOW)], headers });
    expect([res.status, res.text]).toEqual([200, '[]']);
  });

  test('broken JSON is 400 before anybody asks who sent it', async () => {
    const { site } = await started();
    const headers = { 'api-secret': 'wrong' };
    const html = await ask(site, 'POST', '/api/v1/entries', { body: '[{', headers });
    expect([html.status, html.headers.get('content-type')]).toEqual([
      400,
      'text/html; charset=UTF-8',
    ]);
    const json = await ask(site, 'POST', '/api/v1/entries.json', { body: '[{', headers });
    expect(JSON.parse(json.text)).toMatchObject({ error: { stack: expect.any(String) } });
  });

  test('more than a megabyte of devicestatus is 413', async () => {
    const { site } = await started();
    const body = { notes: 'x'.repeat(1_100_000) };
    expect((await ask(site, 'POST', '/api/v1/devicestatus', { body })).status).toBe(413);
    expect((await ask(site, 'POST', '/api/v1/entries', { body })).status).toBe(200);
  });

  test('preview stores nothing', async () => {
    const { site } = await started();
    const res = await ask(site, 'POST', '/api/v1/entries/preview', { body: [sgv(NOW)] });
    expect(res.rows).toHaveLength(1);
    expect(site.rows()).toEqual([]);
  });
});
