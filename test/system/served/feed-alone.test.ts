import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../../src/domain/instant.ts';
import { TRENDS, type Trend } from '../../../src/domain/trend.ts';
import type { SensorRecord } from '../../../src/simulator/index.ts';
import { parseExposition } from '../../support/parse-exposition.ts';
import { bridgeWorld, type BridgeWorld } from '../../support/process/bridge-world.ts';
import { compareRows, EXACTLY_ONCE } from '../../support/process/compare-rows.ts';
import { quietPatient } from '../../support/served/quiet-patient.ts';
import {
  readableAt,
  readJson,
  WITHOUT_NIGHTSCOUT,
  type FeedRow,
} from '../../support/served/reader.ts';

const SECRET = 'a-reader-secret-to-look-for';
const ENV = { ...WITHOUT_NIGHTSCOUT, FEED_API_SECRET: SECRET };
/** Nightscout’s words and numbers, newest reading first, of the trends that are set below. */
const WORDS = [
  ['NONE', 0],
  ['DoubleUp', 1],
  ['SingleUp', 2],
  ['FortyFiveUp', 3],
  ['Flat', 4],
  ['FortyFiveDown', 5],
  ['SingleDown', 6],
  ['DoubleDown', 7],
  ['NOT COMPUTABLE', 8],
  ['RATE OUT OF RANGE', 9],
] as const;

let world: BridgeWorld;
let truth: readonly SensorRecord[];
beforeEach(async () => {
  const now = Date.now();
  world = await bridgeWorld({ speed: 1, patient: quietPatient(now) });
  const all = world.visible(epochMs(now - 24 * HOUR_MS)).toReversed();
  const around = ({ systemTime }: SensorRecord) => ({
    from: systemTime,
    to: epochMs(systemTime + 1),
  });
  // The newest ten carry every trend there is, in the order of their numbers; two say LOW and HIGH.
  TRENDS.forEach((trend: Trend, index) => world.share.control.setTrend(around(all[index]!), trend));
  [118, 112, 'low', 'high', 40, 400].forEach((value, index) =>
    world.share.control.setValue(around(all[index]!), value as number | 'low' | 'high'),
  );
  truth = world.visible(epochMs(now - 24 * HOUR_MS));
});
afterEach(async () => world.stop());

const rowsAt = (url: string) => readJson<FeedRow[]>(`${url}/api/v1/entries.json?count=10000`);

describe('a bridge without any Nightscout', () => {
  test('serves each reading as Share told it, in every form, and the same rows after kill -9', async () => {
    const first = world.start({ env: ENV });
    const url = await readableAt(first);
    const rows = await rowsAt(url);
    expect(truth.length).toBeGreaterThan(230);
    expect(compareRows(truth, rows)).toEqual(EXACTLY_ONCE);
    expect(rows.map(({ date }) => date)).toEqual(truth.map((one) => one.systemTime).toReversed());
    expect(rows.map(({ mills }) => mills)).toEqual(rows.map(({ date }) => date));
    expect(rows.slice(0, 10).map((row) => [row['direction'], row['trend']])).toEqual(WORDS);
    expect(rows.slice(0, 6).map(({ sgv }) => sgv)).toEqual([118, 112, 39, 401, 40, 400]);
    expect(new Set(rows.map(({ _id }) => _id)).size).toBe(rows.length);

    await expectWatches(url, rows);
    await expectVersion3(url, rows);
    await expectTheRest(url);

    await first.kill();
    const second = world.start({ env: ENV });
    const secondUrl = await readableAt(second);
    expect(await rowsAt(secondUrl)).toEqual(rows);
    const [, older] = rows;
    const byId = `${secondUrl}/api/v1/entries/${String(older?.['_id'])}.json`;
    expect(await readJson<FeedRow[]>(byId)).toEqual([older]);
    expect(await second.stop()).toBe(0);
    expect(first.output() + second.output()).not.toContain(SECRET);
  });
});

async function expectWatches(url: string, rows: readonly FeedRow[]): Promise<void> {
  const pebble = await readJson<{ bgs: FeedRow[]; status: { now: number }[] }>(
    `${url}/pebble?count=3`,
  );
  expect(pebble.bgs).toEqual([
    { sgv: '118', trend: 0, direction: 'NONE', datetime: rows[0]?.['date'], bgdelta: 6 },
    { sgv: '112', trend: 1, direction: 'DoubleUp', datetime: rows[1]?.['date'] },
    { sgv: '39', trend: 2, direction: 'SingleUp', datetime: rows[2]?.['date'] },
  ]);
  expect(Math.abs(Date.now() - pebble.status[0]!.now)).toBeLessThan(MINUTE_MS);

  const xdrip = await readJson<FeedRow[]>(`${url}/sgv.json?count=10`);
  const told = xdrip.map(({ date, sgv, direction, _id }) => [date, sgv, direction, _id]);
  const held = rows
    .slice(0, 10)
    .map((row) => [row['date'], row['sgv'], row['direction'], row['_id']]);
  expect(told).toEqual(held);
  expect(xdrip[0]?.['units_hint']).toBe('mgdl');
  // A change from or to LOW or HIGH is not known.
  expect(xdrip.slice(1, 4).map((row) => 'delta' in row)).toEqual([false, false, false]);

  const { bgnow, delta } = await readJson<Record<'bgnow' | 'delta', FeedRow>>(
    `${url}/api/v2/properties/bgnow,delta`,
  );
  expect(bgnow).toMatchObject({ mean: 118, last: 118, mills: rows[0]?.['date'] });
  expect(delta).toMatchObject({ absolute: 6 });
}

async function expectVersion3(url: string, rows: readonly FeedRow[]): Promise<void> {
  const { token } = await readJson<{ token: string }>(
    `${url}/api/v2/authorization/request/${SECRET}`,
  );
  const bearer = { Authorization: `Bearer ${token}` };
  const page = `${url}/api/v3/entries?sort$desc=date&limit=1000`;
  const { result } = await readJson<{ result: FeedRow[] }>(page, bearer);
  const brief = (row: FeedRow) => [row['date'], row['sgv'], row['direction'], row['identifier']];
  expect(result.map(brief)).toEqual(rows.map(brief));
  const history = `${url}/api/v3/entries/history/${Date.now() - HOUR_MS}?limit=1000`;
  const changed = await readJson<{ result: FeedRow[] }>(history, bearer);
  expect(new Set(changed.result.map(({ identifier }) => identifier))).toEqual(
    new Set(rows.map(({ identifier }) => identifier)),
  );
}

async function expectTheRest(url: string): Promise<void> {
  const health = await readJson<object>(`${url}/healthz`);
  expect(health).toMatchObject({ status: 'ok', reasons: [] });
  expect(await readJson<object>(`${url}/readyz`)).toMatchObject({ reasons: [] });
  const description = await readJson<{ openapi: string; paths: object }>(`${url}/openapi.json`);
  expect(description.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(description.paths).length).toBeGreaterThan(10);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const families = parseExposition(metrics);
  const records = families.find(({ name }) => name.endsWith('_journal_records'));
  expect(records?.samples).toMatchObject([{ labels: { account: 'default' }, value: truth.length }]);

  const page = await fetch(`${url}/`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const text = await page.text();
  expect(text).toMatch(/class="figure"[^>]*>118</);
  const assets = [...text.matchAll(/(?:src|href)="\.\/(page\/[^"]+)"/g)].map(([, path]) => path);
  expect(assets.length).toBeGreaterThanOrEqual(3);
  for (const asset of assets) expect((await fetch(`${url}/${asset}`)).status).toBe(200);
}
