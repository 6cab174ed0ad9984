import { expect } from '@jest/globals';
import { HOUR_MS } from '../../../src/domain/instant.ts';
import type { BridgeProcess } from '../../support/process/bridge-process.ts';
import { newestOnSite } from './expect-synced.ts';
import type { TokenWorld } from './token-world.ts';

/** Where it happened. */
interface LostAt {
  /** For the reader of a failure. */
  readonly what: string;
  /** How many refreshes there had been before the token was spent. */
  readonly asked: number;
}

/** The tokens are lost: the next life asks Dexcom once more to be sure, says “authorize again” once, and ends with 77. */
export async function expectLost(world: TokenWorld, { what, asked }: LostAt): Promise<void> {
  const first = await world.whole(['run', '--once']);
  expect([what, first.end]).toEqual([what, 77]);
  expectLatched(first.bridge);
  const uses = world.refreshes().slice(asked);
  expect([what, uses.map(({ status, error, refreshUse }) => [status, error, refreshUse])]).toEqual([
    what,
    [
      [200, undefined, 1],
      [400, 'invalid_grant', 2],
    ],
  ]);
  expect(uses[0]?.refreshToken).toBe(uses[1]?.refreshToken);
}

/**
 * Later lives ask Dexcom’s Web API nothing and say the same, while Share goes on.
 * @param prepare between the lives
 */
export async function expectSilence(
  world: TokenWorld,
  prepare?: () => Promise<void>,
): Promise<void> {
  const calls = world.share.webApiRequests.records.length;
  // A journal that was taken away is filled again, which takes its time: once is enough.
  for (const hours of prepare ? [1] : [1, 24]) {
    await prepare?.();
    world.advance(hours * HOUR_MS);
    const shown = world.visible(world.startedAt).at(-1)?.systemTime ?? Infinity;
    const again = world.start({ args: ['run', '--once'] });
    expect(await again.ended).toBe(77);
    expectLatched(again);
    expect(newestOnSite(world)).toBeGreaterThanOrEqual(shown);
  }
  expect(world.share.webApiRequests.records.length).toBe(calls);
}

/** Said once, in words that name the remedy. */
export function expectLatched(bridge: BridgeProcess, code = 'web-api.grant_lost'): void {
  const told = bridge.facts().filter(({ source }) => source === 'web-api');
  expect(told.map((fact) => [fact.event, fact['code']])).toEqual([['source.latched', code]]);
  expect(bridge.output().match(/authorize` again/g)).toHaveLength(1);
}
