import { afterEach, describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../../../src/domain/instant.ts';
import { expectSynced } from './expect-synced.ts';
import { expectNoLeak, tokenWorld, type TokenWorld } from './token-world.ts';

/** The lease of two minutes is four seconds here: longer than any exchange takes on a busy machine. */
const SPEED = 30;
const ROUNDS = 20;

describe('processes that renew the tokens of one data folder at once', () => {
  let world: TokenWorld;

  afterEach(async () => world.stop());

  test('a daemon and two checks present each refresh token once, and all end well', async () => {
    world = await tokenWorld({ speed: SPEED });
    // A token is due after a second.
    world.share.webApi.setLifetimes({ accessMs: MINUTE_MS });
    await world.authorize();
    world.share.webApi.setFault({ kind: 'late', afterMs: 250 }, { endpoint: 'token' });
    const daemon = world.life(['run'], { env: { HISTORY_SCHEDULE: '*/10 * * * * *' } });
    await daemon.fact(({ event }) => event === 'history.synced');
    while (world.refreshes().length < ROUNDS) {
      const ends = await Promise.all([world.whole(['check']), world.whole(['check', '--json'])]);
      for (const { end, bridge } of ends) {
        if (end !== 0) throw new Error(`check ended with ${end}:\n${bridge.output()}`);
      }
    }
    expect(await daemon.stop()).toBe(0);
    const failed = daemon.facts().filter(({ event }) => /failed|latched/.test(event));
    expect(failed).toEqual([]);
    const uses = world.refreshes();
    expect(uses.map(({ status, refreshUse }) => [status, refreshUse])).toEqual(
      uses.map(() => [200, 1]),
    );
    expect(uses.map(({ refreshToken }) => refreshToken)).toEqual(uses.map((_, at) => at + 1));
    await expectSynced(world, 'races');
    expectNoLeak(world);
  });
});
