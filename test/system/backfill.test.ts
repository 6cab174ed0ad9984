import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { endAllBridges } from '../support/bridge-process.ts';
import { startMongod } from '../support/mongod/start-mongod.mjs';
import { startWebApiWorld, type WebApiWorld } from '../support/web-api-world.ts';

const DAY_MS = 86_400_000;
const EVERYTHING = {
  NIGHTSCOUT_EVENTS: 'true',
  NIGHTSCOUT_MBG: 'true',
  NIGHTSCOUT_ALERTS: 'true',
};

let world: WebApiWorld;
let mongod: Awaited<ReturnType<typeof startMongod>>;
let mongo: MongoClient;
let uri: string;
beforeAll(async () => {
  world = await startWebApiWorld();
  mongod = await startMongod();
  const address = new URL(mongod.uri);
  address.pathname = `/backfill_${process.pid}`;
  uri = address.href;
  mongo = new MongoClient(uri);
});
afterEach(endAllBridges);
afterAll(async () => {
  await mongo.db().dropDatabase();
  await mongo.close();
  await mongod.stop();
  await world.dispose();
});

const dayAgo = (days: number) =>
  new Date(Math.floor(Date.now() / DAY_MS - days) * DAY_MS).toISOString();
const count = (name: string) => mongo.db().collection(name).countDocuments();
const ofData = (asked: readonly string[]) =>
  asked.filter((one) => !/^(token|login|consent|dataRange)/.test(one)).sort();

test('months come into a site and a database, are gone on with after a stop, and read anew when asked for again', async () => {
  const env = { DATA_DIR: 'whole', MONGODB_URI: uri, ...EVERYTHING };
  const from = dayAgo(80);
  const to = dayAgo(0);
  await world.authorize(env);
  world.dexcom.webApi.clearRequests();

  // The newest alerts never come.
  const args = ['backfill', '--from', from, '--to', to, '--source', 'web-api'];
  world.dexcom.webApi.setFault({ kind: 'hang' }, { endpoint: 'alerts' });
  const stopped = world.start(args, env);
  await stopped.printed(/^reading: 0 of 13 windows/m);
  while (!world.asked().some((one) => one.startsWith('alerts'))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const second = world.run(args, env);
  const inUse = await second;
  expect(inUse.code).toBe(75);
  expect(inUse.stderr).toContain(`\`backfill\` (process ${stopped.child.pid}`);
  const stoppedAt = Date.now();
  const end = await stopped.stop();
  expect(Date.now() - stoppedAt).toBeLessThan(5_000);
  expect(end).toMatchObject({ code: 69, stdout: '' });
  expect(end.stderr).toContain('goes on where it was');
  const before = ofData(world.asked());

  world.dexcom.webApi.clearFaults();
  world.dexcom.webApi.clearRequests();
  const whole = await world.run(args, env);
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.stdout).toContain('sink mongodb-treatments: complete, all confirmed');
  expect(whole.stdout).toContain('only after its restart');
  // As few windows as 29 days allow: three for each list, one for the devices, and what hung once more.
  const after = ofData(world.asked());
  expect(new Set([...before, ...after]).size).toBe(4 * 3 + 1);
  expect(before.length + after.length).toBe(4 * 3 + 1 + 1);

  const truth = world.dexcom.webApi.truth({
    from: Date.parse(from) as never,
    to: Date.parse(to) as never,
  });
  const entries = mongo.db().collection<{ type: string; date: number; sgv: number }>('entries');
  const stored = await entries.find({ type: 'sgv' }).sort({ date: 1 }).toArray();
  expect(stored.length).toBeGreaterThan(500);
  expect(stored.map(({ date, sgv }) => [date, sgv])).toEqual(
    truth.readings.map(({ systemTime, glucoseMgdl }) => [
      systemTime - (systemTime % 1_000),
      glucoseMgdl,
    ]),
  );
  const site = world.nightscout.rows();
  expect(site.filter(({ type }) => type === 'sgv')).toHaveLength(stored.length);
  expect(await count('treatments')).toBeGreaterThan(5);
  expect(await count('devicestatus')).toBe(1);

  // Asked for again: everything is read again, and nothing is new.
  world.dexcom.webApi.clearRequests();
  const again = await world.run([...args, '--json'], env);
  expect(ofData(world.asked())).toHaveLength(4 * 3 + 1);
  expect(JSON.parse(again.stdout)).toMatchObject({
    ok: true,
    exitCode: 0,
    from,
    to,
    wroteMongo: false,
    accounts: [{ name: 'default', added: 0, changed: 0 }],
  });
  expect(await count('entries')).toBe(
    stored.length + (await entries.countDocuments({ type: 'mbg' })),
  );
});

test('what was read is not read again while a destination has not confirmed it', async () => {
  const env = { DATA_DIR: 'refused' };
  const args = ['backfill', '--from', dayAgo(2), '--to', dayAgo(1), '--source', 'web-api'];
  await world.authorize(env);
  world.dexcom.webApi.clearRequests();
  const refused = await world.run(args, { ...env, NIGHTSCOUT_API_SECRET: 'another secret' });
  expect(refused.code).toBe(77);
  expect(refused.stdout).toMatch(/source web-api: complete\n.*sink nightscout: STOPPED/);
  expect(ofData(world.asked())).toHaveLength(5);
  expect((await world.run(args, env)).code).toBe(0);
  expect(ofData(world.asked())).toHaveLength(5);
  expect((await world.run(args, env)).code).toBe(0);
  expect(ofData(world.asked())).toHaveLength(10);
});

test('a dry run prints the documents and leaves everything as it was', async () => {
  const env = { DATA_DIR: 'dry', MONGODB_URI: uri, ...EVERYTHING };
  await world.authorize(env);
  expect((await world.run(['run', '--once'], env)).code).toBe(0);
  const state = async () => ({
    journal: (await world.run(['export'], env)).stdout,
    site: JSON.stringify(world.nightscout.rows()),
    database: [await count('entries'), await count('treatments'), await count('devicestatus')],
    folders: (await readdir(join(world.folder, 'dry'))).filter((name) =>
      /^journal\.db$|hold/.test(name),
    ),
  });
  const before = await state();
  world.dexcom.webApi.expireAccessTokens();
  const dry = await world.run(['backfill', '--from', dayAgo(2), '--dry-run'], env);
  expect(dry.code).toBe(0);
  const rows = dry.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { date: number; type?: string; eventType?: string });
  expect(rows.map(({ date }) => date)).toEqual(rows.map(({ date }) => date).sort((a, b) => a - b));
  expect(rows.filter(({ type }) => type === 'sgv').length).toBeGreaterThan(500);
  expect(rows.some(({ eventType }) => eventType === 'Carb Correction')).toBe(true);
  expect(rows.some((row) => 'device' in row && String(row.device).startsWith('dexcom://'))).toBe(
    true,
  );
  expect(dry.stderr).toContain('nothing was kept or sent');
  expect(await state()).toEqual(before);
  // The tokens that it renewed are those of everybody: the next one goes on with them.
  expect((await world.run(['run', '--once'], env)).code).toBe(0);
  expect(world.dexcom.webApi.refreshTokens().filter(({ presented }) => presented > 1)).toEqual([]);
});

test('what cannot be done is said before anything is done, and Share’s reach is told', async () => {
  const share = { DATA_DIR: 'share', DEXCOM_CLIENT_ID: '', DEXCOM_CLIENT_SECRET: '' };
  const short = await world.run(['backfill', '--from', dayAgo(5)], share);
  expect(short.code).toBe(0);
  expect(short.stderr).toContain('it reaches back 24 hours only');
  for (const [args, said] of [
    [['--from', dayAgo(1), '--source', 'web-api'], 'DEXCOM_CLIENT_ID'],
    [['--to', dayAgo(1)], '--from is missing'],
    [['--from', '2026-13-01'], '--from “2026-13-01” is no date'],
    [['--from', dayAgo(1), '--to', dayAgo(1)], '--from must lie before --to'],
    [['--from', '2999-01-01'], 'ahead of now'],
    [['--from', dayAgo(1), '--account', 'bob'], 'there is default'],
  ] as const) {
    const end = await world.run(['backfill', ...args], share);
    expect(end).toMatchObject({ code: 64, stdout: '' });
    expect(end.stderr).toContain(said);
  }
  const refused = await world.run(['backfill', '--from', dayAgo(1)], { DATA_DIR: 'bare' });
  expect(refused.code).toBe(77);
  expect(refused.stdout).toMatch(/source web-api: STOPPED: .*authorize/);
  expect(refused.stdout).toContain('source share: complete');
});

test('no code, token or secret was printed by any of it', () => {
  const printed = world.printed();
  for (const secret of world.secrets()) expect(printed.includes(secret)).toBe(false);
});
