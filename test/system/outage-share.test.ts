import { afterEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, epochMs } from '../../src/domain/instant.ts';
import type { ShareFault } from '../../src/simulator/index.ts';
import { bridgeWorld, WORLD_PASSWORD, type BridgeWorld } from '../support/process/bridge-world.ts';
import { compareRows } from '../support/process/compare-rows.ts';
import { expectExactlyOnce } from '../support/process/expect-exactly-once.ts';

const SPEED = 240;
const READ = 'ReadPublisherLatestGlucoseValues';
const LOGIN = 'LoginPublisherAccountById';

const FAULTS: readonly (readonly [string, ShareFault])[] = [
  ['no answer', { kind: 'hang' }],
  ['a reset', { kind: 'reset' }],
  ['a maintenance page', { kind: 'status', status: 503 }],
  ['a page under 200', { kind: 'wrongType' }],
  ['a cut answer', { kind: 'truncated' }],
  ['no JSON', { kind: 'badJson' }],
  ['an inner fault', { kind: 'code', code: 'InternalError' }],
  ['no readings', { kind: 'noData' }],
];

describe('when Share fails', () => {
  let world: BridgeWorld;

  afterEach(async () => world.stop());

  test('every kind of outage is survived, and a dead session costs exactly one login', async () => {
    const firstReading = epochMs(Date.now() - HOUR_MS);
    world = await bridgeWorld({
      speed: SPEED,
      patient: { notBefore: firstReading, appearanceDelay: 15_000 },
    });
    const bridge = world.start({ env: { FAST_TIMEOUTS: '60' } });
    await bridge.fact(({ event }) => event === 'sink.delivered');
    const logins = (): number => world.share.requests.counts[LOGIN] ?? 0;
    for (const [what, fault] of FAULTS) {
      const rows = world.siteRows().length;
      world.share.control.setFault(fault, { endpoint: READ, times: 3 });
      const over = (): boolean =>
        world.share.control.faults().length === 0 && world.siteRows().length > rows;
      await bridge.fact(over, 30_000).catch((thrown: unknown) => {
        throw new Error(`${what} was not survived`, { cause: thrown });
      });
      expect([what, logins()]).toEqual([what, 1]);
    }

    for (let round = 1; round <= 3; round += 1) {
      const rows = world.siteRows().length;
      world.share.control.expireSessions();
      await bridge.fact(() => world.siteRows().length > rows + 1, 30_000);
      expect(logins()).toBe(1 + round);
    }
    expect(await bridge.stop()).toBe(0);
    expect(world.share.requests.counts['AuthenticatePublisherAccount']).toBe(1);
    await expectExactlyOnce(world, firstReading);
    expect(logins()).toBe(4);
    expect(bridge.output()).not.toContain(WORLD_PASSWORD);
  });

  test('what the journal holds reaches the site while Share is away', async () => {
    const firstReading = epochMs(Date.now() - HOUR_MS);
    world = await bridgeWorld({
      speed: SPEED,
      patient: { notBefore: firstReading, appearanceDelay: 15_000 },
    });
    await world.site.down();
    const bridge = world.start();
    const { newest } = await bridge.fact(({ event }) => event === 'source.polled');
    world.share.control.setFault({ kind: 'status', status: 502 });
    await bridge.fact(({ event }) => event === 'source.failed');
    expect(world.siteRows()).toEqual([]);
    await world.site.up();
    const held = world
      .visible(firstReading)
      .filter(({ systemTime }) => systemTime <= Date.parse(String(newest)));
    await bridge.fact(() => world.siteRows().length >= held.length);
    expect(compareRows(held, world.siteRows()).lost).toEqual([]);
    expect(world.share.control.faults()).toHaveLength(1);
    await world.until(world.clock.now() + 30 * MINUTE_MS);
    world.share.control.clearFaults();
    expect(await bridge.stop()).toBe(0);
    await expectExactlyOnce(world, firstReading);
  });

  test('a refused password is tried once, also after restarts, and a new one opens the way', async () => {
    const firstReading = epochMs(Date.now() - HOUR_MS);
    world = await bridgeWorld({ speed: SPEED, patient: { notBefore: firstReading } });
    world.share.control.changePassword('anna', 'a-new-pass-word');
    for (let life = 0; life < 3; life += 1) {
      const bridge = world.start();
      await bridge.fact(({ event }) => event === 'source.latched');
      await world.until(world.clock.now() + 8 * MINUTE_MS);
      if (life === 1) await bridge.kill();
      else expect(await bridge.stop()).toBe(0);
    }
    expect(world.share.requests.counts['AuthenticatePublisherAccount']).toBe(1);
    expect(world.share.requests.counts[LOGIN] ?? 0).toBe(0);
    const bridge = world.start({ env: { DEXCOM_PASSWORD: 'a-new-pass-word' } });
    await bridge.fact(({ event }) => event === 'sink.delivered');
    expect(await bridge.stop()).toBe(0);
    expect(compareRows(world.visible(firstReading), world.siteRows()).doubled).toEqual([]);
  });
});
