import { describe, expect, test } from '@jest/globals';
import { DAY_MS, toIsoUtc, epochMs } from '../../../src/domain/instant.ts';
import type { MgDl } from '../../../src/domain/glucose.ts';
import { makeCalibration } from '../../support/make-kinds.ts';
import { readingAgo } from '../rows-rig.ts';
import { v1Rig } from './v1-rig.ts';

/** Readings of 100, 101, … 5 minutes apart from 5 minutes ago backwards, one beyond the floor, one fingerstick. */
async function filled(count = 20) {
  const rig = await v1Rig();
  const now = rig.clock.now();
  await rig.put([
    ...Array.from({ length: count }, (_, index) =>
      readingAgo(now, 5 * (index + 1), 100 + index, index % 2 === 0 ? 'flat' : 'singleUp'),
    ),
    readingAgo(now, 5 * 24 * 60, 55),
    makeCalibration(-7),
  ]);
  return { ...rig, now };
}

describe('/entries', () => {
  test('are the ten newest rows of any type, every field as it was written', async () => {
    const { rows, now } = await filled();
    const found = await rows('entries.json');
    expect(found).toHaveLength(10);
    expect(found.slice(0, 2).map(({ type }) => type)).toEqual(['sgv', 'mbg']);
    const date = now - 300_000;
    expect(found[0]).toEqual({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      type: 'sgv',
      sgv: 100,
      date,
      dateString: toIsoUtc(epochMs(date)),
      sysTime: toIsoUtc(epochMs(date)),
      direction: 'Flat',
      trend: 4,
      device: 'nightscout-dexcom-bridge',
      app: 'nightscout-dexcom-bridge',
      identifier: expect.any(String),
      created_at: toIsoUtc(epochMs(date)),
      srvCreated: now,
      srvModified: now,
      mills: date,
    });
  });

  test.each([
    ['entries.json?count=3', 3],
    ['entries.json?count=5000', 21],
    ['entries.json?count=5000&find[type]=sgv', 20],
    ['entries.json?count=5000&find[date][$gte]=1', 22],
    ['entries.json?count=5000&find[dateString][$gte]=2001', 22],
    ['entries.json?count=5000&find[_id][$gt]=000000000000000000000000', 22],
    ['entries.json?count=5000&find[sgv][$lt]=60', 0],
    ['entries.json?count=0', 0],
    ['entries.json?rr=17&token=&timestamp=1', 10],
    ['entries/sgv.json', 10],
    ['entries/sgv/.json?count=2', 2],
    ['entries/mbg.json', 1],
    ['entries/cal.json', 0],
    ['entries/sgv.json?find[type]=mbg&count=99', 20],
    ['/api/v2/entries.json?count=4', 4],
    ['entries/current.json', 1],
  ])('%s has %d rows', async (path, count) => {
    const { rows } = await filled();
    expect(await rows(path)).toHaveLength(count);
  });

  test('come newest first, the oldest of a sorted request too', async () => {
    const { values } = await filled(4);
    expect(await values('entries/sgv.json?find[date][$gte]=1', 'sgv')).toEqual([
      100, 101, 102, 103, 55,
    ]);
    const oldest = 'entries/sgv.json?find[date][$gte]=1&sort[date]=1&count=2';
    expect(await values(oldest, 'sgv')).toEqual([103, 55]);
  });

  test('are one by its id', async () => {
    const { rows, ask } = await filled();
    for (const row of await rows('entries.json?count=99&find[date][$gte]=1')) {
      expect(await rows(`entries/${String(row['_id'])}.json`)).toEqual([row]);
      expect(await rows(`entries.json?find[_id]=${String(row['_id'])}`)).toEqual([row]);
    }
    const missing = await ask(`entries/${'a'.repeat(24)}.json`);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({
      status: 404,
      message: 'Not found',
      description: `No such id: '${'a'.repeat(24)}'`,
    });
  });

  test('by ids that are greater are those that came in later, wherever they are dated', async () => {
    const { rows, values, put, clock } = await filled();
    const ids = (await values('entries.json?count=99&find[date][$gte]=1', '_id')) as string[];
    const [greatest] = ids.sort().toReversed();
    await clock.advance(1_000);
    await put([readingAgo(clock.now(), 60 * 24 * 60, 77), readingAgo(clock.now(), 1, 78)]);
    const later = await rows(`entries.json?count=99&find[_id][$gt]=${greatest ?? ''}`);
    expect(later.map(({ sgv }) => sgv)).toEqual([78, 77]);
  });

  test('are an empty array where there is nothing', async () => {
    const { rows } = await v1Rig();
    for (const path of ['entries.json', 'entries/current.json', 'entries/sgv.json']) {
      expect(await rows(path)).toEqual([]);
    }
  });
});

describe('the format of entries', () => {
  const LINE = '"2025-04-19T16:38:20.000Z",1745080700000,100,"Flat","nightscout-dexcom-bridge"';
  const METER = '"2025-04-19T16:36:20.000Z",1745080580000,,,"nightscout-dexcom-bridge-mbg"';
  const CSV = `${LINE}\r\n${METER}`;
  const TSV = CSV.replaceAll(',', '\t');

  test.each([
    ['entries?count=2', '*/*', 'text/plain; charset=utf-8', TSV],
    ['entries?count=2', undefined, 'text/plain; charset=utf-8', TSV],
    ['entries.txt?count=2', 'application/json', 'text/plain; charset=utf-8', TSV],
    ['entries.tsv?count=2', '*/*', 'text/tab-separated-values; charset=utf-8', TSV],
    ['entries.csv?count=2', '*/*', 'text/csv; charset=utf-8', CSV],
    ['entries?count=2', 'text/csv', 'text/csv; charset=utf-8', CSV],
    ['entries/current', '*/*', 'text/plain; charset=utf-8', LINE.replaceAll(',', '\t')],
    ['entries/cal', '*/*', 'text/plain; charset=utf-8', ''],
  ])('%s for %s is %s', async (path, accept, type, body) => {
    const { ask } = await filled();
    const answer = await ask(path, accept === undefined ? {} : { headers: { accept } });
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('vary')).toMatch(/^Accept\b/);
    expect(await answer.text()).toBe(body);
  });

  test.each([
    ['entries?count=2', 'application/json, text/plain, */*'],
    ['entries?count=2', 'image/png'],
    ['entries.html?count=2', '*/*'],
    ['entries/sgv?count=2', 'application/json'],
  ])('%s for %s is JSON', async (path, accept) => {
    const { ask } = await filled();
    const answer = await ask(path, { headers: { accept } });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toHaveLength(2);
  });
});

describe('patterns in the path', () => {
  test.each([
    ['times/2025-04-19T16.json?count=99', 9],
    ['times/2025-04-19/T16:{30..35}.json', 1],
    ['times/2025-04-{18..19}/T{15,16}:.json?count=99', 21],
    ['times/2025-04/T16.json?find[sgv][$gte]=105&count=99', 3],
    ['times/1999.json', 0],
    ['slice/entries/dateString/sgv/2025-04-19T16.json?count=99', 8],
    ['slice/entries/dateString/mbg/2025.json', 1],
    ['slice/entries/dateString/sgv/2025-04-1{3..9}.json?count=99', 21],
    ['slice/entries/device/sgv/night.json?count=99', 20],
    ['slice/entries/device/sgv/dexcom.json?count=99', 0],
    ['slice/entries/device//dexcom.json?count=99', 0],
    ['slice/entries/sgv/sgv/1.json', 0],
  ])('%s finds %d', async (path, count) => {
    const { rows } = await filled();
    expect(await rows(path)).toHaveLength(count);
  });

  test('can be looked at', async () => {
    const { ask } = await filled();
    const shown = await ask('times/echo/2025-04/T{00..03}.json');
    expect(await shown.json()).toMatchObject({
      req: { params: { prefix: '2025-04', regex: 'T{00..03}' } },
      pattern: ['.*T00', '.*T01', '.*T02', '.*T03'],
    });
  });

  test.each(['times/{1..99999}.json', 'slice/entries/dateString/sgv/(.json', 'times/(?=a).json'])(
    '%s is refused',
    async (path) => {
      const { ask } = await filled();
      const answer = await ask(path);
      expect(answer.status).toBe(400);
    },
  );
});

describe('/count and /echo', () => {
  test.each([
    ['count/entries/where?find[date][$gte]=1', [{ _id: null, count: 22 }]],
    ['count/entries/where?find[date][$gte]=1&find[type]=mbg', [{ _id: null, count: 1 }]],
    ['count/entries/where?find[sgv][$gte]=1', []],
    ['count/treatments/where?find[date][$gte]=1', [{ _id: null, count: 1 }]],
    ['count/devicestatus/where?find[date][$gte]=1', []],
  ])('%s', async (path, counted) => {
    const { rows } = await filled();
    expect(await rows(path)).toEqual(counted);
  });

  test('a query is shown as it is understood', async () => {
    const { ask, now } = await filled();
    expect(await (await ask('echo/entries/sgv.json?find[sgv][$gte]=160.5&count=7')).json()).toEqual(
      {
        query: { sgv: { $gte: 160 }, type: 'sgv', date: { $gte: now - 4 * DAY_MS } },
        input: { find: { sgv: { $gte: '160.5' }, type: 'sgv' }, count: '7' },
        params: { echo: 'entries', model: 'sgv' },
        storage: 'entries',
      },
    );
    expect((await ask('echo/foo.json')).status).toBe(404);
  });
});

test('a find that cannot be read is refused by name, and the next one is answered', async () => {
  const { ask } = await filled();
  const answer = await ask('entries.json?find[date][$gte]=yesterday');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    status: 400,
    message: 'Bad Request',
    description: 'find[date][$gte]: this is no number',
  });
  expect((await ask('entries.json')).status).toBe(200);
});

describe('conditional requests', () => {
  const lastModified = (answer: Response) => answer.headers.get('last-modified') ?? '';

  test('a known tag is answered with 304 and no body', async () => {
    const { ask, put, clock } = await filled();
    const first = await ask('entries.json');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await ask('entries.json', { headers: { 'if-none-match': `"x", ${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('etag')).toBe(etag);
    await put([readingAgo(clock.now(), 1, 130)]);
    const changed = await ask('entries.json', { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
  });

  test('nothing newer is 304, as Nightscout dates it', async () => {
    const { ask, now } = await filled();
    const first = await ask('entries.json');
    expect(Date.parse(lastModified(first))).toBe(now - 300_000);
    const since = { headers: { 'if-modified-since': lastModified(first) } };
    expect((await ask('entries.json', since)).status).toBe(304);
    expect((await ask('entries/sgv.json', since)).status).toBe(304);
    // Nothing at all after the newest reading is nothing new either.
    expect((await ask(`entries.json?find[date][$gt]=${now}`, since)).status).toBe(304);
    const before = new Date(now - 301_000).toUTCString();
    const older = await ask('entries.json', { headers: { 'if-modified-since': before } });
    expect(older.status).toBe(200);
    const word = await ask('entries.json', { headers: { 'if-modified-since': 'yesterday' } });
    expect(word.status).toBe(200);
  });

  test('a value that was corrected is sent again though no reading is newer', async () => {
    const { ask, clock, change, rows } = await filled();
    const first = await ask('entries.json');
    await clock.advance(60_000);
    await change({ ...readingAgo(clock.now(), 16, 99), glucoseMgdl: 99 as MgDl });
    const since = { headers: { 'if-modified-since': lastModified(first) } };
    const answer = await ask('entries.json', since);
    expect(answer.status).toBe(200);
    expect((await rows('entries/sgv.json')).map(({ sgv }) => sgv)).toContain(99);
  });

  test('a reading that fills a hole is sent though another is newer', async () => {
    const { ask, clock, put } = await filled();
    const first = await ask('entries.json');
    await clock.advance(60_000);
    await put([readingAgo(clock.now(), 9, 99)]);
    const since = { headers: { 'if-modified-since': lastModified(first) } };
    expect((await ask('entries.json', since)).status).toBe(200);
  });

  test('a HEAD has the headers of a GET and no body', async () => {
    const { ask } = await filled();
    const [head, get] = [await ask('entries.json', { method: 'HEAD' }), await ask('entries.json')];
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const name of ['etag', 'last-modified', 'content-type']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });
});
