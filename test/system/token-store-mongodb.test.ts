import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { endAllBridges } from '../support/bridge-process.ts';
import { ownMongod, type OwnMongod } from '../support/process/own-mongod.ts';
import { startWebApiWorld, type WebApiWorld } from '../support/web-api-world.ts';

const TOKEN_KEY = 'a key of more than sixteen signs';
let world: WebApiWorld;
let mongod: OwnMongod;
beforeAll(async () => {
  [world, mongod] = await Promise.all([startWebApiWorld(), ownMongod()]);
});
afterEach(endAllBridges);
afterAll(async () => {
  await mongod.stop();
  await world.dispose();
});

test('with tokens in the database a disk that does not last loses no permission, and an outage of the database no glucose', async () => {
  const address = new URL(mongod.uri);
  address.pathname = '/nightscout';
  address.searchParams.set('serverSelectionTimeoutMS', '500');
  const env = { DATA_DIR: 'gone', MONGODB_URI: address.href, TOKEN_STORE: 'mongodb', TOKEN_KEY };
  await world.authorize(env);
  await rm(join(world.folder, 'gone'), { recursive: true });
  expect((await world.run(['run', '--once'], env)).code).toBe(0);
  expect(world.asked().some((one) => one.startsWith('egvs'))).toBe(true);
  expect((await world.run(['check'], env)).code).toBe(0);

  const client = new MongoClient(address.href);
  const state = JSON.stringify(
    await client.db().collection('dexcom_bridge_state').find().toArray(),
  );
  await client.close();
  expect(state.length).toBeGreaterThan(100);
  for (const secret of world.secrets()) expect(state.includes(secret)).toBe(false);

  // A refusal is latched there too, and known again on an empty disk.
  world.dexcom.webApi.revoke();
  world.dexcom.webApi.regenerateSecret('client-1');
  expect((await world.run(['run', '--once'], env)).code).toBe(77);
  await rm(join(world.folder, 'gone'), { recursive: true });
  world.dexcom.webApi.clearRequests();
  expect((await world.run(['run', '--once'], env)).code).toBe(77);
  expect(world.asked()).not.toContain('token');
  expect((await world.run(['unlock', 'web-api'], env)).stdout).toContain('Opened');

  // The database is away: Share and the site go on, and what needs the tokens says so.
  await mongod.kill();
  await rm(join(world.folder, 'gone'), { recursive: true });
  world.nightscout.clear();
  const away = await world.run(['run', '--once'], env);
  expect(away.code).toBe(69);
  expect(away.stderr).toContain('state.unreachable');
  expect(world.nightscout.rows().length).toBeGreaterThan(280);
  const early = await world.run(['authorize', '--paste'], env);
  expect(early).toMatchObject({ code: 69, stdout: '' });
  expect((await world.run(['status'], env)).code).toBe(0);
  const unlock = await world.run(['unlock'], env);
  expect(unlock).toMatchObject({ code: 0 });
  expect(unlock.stdout).toContain('Run unlock again when it is back');
  expect(unlock.stdout).not.toContain('nothing to unlock');

  const printed = world.printed();
  for (const secret of [...world.secrets(), TOKEN_KEY])
    expect(printed.includes(secret)).toBe(false);
});
