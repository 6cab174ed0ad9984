import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, epochMs } from '../../src/domain/instant.ts';
import type { SiteFault } from '../../src/simulator/index.ts';
import { bridgeWorld, WORLD_TOKEN, type BridgeWorld } from '../support/process/bridge-world.ts';
import { expectExactlyOnce } from '../support/process/expect-exactly-once.ts';

/** A reading in half a second. */
const SPEED = 600;
const KILL_AT_STEP = join(import.meta.dirname, '..', 'support', 'process', 'kill-at-step.mjs');

/** Around the one request that writes: of the last day a POST. */
const STEPS = [
  `before send site GET ${WORLD_TOKEN} #1`,
  'before send site POST entries #1',
  'after send site POST entries #1',
  'whole answer from site 201 #1',
];

const FAULTS: readonly SiteFault[] = [
  { kind: 'mongoError', stored: 1 },
  { kind: 'mongoError', stored: 0 },
  { kind: 'truncated' },
  { kind: 'reset' },
  { kind: 'badJson' },
  { kind: 'status', status: 502 },
];

let world: BridgeWorld;
afterEach(() => world.stop());

test('by API v3 each reading is there once, through kills, lost answers, an outage and a site made anew', async () => {
  const firstReading = epochMs(Date.now() - HOUR_MS);
  world = await bridgeWorld({
    speed: SPEED,
    nightscoutApi: 'v3',
    patient: { notBefore: firstReading, appearanceDelay: 15_000 },
  });
  const portOfSite = new URL(world.site.url).port;
  for (const step of STEPS) {
    const bridge = world.start({
      preload: [KILL_AT_STEP],
      env: { KILL_AT: step, KILL_PORTS: JSON.stringify({ [portOfSite]: 'site' }) },
    });
    expect([step, await bridge.ended]).toEqual([step, 'SIGKILL']);
  }

  const bridge = world.start();
  await bridge.fact(({ event }) => event === 'sink.delivered');
  for (const fault of FAULTS) {
    const rows = world.siteRows().length;
    world.site.setFault(fault, { endpoint: 'POST /api/v3/entries', times: 1 });
    await bridge.fact(
      () => world.site.faults().length === 0 && world.siteRows().length >= rows + 2,
    );
  }
  expect(bridge.facts().filter(({ event }) => event === 'sink.failed').length).toBeGreaterThan(0);

  await world.site.down();
  await world.until(world.clock.now() + 30 * MINUTE_MS);
  world.site.forgetJwts();
  const before = world.siteRows().length;
  await world.site.up();
  await bridge.fact(() => world.siteRows().length >= before + 5);
  expect(await bridge.stop()).toBe(0);

  const truth = await expectExactlyOnce(world, firstReading);
  expect(truth.length).toBeGreaterThan(20);
  const asked = world.site.requests.records;
  expect(asked.some(({ endpoint }) => endpoint.includes('/api/v1/'))).toBe(false);
  expect(asked.filter(({ came }) => came === 'refused')).toHaveLength(1);
  expect(bridge.output()).not.toContain(WORLD_TOKEN);
  expect(bridge.output()).not.toMatch(/a-pass-word-to-look-for|Bearer/);
}, 120_000);
