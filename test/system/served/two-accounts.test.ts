import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS } from '../../../src/domain/instant.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { seededRandom } from '../../../src/platform/random.ts';
import {
  createPatient,
  startShareSimulator,
  type RunningShareSimulator,
  type SensorRecord,
  type SimulatedPatient,
} from '../../../src/simulator/index.ts';
import { startBridge, type BridgeProcess } from '../../support/process/bridge-process.ts';
import { compareRows, EXACTLY_ONCE } from '../../support/process/compare-rows.ts';
import { quietPatient } from '../../support/served/quiet-patient.ts';
import { addressOf, readJson, type FeedRow } from '../../support/served/reader.ts';
import { rawStatus } from '../../support/served/raw-status.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NAMES = ['anna', 'ben'] as const;
/** No reading of the one could be one of the other. */
const GLUCOSE = { anna: 111, ben: 222 } as const;

const people = new Map<string, SimulatedPatient>();
let share: RunningShareSimulator;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let bridge: BridgeProcess;
let url: string;

beforeEach(async () => {
  const now = Date.now();
  NAMES.forEach((name, index) => {
    const usual = quietPatient(now, epochMs(now - (3 + index) * HOUR_MS));
    // A minute apart, so that no two readings share an instant either.
    const startAt = epochMs(usual.startAt! - index * 60_000);
    const patient = createPatient({ seed: index, clock: systemClock, ...usual, startAt });
    patient.setValue({ from: epochMs(0), to: epochMs(now) }, GLUCOSE[name]);
    people.set(name, patient);
  });
  share = await startShareSimulator({
    clock: systemClock,
    random: seededRandom(3),
    accounts: NAMES.map((name) => ({
      ...{ name: `${name}@example.com`, password: `pass-${name}` },
      patient: people.get(name)!,
    })),
    patient: { seed: 9 },
  });
  folder = await temporaryFolder();
  const file = join(folder.folder, 'bridge.yaml');
  const accounts = NAMES.map(
    (name) =>
      `\n  - { name: ${name}, dexcom: { username: ${name}@example.com, password: pass-${name}, shareUrl: '${share.url}' } }`,
  );
  const dataDir = join(folder.folder, 'data');
  await writeFile(file, `dataDir: ${dataDir}\naccounts:${accounts.join('')}\n`, { mode: 0o600 });
  bridge = startBridge({ env: { DATA_DIR: dataDir }, args: ['run', '--config', file] });
  for (const name of NAMES) {
    await bridge.fact(
      ({ event, account }) => event === 'source.polled' && account === name,
      30_000,
    );
  }
  url = await addressOf(bridge);
});
afterEach(async () => {
  if (!bridge.over) await bridge.kill();
  await share.stop();
  await folder.dispose();
});

const truthOf = (name: string): readonly SensorRecord[] => {
  const now = epochMs(Date.now());
  return people.get(name)!.readings(epochMs(now - 12 * HOUR_MS), now, now);
};

test('each account has its own feed and page, the first at the root too, and no row of another ever', async () => {
  const places = [
    ['', 'anna'],
    ['/accounts/anna', 'anna'],
    ['/accounts/ben', 'ben'],
  ] as const;
  const rowsOf = new Map<string, readonly FeedRow[]>();
  for (const [path, name] of places) {
    const at = `${url}${path}`;
    const own = GLUCOSE[name];
    const rows = await readJson<FeedRow[]>(`${at}/api/v1/entries.json?count=10000`);
    expect([path, compareRows(truthOf(name), rows)]).toEqual([path, EXACTLY_ONCE]);
    rowsOf.set(path, rows);

    const newest = rows[0]?.['date'];
    const pebble = await readJson<{ bgs: FeedRow[] }>(`${at}/pebble?count=500`);
    expect(new Set(pebble.bgs.map(({ sgv }) => sgv))).toEqual(new Set([String(own)]));
    expect(pebble.bgs[0]?.['datetime']).toBe(newest);
    const xdrip = await readJson<FeedRow[]>(`${at}/sgv.json?count=500`);
    expect(xdrip.map(({ _id }) => _id)).toEqual(rows.map(({ _id }) => _id));
    const properties = await readJson<Record<string, FeedRow>>(`${at}/api/v2/properties`);
    expect(properties['bgnow']).toMatchObject({ last: own, mills: newest });
    const v3 = await readJson<{ result: FeedRow[] }>(`${at}/api/v3/entries?limit=1000`);
    expect(new Set(v3.result.map(({ identifier }) => identifier))).toEqual(
      new Set(rows.map(({ identifier }) => identifier)),
    );
    const all = `${at}/api/v1/entries.json?count=10000&find[sgv][$gte]=0&find[date][$gte]=0`;
    expect((await readJson<FeedRow[]>(all)).map(({ sgv }) => sgv)).toEqual(rows.map(() => own));

    const page = await (await fetch(`${at}/`)).text();
    expect(page).toMatch(new RegExp(`class="figure"[^>]*>${own}<`));
    const state = await readJson<{ account: string; recent: { glucoseMgdl: number }[] }>(
      `${url}/page/state?account=${name}`,
    );
    expect(state.account).toBe(name);
    expect(new Set(state.recent.map(({ glucoseMgdl }) => glucoseMgdl))).toEqual(new Set([own]));
  }
  expect(rowsOf.get('/accounts/anna')).toEqual(rowsOf.get(''));

  // The ids of the one mean nothing to the other.
  for (const { _id } of rowsOf.get('/accounts/ben')!.slice(0, 3)) {
    for (const path of [`entries/${String(_id)}.json`, `entries.json?find[_id]=${String(_id)}`]) {
      const answer = await fetch(`${url}/accounts/anna/api/v1/${path}`);
      expect(await answer.text()).not.toContain(String(GLUCOSE.ben));
    }
  }
  await expectNobodyElse();
  expect(await bridge.stop()).toBe(0);
});

async function expectNobodyElse(): Promise<void> {
  const unknown = [
    '/accounts/carl/',
    '/accounts/carl/api/v1/entries.json',
    '/accounts/carl/pebble',
    '/accounts/carl/sgv.json',
    '/accounts/Anna/api/v1/entries.json',
    '/accounts/anna/accounts/ben/api/v1/entries.json',
    '/accounts/',
    '/page/state?account=carl',
    '/page/state',
    '/page/readings?account=carl&hours=3',
    '/page/events?account=carl',
  ];
  for (const path of unknown) expect([path, await rawStatus(url, path)]).toEqual([path, 404]);
}
