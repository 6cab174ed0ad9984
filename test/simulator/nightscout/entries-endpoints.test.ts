import { describe, expect, test } from '@jest/globals';
import type { Row, RunningNightscoutStandIn } from '../../../src/simulator/index.ts';
import { ask, NOW, sgv, started } from './site-rig.ts';

describe('GET entries', () => {
  const seeded = async (): Promise<RunningNightscoutStandIn> => {
    const { site } = await started();
    const rows = Array.from({ length: 30 }, (_none, at) =>
      sgv(NOW - at * 300_000, { sgv: 100 + at, device: at % 2 ? 'odd' : 'even' }),
    );
    site.seed([...rows, sgv(NOW - 5 * 86_400_000), sgv(NOW - 60_000, { type: 'mbg', mbg: 99 })]);
    return site;
  };
  const dates = (rows: readonly Row[]): number[] => rows.map(({ date }) => NOW - Number(date));

  test('ten rows of any type, newest first', async () => {
    const { rows } = await ask(await seeded(), 'GET', '/api/v1/entries.json');
    expect(rows).toHaveLength(10);
    expect(dates(rows).slice(0, 3)).toEqual([0, 60_000, 300_000]);
  });

  test('without a date only four days are looked at', async () => {
    const site = await seeded();
    expect((await ask(site, 'GET', '/api/v1/entries/sgv.json?count=999')).rows).toHaveLength(30);
    const path = '/api/v1/entries/sgv.json?count=999&find[date][$gte]=1';
    expect((await ask(site, 'GET', path)).rows).toHaveLength(31);
  });

  test.each([
    [`find[date][$gte]=${NOW - 600_000}&find[type]=sgv`, [0, 300_000, 600_000]],
    [`find[date][$gt]=${NOW - 600_000}.0&find[type]=sgv`, [0, 300_000]],
    [
      `find[date][$lte]=${NOW - 300_000}&find[date][$gt]=${NOW - 900_000}&find[type]=sgv`,
      [300_000, 600_000],
    ],
    [`find[date]=${NOW}`, [0]],
    [`find%5BdateString%5D%5B%24gte%5D=${new Date(NOW).toISOString()}`, [0]],
    [`find[sysTime]=${new Date(NOW - 300_000).toISOString()}`, [300_000]],
    [
      `find[sysTime][$in][]=${new Date(NOW).toISOString()}&find[sysTime][$in][]=${new Date(NOW - 300_000).toISOString()}`,
      [0, 300_000],
    ],
    ['find[type][$ne]=sgv', [60_000]],
    ['find[device]=odd&find[sgv][$lt]=104', [300_000, 900_000]],
    ['find[mbg][$exists]=true', [60_000]],
    ['find[date][$gte]=abc', 500],
    ['find[type][$in]=sgv', 500],
    ['find[type][$near]=sgv', 500],
  ])('%s', async (query, expected) => {
    const res = await ask(await seeded(), 'GET', `/api/v1/entries.json?count=99&${query}`);
    if (typeof expected === 'number') {
      expect(res.status).toBe(expected);
      expect(JSON.parse(res.text)).toMatchObject({ message: 'Mongo Error' });
    } else expect(dates(res.rows)).toEqual(expected);
  });

  test('one by id, the current one, the count', async () => {
    const site = await seeded();
    const [row] = (await ask(site, 'GET', '/api/v1/entries/current.json')).rows;
    expect(row).toMatchObject({ date: NOW });
    const byId = await ask(site, 'GET', `/api/v1/entries/${String(row?.['_id'])}.json`);
    expect(byId.rows).toEqual([row]);
    const gone = await ask(site, 'GET', '/api/v1/entries/000000000000000000000000.json');
    expect([gone.status, gone.text]).toEqual([500, expect.stringContaining('No such id')]);
    const count = await ask(site, 'GET', '/api/v1/count/entries/where.json?find[type]=sgv');
    expect(count.rows).toEqual([{ _id: null, count: 30 }]);
  });

  test('without an extension anything goes as tab-separated text', async () => {
    const site = await seeded();
    const path = '/api/v1/entries?count=2&find[type]=sgv';
    const plain = await ask(site, 'GET', path, { headers: { accept: '*/*' } });
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const time = (ms: number): string => JSON.stringify(new Date(ms).toISOString());
    expect(plain.text).toBe(
      `${time(NOW)}\t${NOW}\t100\t\t"even"\r\n${time(NOW - 300_000)}\t${NOW - 300_000}\t101\t\t"odd"`,
    );
    const headers = { accept: 'application/json, text/plain, */*' };
    expect((await ask(site, 'GET', path, { headers })).rows).toHaveLength(2);
  });

  test('DELETE by id and by query answers as the driver does', async () => {
    const site = await seeded();
    const path = `/api/v1/entries.json?find[date][$gte]=${NOW - 300_000}&find[type]=sgv`;
    const res = await ask(site, 'DELETE', path);
    expect(JSON.parse(res.text)).toEqual({ acknowledged: true, deletedCount: 2 });
    expect(site.rows()).toHaveLength(30);
    const id = String(site.rows()[0]?.['_id']);
    await ask(site, 'DELETE', `/api/v1/entries/${id}`);
    expect(site.rows().some(({ _id }) => _id === id)).toBe(false);
  });
});
