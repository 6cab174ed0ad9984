import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { endAllBridges } from '../support/bridge-process.ts';
import { startWebApiWorld, type WebApiWorld } from '../support/web-api-world.ts';

let world: WebApiWorld;
beforeAll(async () => {
  world = await startWebApiWorld();
});
afterEach(endAllBridges);
afterAll(() => world.dispose());

const kindsOf = async (dataDir: Readonly<Record<string, string>>) => {
  const { stdout } = await world.run(['export'], dataDir);
  return new Set((JSON.parse(stdout) as { kind: string }[]).map(({ kind }) => kind));
};

test('run --once without a permission copies Share alone; with one it brings the newest history too', async () => {
  const dataDir = { DATA_DIR: 'once' };
  expect((await world.run(['run', '--once'], dataDir)).code).toBe(0);
  expect(world.asked()).toEqual([]);
  expect(await kindsOf(dataDir)).toEqual(new Set(['reading']));

  // Where the Web API is all there is, nothing can be done without.
  const alone = {
    DATA_DIR: 'alone',
    DEXCOM_USERNAME: '',
    DEXCOM_PASSWORD: '',
    DEXCOM_SHARE_URL: '',
  };
  const refused = await world.run(['run', '--once'], alone);
  expect(refused.code).toBe(77);
  expect(refused.stderr).toContain('web-api.not_authorised');

  await world.authorize(dataDir);
  expect((await world.run(['run', '--once'], dataDir)).code).toBe(0);
  expect(await kindsOf(dataDir)).toEqual(new Set(['reading', 'event', 'alert', 'device']));
  // Nothing of the first import: no window that begins before the newest week.
  const starts = world.dexcom.webApiRequests.records.flatMap(({ startDate }) => startDate ?? []);
  expect(starts.length).toBeGreaterThan(0);
  for (const start of starts)
    expect(Date.now() - Date.parse(`${start}Z`)).toBeLessThan(8 * 86_400_000);
});

test('a daemon that waits for a permission begins within seconds of authorize', async () => {
  const dataDir = { DATA_DIR: 'daemon' };
  const daemon = world.start(['run'], dataDir);
  // Bridges that start together come one by one, over 20 s.
  await daemon.printed(/"event":"source\.latched".*web-api\.not_authorised/);

  const status = await world.run(['status'], dataDir);
  expect(status.stdout).toMatch(/source +web-api +latched/);
  expect(status.stdout).not.toContain('unlock');
  expect(status.stdout).toMatch(/sink +nightscout-treatments/);
  const check = await world.run(['check', '--json'], dataDir);
  expect(check.code).toBe(77);
  expect(check.stdout).toContain('authorize');
  expect(check.stdout).not.toContain('unlock');
  expect(check.stdout).toContain('login accepted');

  const before = Date.now();
  await world.authorize(dataDir);
  await daemon.printed(/"event":"history\.synced"/);
  expect(Date.now() - before).toBeLessThan(30_000);
  expect((await world.run(['check'], dataDir)).code).toBe(0);
  expect((await world.run(['unlock'], dataDir)).stdout).toContain('nothing to unlock');
  expect((await daemon.stop()).code).toBe(0);

  // A dead permission: latched, seen, opened by hand, refused once more.
  world.dexcom.webApi.regenerateSecret('client-1');
  world.dexcom.webApi.expireAccessTokens();
  expect((await world.run(['run', '--once'], dataDir)).code).toBe(77);
  expect((await world.run(['status', '--json'], dataDir)).stdout).toContain(
    'web-api.client_refused',
  );
  const opened = await world.run(['unlock', 'web-api'], dataDir);
  expect(opened.stdout).toContain('Opened: account default, source web-api');
  expect((await world.run(['run', '--once'], dataDir)).code).toBe(77);
});

test('no code, token or secret was printed by any of it', () => {
  const printed = world.printed();
  expect(world.secrets().length).toBeGreaterThan(6);
  for (const secret of world.secrets()) expect(printed.includes(secret)).toBe(false);
});
