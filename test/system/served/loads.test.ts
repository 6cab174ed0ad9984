import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { bridgeWorld, type BridgeWorld } from '../../support/process/bridge-world.ts';
import { quietPatient } from '../../support/served/quiet-patient.ts';
import { addressOf } from '../../support/served/reader.ts';
import { readLoads } from '../../support/served/read-loads.ts';

const TRACE_LOADS = join(import.meta.dirname, '../../support/process/trace-loads.mjs');
const HTTP_SIDE =
  /^(hono|@hono\/node-server|prom-client|src\/(feed|status-page|http-server|notify)\/.*|src\/telemetry\/metrics\/.*)$/;

let world: BridgeWorld;
afterEach(async () => world.stop());

const httpSideOf = async (trace: string) =>
  [...(await readLoads(trace))].filter((name) => HTTP_SIDE.test(name));

test('run --once serves nothing and loads nothing of what serves', async () => {
  world = await bridgeWorld({ speed: 1, patient: quietPatient(Date.now()) });
  let callers = 0;
  const other = createServer(() => (callers += 1)).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const LOAD_TRACE = join(world.dataDir, '..', 'loads.txt');
  const { port } = other.address() as AddressInfo;
  // Whoever tried to listen there would say that it cannot.
  const env = { LOAD_TRACE, LISTEN: `127.0.0.1:${port}` };
  const bridge = world.start({ env, args: ['run', '--once'], preload: [TRACE_LOADS] });
  expect(await bridge.ended).toBe(0);
  other.close();
  const told = bridge.facts().map(({ event }) => event);
  expect(told).toContain('sink.delivered');
  expect(told).not.toContain('bridge.listening');
  expect(told).not.toContain('server.failed');
  expect(callers).toBe(0);
  expect(await readLoads(LOAD_TRACE)).toContain('src/app/operate.ts');
  expect(await httpSideOf(LOAD_TRACE)).toEqual([]);
});

test('a daemon loads nothing of what serves before the first readings are delivered', async () => {
  // Ten times as slow, so that the patience of the program does not end before a busy machine has come so far.
  world = await bridgeWorld({ speed: 0.1, patient: quietPatient(Date.now()) });
  const LOAD_TRACE = join(world.dataDir, '..', 'loads.txt');
  const answerLate = { kind: 'late', afterMs: 1_500 } as const;
  world.site.setFault(answerLate, { endpoint: 'POST /api/v1/entries', times: 1 });
  const bridge = world.start({ env: { LOAD_TRACE }, preload: [TRACE_LOADS] });
  while (world.siteRows().length === 0 && !bridge.over) await wait(5);
  // The site has them; the program is not told so for another second and a half.
  expect(await httpSideOf(LOAD_TRACE)).toEqual([]);
  await addressOf(bridge);
  const loaded = await httpSideOf(LOAD_TRACE);
  for (const name of ['hono', 'prom-client', 'src/feed/index.ts', 'src/status-page/index.ts']) {
    expect(loaded).toContain(name);
  }
  expect(loaded.some((name) => name.startsWith('src/notify/'))).toBe(false);
  expect(await bridge.stop()).toBe(0);
});
