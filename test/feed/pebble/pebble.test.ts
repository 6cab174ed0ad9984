import { expect, test } from '@jest/globals';
import { mmolText } from '../../../src/domain/glucose.ts';
import { createPebbleRoutes } from '../../../src/feed/pebble/index.ts';
import { inUnits, readingAgo, rowsRig, SECRET_SHA1, type Given } from '../rows-rig.ts';

// What it says of which readings is compared with a real Nightscout in ../properties/as-nightscout.test.ts.

async function rig(given?: Given) {
  const { clock, facts, rows, put } = await rowsRig(given);
  const now = clock.now();
  await put([0, 1, 2, 3].map((back) => readingAgo(now, 2 + back * 5, 120 - back, 'flat')));
  const routes = createPebbleRoutes(facts, rows);
  const ask = async (path: string, headers = {}) => routes.request(path, { headers });
  const bgs = async (path: string) =>
    ((await (await ask(path)).json()) as { bgs: Record<string, unknown>[] }).bgs;
  return { ask, bgs, now };
}

test.each([
  ['', 1],
  ['?count=3', 3],
  ['?count=0', 1],
  ['?count=-2', 1],
  ['?count=abc', 1],
  ['?count=2.9', 2],
  ['?count=99999999999', 4],
])('/pebble%s holds %i, newest first', async (query, count) => {
  const { bgs, now } = await rig();
  const found = await bgs(`/pebble${query}`);
  const dates = [2, 7, 12, 17].slice(0, count).map((minutes) => now - minutes * 60_000);
  expect(found.map(({ datetime }) => datetime)).toEqual(dates);
  expect(found.map((row) => 'bgdelta' in row)).toEqual(dates.map((_, index) => index === 0));
});

test.each([
  ['', '120', 1],
  ['?units=mmol', '6.7', '0.1'],
  ['?units=mg', '120', 1],
  ['?units=', '120', 1],
  ['?units=MMOL', '120', 1],
])('/pebble%s shows %s', async (query, sgv, bgdelta) => {
  const { bgs } = await rig();
  expect((await bgs(`/pebble${query}`))[0]).toMatchObject({ sgv, bgdelta });
});

test('/pebble.json is the same; the units of the display count where none are asked for', async () => {
  const { bgs, now, ask } = await rig({ display: inUnits('mmol') });
  expect((await bgs('/pebble.json'))[0]).toMatchObject({ sgv: '6.7', bgdelta: '0.1' });
  expect((await bgs('/pebble?units=mg/dl'))[0]).toMatchObject({ sgv: '120', bgdelta: 1 });
  const whole = (await (await ask('/pebble.json?count=2')).json()) as Record<string, unknown>;
  expect(whole).toMatchObject({ status: [{ now }], cals: [] });
  expect(Object.keys(whole)).toEqual(['status', 'bgs', 'cals']);
});

test('every value is shown as Nightscout shows it', () => {
  for (let mgdl = 39; mgdl <= 1_000; mgdl += 1) {
    expect(mmolText(mgdl)).toBe((Math.round((mgdl / 18.01559) * 10) / 10).toFixed(1));
  }
});

test.each(['/pebble', '/pebble.json'])(
  '%s needs the secret where it is asked for',
  async (path) => {
    const { ask } = await rig({ isRequired: true });
    const refused = await ask(path);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toEqual({
      status: 401,
      message: 'Unauthorized',
      description: 'Invalid/Missing',
    });
    expect((await ask(path, { 'api-secret': SECRET_SHA1 })).status).toBe(200);
  },
);
