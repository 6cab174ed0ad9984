import { describe, expect, test } from '@jest/globals';
import { ask, NOW, sgv, started } from './site-rig.ts';

describe('faults', () => {
  const three = [sgv(NOW), sgv(NOW - 300_000), sgv(NOW - 600_000)];

  test('MongoDB fails in mid-batch: 500, and the first rows are stored', async () => {
    const { site } = await started();
    site.setFault(
      { kind: 'mongoError', stored: 2 },
      { endpoint: 'POST /api/v1/entries', times: 1 },
    );
    const res = await ask(site, 'POST', '/api/v1/entries.json', { body: three });
    expect(res.status).toBe(500);
    expect(JSON.parse(res.text)).toMatchObject({ status: 500, message: 'Mongo Error' });
    expect(site.rows()).toHaveLength(2);
    const again = await ask(site, 'POST', '/api/v1/entries.json', { body: three });
    expect(again.rows.map((row) => '_id' in row)).toEqual([false, false, true]);
    expect(site.rows()).toHaveLength(3);
  });

  test('rows dropped in silence shorten the answer', async () => {
    const { site } = await started();
    site.setFault({ kind: 'dropRows', count: 1 });
    const res = await ask(site, 'POST', '/api/v1/entries.json', { body: three });
    expect([res.status, res.rows.length, site.rows().length]).toEqual([200, 2, 2]);
  });

  test('a lost answer leaves the rows stored, an edge error does not', async () => {
    const { site } = await started();
    site.setFault({ kind: 'reset' }, { times: 1 });
    await expect(ask(site, 'POST', '/api/v1/entries.json', { body: three })).rejects.toThrow();
    expect(site.rows()).toHaveLength(3);
    site.clear();
    site.setFault({ kind: 'status', status: 502 }, { times: 1 });
    const res = await ask(site, 'POST', '/api/v1/entries.json', { body: three });
    expect([res.status, site.rows().length]).toEqual([502, 0]);
    expect(res.text).toContain('<html>');
  });

  test('an answer that breaks off', async () => {
    const { site } = await started();
    site.setFault({ kind: 'truncated' }, { times: 1 });
    await expect(ask(site, 'POST', '/api/v1/entries.json', { body: three })).rejects.toThrow();
  });

  test('a redirect elsewhere', async () => {
    const { site } = await started();
    site.setFault({ kind: 'redirect', status: 302, location: 'http://127.0.0.1:9/x' });
    const res = await ask(site, 'POST', '/api/v1/entries.json', { body: three });
    expect([res.status, res.headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/x']);
    expect(site.rows()).toEqual([]);
  });

  test('down refuses connections, up brings the same site back', async () => {
    const { site } = await started();
    site.seed(three);
    await site.down();
    await expect(ask(site, 'GET', '/api/v1/status.json')).rejects.toThrow();
    await site.up();
    expect((await ask(site, 'GET', '/api/v1/entries.json')).rows).toHaveLength(3);
  });

  test('the control sets and clears faults and tells the state', async () => {
    const { site } = await started();
    const path = '/simulator/faults';
    await ask(site, 'POST', path, { body: { kind: 'mongoError', stored: 1, times: 1 } });
    expect(site.faults()).toEqual([
      { endpoint: 'any', fault: { kind: 'mongoError', stored: 1 }, times: 1 },
    ]);
    expect((await ask(site, 'POST', path, { body: { kind: 'nonsense' } })).status).toBe(400);
    await ask(site, 'DELETE', path);
    expect(site.faults()).toEqual([]);
    site.seed(three);
    expect(JSON.parse((await ask(site, 'GET', '/simulator')).text)).toMatchObject({
      rows: { entries: 3, treatments: 0, devicestatus: 0 },
    });
  });
});
