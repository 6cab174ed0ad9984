import { describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, toIsoUtc } from '../../../src/domain/instant.ts';
import { makeAlert, makeCalibration, makeDevice, makeEvent } from '../../support/make-kinds.ts';
import { readingAgo } from '../rows-rig.ts';
import { v1Rig } from './v1-rig.ts';

async function filled() {
  const rig = await v1Rig();
  await rig.put([
    readingAgo(rig.clock.now(), 5, 120),
    makeEvent(-10, 'carbs'),
    makeEvent(-20, 'insulin', { eventType: 'insulin', eventSubtype: 'fastActing', amount: 1.5 }),
    makeCalibration(-30),
    makeEvent(-40, 'gone', { isDeleted: true }),
    makeAlert(-45),
    makeEvent(-50 * 24 * 60, 'long-ago', { amount: 33 }),
    makeEvent(-400 * 24 * 60, 'longer-ago', { amount: 44 }),
    makeDevice(-60),
  ]);
  return { ...rig, now: rig.clock.now() };
}

describe('/treatments', () => {
  test('always have carbs and insulin, null where there are none', async () => {
    const { rows, now } = await filled();
    const found = await rows('treatments.json');
    expect(found).toHaveLength(3);
    const created = toIsoUtc(epochMs(now - 10 * MINUTE_MS));
    expect(found[0]).toEqual({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      eventType: 'Carb Correction',
      carbs: 20,
      insulin: null,
      created_at: created,
      date: now - 10 * MINUTE_MS,
      mills: now - 10 * MINUTE_MS,
      enteredBy: 'nightscout-dexcom-bridge',
      device: 'nightscout-dexcom-bridge',
      app: 'nightscout-dexcom-bridge',
      identifier: expect.any(String),
      srvCreated: now,
      srvModified: now,
    });
    expect(found.map(({ carbs, insulin }) => [carbs, insulin])).toEqual([
      [20, null],
      [null, 1.5],
      [null, null],
    ]);
  });

  test.each([
    ['treatments', 3],
    ['treatments/', 3],
    ['/treatments.json', 3],
    ['/api/v2/treatments.json', 3],
    ['treatments.csv?count=1', 1],
    ['treatments?count=0', 0],
    ['treatments?find[eventType]=BG%20Check', 1],
    ['treatments?find[eventType]=/^carb/i', 1],
    ['treatments?find[insulin][$gte]=1', 1],
    ['treatments?find[carbs][$exists]=true&find[created_at][$gte]=2024-06-01', 2],
    ['treatments?find[created_at][$gte]=2001-01-01', 5],
    ['treatments?find[created_at][$gte]=2001-01-01&count=4', 4],
    ['treatments?find[created_at][$lt]=2025-01-01', 1],
    ['treatments?find[enteredBy][$ne]=nightscout-dexcom-bridge', 0],
    ['treatments?find[_id]=000000000000000000000000', 0],
  ])('%s are %d, in JSON whatever is asked for', async (path, count) => {
    const { ask } = await filled();
    const answer = await ask(path, { headers: { accept: 'text/plain' } });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toHaveLength(count);
  });

  test('come oldest first where they are asked to', async () => {
    const { values } = await filled();
    const sorted = 'treatments?find[created_at][$gte]=2001-01-01&sort[created_at]=1&count=2';
    expect(await values(sorted, 'carbs')).toEqual([44, 33]);
  });

  test('are the same 304 as entries, until one is deleted', async () => {
    const { ask, clock, change } = await filled();
    const first = await ask('treatments');
    const headers = { 'if-modified-since': first.headers.get('last-modified') ?? '' };
    expect((await ask('treatments', { headers })).status).toBe(304);
    await clock.advance(HOUR_MS);
    await change(
      makeEvent(-20, 'insulin', {
        eventType: 'insulin',
        eventSubtype: 'fastActing',
        amount: 1.5,
        isDeleted: true,
      }),
    );
    const answer = await ask('treatments', { headers });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toHaveLength(2);
  });

  test('have no path of their own', async () => {
    const { ask } = await filled();
    expect((await ask(`treatments/${'a'.repeat(24)}`)).status).toBe(404);
  });

  test('are those that Nightscout would be sent, and no others', async () => {
    const { put, rows } = await v1Rig({ writes: { events: false, mbg: false, alerts: true } });
    await put([makeEvent(-10), makeAlert(-20), makeCalibration(-30)]);
    const found = await rows('treatments');
    expect(found.map(({ eventType, notes }) => [eventType, notes])).toEqual([
      ['Note', 'Dexcom alert: High'],
      ['BG Check', undefined],
    ]);
  });
});

describe('/devicestatus', () => {
  test('is the state of each device', async () => {
    const { rows } = await filled();
    const [found, ...others] = await rows('devicestatus.json');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ app: 'nightscout-dexcom-bridge', dexcom: { id: 'device-1' } });
    expect(found).not.toHaveProperty('uploader');
  });

  test('goes out of sight after four days, unless it is asked for', async () => {
    const { rows, clock } = await filled();
    await clock.advance(5 * DAY_MS);
    expect(await rows('devicestatus.json')).toEqual([]);
    expect(await rows('devicestatus.json?find[created_at][$gte]=2025-01-01')).toHaveLength(1);
  });
});

test.each([
  ['profile', []],
  ['profile.json', []],
  ['profile/current', null],
  ['profile/current.json', null],
  ['profiles?count=1', []],
  ['activity.json', []],
  ['food.json', []],
  ['food/quickpicks', []],
  ['food/regular.json', []],
])('%s is empty, not missing', async (path, body) => {
  const { ask } = await filled();
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual(body);
});
