import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { seededRandom } from '../../src/platform/random.ts';
import { startDexcomSimulator } from '../../src/simulator/index.ts';
import { ACCOUNT, handClock } from './share-caller.ts';
import { webApiRig } from './web-api/web-api-rig.ts';

test('one port serves Share, the Web API and the control, and nothing else', async () => {
  const { dexcom, api, share } = await webApiRig();
  expect((await share.authenticate()).status).toBe(200);
  expect((await api.ask(api.loginPath())).status).toBe(200);
  expect((await api.control('GET', '')).status).toBe(200);
  for (const path of ['/', '/v2/oauth2/token', '/simulators']) {
    expect((await api.ask(path)).status).toBe(404);
  }
  expect(dexcom.requests.records).toHaveLength(1);
  expect(dexcom.webApiRequests.records).toHaveLength(1);
});

test('what one has issued is nothing to the next: no token outlives a restart', async () => {
  const first = await webApiRig();
  const { accessToken, refreshToken } = first.dexcom.webApi.issueTokens();
  expect((await first.api.get('devices', {}, accessToken)).status).toBe(200);
  const second = await webApiRig();
  expect((await second.api.get('devices', {}, accessToken)).status).toBe(401);
  expect((await second.api.refresh(refreshToken)).status).toBe(400);
});

test('several accounts have an id each, and nobody else is known', async () => {
  const { dexcom } = await webApiRig({}, { accounts: [ACCOUNT, { name: 'b', password: 'b' }] });
  expect(dexcom.webApi.user('b').idFor('x')).not.toBe(dexcom.webApi.user().idFor('x'));
  expect(() => dexcom.webApi.user('c')).toThrow(RangeError);
});

test('a taken second port leaves nothing listening', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };
  const started = startDexcomSimulator({
    clock: handClock(),
    random: seededRandom(1),
    accounts: [ACCOUNT],
    patient: { seed: 1 },
    tlsPort: port,
  });
  await expect(started).rejects.toThrow(/EADDRINUSE/);
  await new Promise((resolve) => holder.close(resolve));
});
