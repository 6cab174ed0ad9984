import { describe, expect, test } from '@jest/globals';
import { createXdripRoutes } from '../../../src/feed/xdrip/index.ts';
import { inUnits, readingAgo, rowsRig, SECRET_SHA1, type Given } from '../rows-rig.ts';

type Row = Record<string, unknown>;

async function rig(given?: Given) {
  const { facts, rows, put, clock } = await rowsRig(given);
  const routes = createXdripRoutes(facts, rows);
  const ask = (path: string, headers = {}) => routes.request(path, { headers });
  const rowsOf = async (path: string) => (await (await ask(path)).json()) as Row[];
  return { put, now: clock.now(), ask, rowsOf };
}

describe('/sgv.json', () => {
  test('shows a reading as xDrip does, with the units on the first row', async () => {
    const { put, now, ask } = await rig();
    await put([
      { ...readingAgo(now, 7, 120, 'flat'), utcOffsetMinutes: 60 },
      { ...readingAgo(now, 2, 127, 'fortyFiveUp'), utcOffsetMinutes: 60 },
    ]);
    const answer = await ask('/sgv.json');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.json()).toEqual([
      {
        _id: expect.stringMatching(/^[0-9a-f]{24}$/),
        device: 'nightscout-dexcom-bridge',
        dateString: '2025-04-19T17:41:20.000+0100',
        sysTime: '2025-04-19T17:41:20.000+0100',
        date: now - 120_000,
        sgv: 127,
        delta: 7,
        direction: 'FortyFiveUp',
        noise: 1,
        filtered: 0,
        unfiltered: 0,
        rssi: 100,
        type: 'sgv',
        units_hint: 'mgdl',
      },
      expect.not.objectContaining({ units_hint: expect.anything() }),
    ]);
  });

  test('prints the wearer’s own time west and east of Greenwich, and UTC where it is not known', async () => {
    const { put, now, rowsOf } = await rig();
    await put([
      readingAgo(now, 11, 100),
      { ...readingAgo(now, 6, 100), utcOffsetMinutes: -210 },
      { ...readingAgo(now, 1, 100), utcOffsetMinutes: 345 },
    ]);
    const rows = await rowsOf('/sgv.json');
    expect(rows.map(({ dateString }) => dateString)).toEqual([
      '2025-04-19T22:27:20.000+0545',
      '2025-04-19T13:07:20.000-0330',
      '2025-04-19T16:32:20.000+0000',
    ]);
    for (const { date, sysTime } of rows) expect(new Date(sysTime as string).getTime()).toBe(date);
  });

  test('reckons the difference to five minutes with three decimals', async () => {
    const { put, now, rowsOf } = await rig();
    await put([
      readingAgo(now, 40, 90),
      readingAgo(now, 19.5, 100),
      readingAgo(now, 12, 110),
      readingAgo(now, 5, 100),
      readingAgo(now, 0, 100),
    ]);
    const deltas = (await rowsOf('/sgv.json')).map(({ delta }) => delta);
    // The last but one has its neighbour more than 20 minutes before it, the last has none.
    expect(deltas).toEqual([0, -7.143, 6.667, undefined, undefined]);
  });

  test('tells no difference where LOW or HIGH is no value to reckon with', async () => {
    const { put, now, rowsOf } = await rig();
    await put([
      readingAgo(now, 20, 45),
      readingAgo(now, 15, 39),
      readingAgo(now, 10, 60),
      readingAgo(now, 5, 401),
      readingAgo(now, 0, 380),
    ]);
    const rows = await rowsOf('/sgv.json');
    expect(rows.map(({ sgv }) => sgv)).toEqual([380, 401, 60, 39, 45]);
    expect(rows.some((row) => 'delta' in row)).toBe(false);
  });

  test('says nothing of a trend that was not reported', async () => {
    const { put, now, rowsOf } = await rig();
    await put([readingAgo(now, 2, 127)]);
    expect((await rowsOf('/sgv.json'))[0]).not.toHaveProperty('direction');
  });

  test.each([
    ['', 24],
    ['?count=', 24],
    ['?count=five', 24],
    ['?count=2.5', 24],
    ['?count=3', 3],
    ['?count=0', 1],
    ['?count=-9', 1],
    ['?count=1000', 1000],
    ['?count=100000', 1000],
    ['?count=1%27%3B--', 24],
  ])('of%s gives %i, the newest ones however old', async (query, count) => {
    const { put, now, rowsOf } = await rig();
    const back = (index: number) => readingAgo(now, 20_000 + index * 5, 100 + (index % 100));
    await put(Array.from({ length: 1_100 }, (_, index) => back(index)));
    const rows = await rowsOf(`/sgv.json${query}`);
    expect(rows).toHaveLength(count);
    expect(rows[0]).toMatchObject({ date: now - 20_000 * 60_000, sgv: 100 });
    // Also the last one knows its neighbour, which is not shown.
    expect(rows.every((row) => typeof row['delta'] === 'number')).toBe(true);
  });

  test('brief_mode leaves away what a small watch does not need', async () => {
    const { put, now, rowsOf } = await rig({ display: inUnits('mmol') });
    await put([readingAgo(now, 7, 120, 'flat'), readingAgo(now, 2, 127, 'flat')]);
    expect(await rowsOf('/sgv.json?brief_mode=Y')).toEqual([
      { date: now - 120_000, sgv: 127, delta: 7, direction: 'Flat', noise: 1, units_hint: 'mmol' },
      { date: now - 420_000, sgv: 120, direction: 'Flat', noise: 1 },
    ]);
  });

  test('holds glucose readings only, not fingersticks', async () => {
    const { put, now, rowsOf } = await rig();
    const { systemTime } = readingAgo(now, 1, 100);
    await put([
      readingAgo(now, 2, 127),
      { kind: 'calibration', systemTime, recordId: 'c', meter: { value: 90, unit: 'mg/dL' } },
    ]);
    expect((await rowsOf('/sgv.json')).map(({ sgv }) => sgv)).toEqual([127]);
  });

  test('says that nothing is done with what a watch tells, and knows no sensor', async () => {
    const { put, now, rowsOf } = await rig();
    await put([readingAgo(now, 7, 120), readingAgo(now, 2, 127)]);
    const [first, second] = await rowsOf('/sgv.json?steps=123&heart=70&tasker=osnooze&sensor=Y&all_data=Y'); // prettier-ignore
    expect(first).toMatchObject({
      steps_result: 501,
      heart_result: 501,
      tasker_result: 501,
      sensor_status: 'not available',
    });
    expect(Object.keys(second ?? {}).join()).not.toMatch(/result|status/);
  });

  test('without data is an empty list, or nothing at all where no_empty asks for that', async () => {
    const { ask, put, now } = await rig();
    expect(await (await ask('/sgv.json')).json()).toEqual([]);
    const nothing = await ask('/sgv.json?no_empty=Y');
    expect([nothing.status, await nothing.text()]).toEqual([200, '']);
    await put([readingAgo(now, 2, 127)]);
    expect(await (await ask('/sgv.json?no_empty=Y')).json()).toHaveLength(1);
  });

  test('is found by the beginning of its path, as in xDrip', async () => {
    const { put, now, rowsOf, ask } = await rig();
    await put([readingAgo(now, 2, 127)]);
    expect(await rowsOf('/sgv.json/')).toHaveLength(1);
    expect(await rowsOf('/sgv.json&count=7')).toHaveLength(1);
    expect((await ask('/sgv')).status).toBe(404);
  });

  test('needs the secret where it is asked for', async () => {
    const { put, now, ask } = await rig({ isRequired: true });
    await put([readingAgo(now, 2, 127)]);
    for (const path of ['/sgv.json', '/sgv.json&x']) {
      const refused = await ask(path);
      expect(refused.status).toBe(401);
      expect(await refused.text()).not.toContain('127');
      expect((await ask(path, { 'api-secret': SECRET_SHA1 })).status).toBe(200);
    }
  });
});
