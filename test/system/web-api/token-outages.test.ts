import { afterEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS } from '../../../src/domain/instant.ts';
import type { WebApiFault } from '../../../src/simulator/index.ts';
import type { BridgeProcess } from '../../support/process/bridge-process.ts';
import { expectLatched } from './expect-lost.ts';
import { expectSynced } from './expect-synced.ts';
import { LONG_MS } from './token-kill-tour.ts';
import { expectNoLeak, tokenWorld, type TokenWorld } from './token-world.ts';

/** For lives of one pass. */
const SPEED = 60;
/** For daemons: an hour is a tenth of a second. */
const HURRY = 36_000;
/** What a busy machine may be late by, in ms of the world: most of a second. */
const LATE_MS = 8 * HOUR_MS;
/** Least waits before the second, third, fourth and fifth refusal, in ms. */
const WAITS_MS = [2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 16 * HOUR_MS];
/** Every ten minutes: whatever is not held back is asked again soon. */
const OFTEN = { HISTORY_SCHEDULE: '*/10 * * * *' };

const LOST: readonly (readonly [string, WebApiFault])[] = [
  ['a page with 503', { kind: 'lost', status: 503 }],
  ['a broken connection', { kind: 'reset' }],
];

describe('when Dexcom does not renew the tokens', () => {
  const worlds: TokenWorld[] = [];

  /** With tokens that have served, and are due by now. */
  async function authorised(): Promise<TokenWorld> {
    const world = await tokenWorld({ speed: SPEED });
    worlds.push(world);
    await world.authorize();
    await expectSynced(world, 'authorize');
    world.advance(LONG_MS);
    return world;
  }
  /** A daemon at full speed; what it is granted lives long enough to be used. */
  function hurried(world: TokenWorld, speed = HURRY): BridgeProcess {
    world.share.webApi.setLifetimes({ accessMs: 23 * HOUR_MS });
    world.hasten(speed);
    return world.life(['run'], { env: OFTEN });
  }

  afterEach(async () => {
    for (const world of worlds) expectNoLeak(world);
    await Promise.all(worlds.splice(0).map((world) => world.stop()));
  });

  test('an answer that is lost on its way costs a few spaced tries, and authorize heals it', async () => {
    await Promise.all(
      LOST.map(async ([, fault]) => {
        const world = await authorised();
        world.share.webApi.setFault(fault, { endpoint: 'token', times: 1 });
        const bridge = hurried(world);
        await bridge.fact(({ event }) => event === 'source.latched', 30_000);
        const uses = world.refreshes();
        expect(uses.map(({ refreshUse }) => refreshUse)).toEqual([1, 2, 3, 4, 5, 6]);
        expectSpaced(uses.slice(1).map(({ at }) => at));
        await world.until(world.clock.now() + 5 * HOUR_MS);
        expect(world.refreshes()).toHaveLength(6);
        expect(saidAgain(bridge)).toBe(1);
        // The daemon finds out by itself.
        await world.authorize();
        await bridge.fact(({ event }) => event === 'source.opened');
        await bridge.fact(({ event, added }) => event === 'history.synced' && Number(added) > 0);
        expect(await bridge.stop()).toBe(0);
      }),
    );
  });

  test('its hour of backups is survived by waiting, and a withdrawn consent is not', async () => {
    await Promise.all([backups(), withdrawn()]);
  });

  async function backups(): Promise<void> {
    const world = await authorised();
    world.share.webApi.setFault({ kind: 'oauth', error: 'invalid_grant' }, { endpoint: 'token' });
    // An hour is a second: time enough for us to end it.
    const bridge = hurried(world, 3_600);
    const refused = await bridge.fact(({ event }) => event === 'source.failed');
    expect(refused['code']).toBe('web-api.grant_refused');
    await world.until(world.clock.now() + HOUR_MS);
    world.share.webApi.clearFaults();
    await bridge.fact(({ event }) => event === 'history.synced');
    const [first, second] = world.refreshes();
    expect([first?.error, second?.status, second?.refreshUse]).toEqual(['invalid_grant', 200, 2]);
    expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(2 * HOUR_MS);
    expect(await bridge.stop()).toBe(0);
    expect(bridge.facts().filter(({ event }) => event === 'source.latched')).toEqual([]);
    world.hasten(SPEED);
    await expectSynced(world, 'the hour of backups');
  }

  async function withdrawn(): Promise<void> {
    const world = await authorised();
    expect(world.share.webApi.revoke()).toBe(1);
    const bridge = hurried(world);
    await bridge.fact(({ event }) => event === 'source.latched', 30_000);
    expect(await bridge.stop()).toBe(0);
    const uses = world.refreshes();
    expect(uses.map(({ error }) => error)).toEqual(Array(5).fill('invalid_grant'));
    expectSpaced(uses.map(({ at }) => at));
    expect(saidAgain(bridge)).toBe(1);
    world.hasten(SPEED);
    // Restarts change nothing about it, however long they wait.
    const asked = world.share.webApiRequests.records.length;
    for (const hours of [1, 48]) {
      world.advance(hours * HOUR_MS);
      const { end, bridge: once } = await world.whole(['run', '--once']);
      expect(end).toBe(77);
      expectLatched(once, 'web-api.grant_dead');
    }
    for (const args of [['check'], ['status'], ['status', '--json']]) {
      const { end, bridge: told } = await world.whole(args);
      expect([args, end]).toEqual([args, args[0] === 'check' ? 77 : 0]);
      expect([args, told.output()]).toEqual([args, expect.stringContaining('authorize')]);
    }
    expect(world.share.webApiRequests.records.length).toBe(asked);
    await world.authorize();
    await expectSynced(world, 'a new consent');
  }

  test('a client secret that was made anew is asked for once, and the new one opens the way', async () => {
    const world = await authorised();
    const secret = world.share.webApi.regenerateSecret();
    for (let life = 0; life < 3; life += 1) {
      const { end, bridge } = await world.whole(['run', '--once']);
      expect(end).toBe(77);
      const told = bridge.facts().filter(({ source }) => source === 'web-api');
      expect(told.map(({ event, code }) => [event, code])).toEqual([
        ['source.latched', 'web-api.client_refused'],
      ]);
    }
    expect(world.refreshes().map(({ error }) => error)).toEqual(['invalid_client']);
    const { end, bridge } = await world.whole(['run', '--once'], {
      env: { DEXCOM_CLIENT_SECRET: secret },
    });
    expect([end, bridge.facts().some(({ event }) => event === 'history.synced')]).toEqual([
      0,
      true,
    ]);
    expect(world.refreshes().map(({ status, refreshUse }) => [status, refreshUse])).toEqual([
      [401, 1],
      [200, 2],
    ]);
  });
});

/** How often it was said that the person is to authorize again. */
function saidAgain(bridge: BridgeProcess): number {
  return bridge.facts().filter(({ event }) => event === 'source.latched').length;
}

/** After the waits, and no sooner. */
function expectSpaced(instants: readonly number[]): void {
  const gaps = instants.slice(1).map((at, index) => at - (instants[index] ?? 0));
  expect(gaps).toHaveLength(WAITS_MS.length);
  for (const [index, gap] of gaps.entries()) {
    expect(gap).toBeGreaterThanOrEqual(WAITS_MS[index] ?? Infinity);
    expect(gap).toBeLessThan((WAITS_MS[index] ?? 0) + LATE_MS);
  }
}
