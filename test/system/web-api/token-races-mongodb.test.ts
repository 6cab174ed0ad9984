import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startMongod } from '../../support/mongod/start-mongod.mjs';
import { newestOnSite } from './expect-synced.ts';
import { LONG_MS } from './token-kill-tour.ts';
import { expectNoLeak, tokenWorld, type TokenWorld } from './token-world.ts';

const ROUNDS = 6;

/** One pass; a second one where the machine was so busy that the MongoDB did not answer in time. */
async function once(world: TokenWorld, given: Parameters<TokenWorld['whole']>[1]) {
  const pass = await world.whole(['run', '--once'], given);
  const isLate = pass.end === 69 && pass.bridge.output().includes('"mongodb.unreachable"');
  return isLate ? world.whole(['run', '--once'], given) : pass;
}

describe('two bridges on two machines with the tokens of one MongoDB', () => {
  let world: TokenWorld;
  let mongod: Awaited<ReturnType<typeof startMongod>>;

  beforeAll(async () => {
    mongod = await startMongod();
    // The lease of two minutes is six seconds here.
    world = await tokenWorld({ speed: 20, mongoUri: mongod.uri });
  });
  afterAll(async () => {
    await world.stop();
    await mongod.stop();
  });

  test('present each refresh token once, and both end well', async () => {
    await world.authorize();
    world.share.webApi.setFault({ kind: 'late', afterMs: 150 }, { endpoint: 'token' });
    const other = { DATA_DIR: `${world.dataDir}-of-another` };
    for (let round = 1; round <= ROUNDS; round += 1) {
      world.advance(LONG_MS);
      const newest = world.newestListed();
      const ends = await Promise.all([once(world, {}), once(world, { env: other })]);
      for (const { end, bridge } of ends) {
        if (end !== 0) throw new Error(`a bridge ended with ${end}:\n${bridge.output()}`);
        expect(bridge.facts().filter(({ event }) => event === 'history.synced')).toHaveLength(1);
      }
      const { status, refreshToken, refreshUse } = world.refreshes().at(-1) ?? {};
      expect({ status, refreshToken, refreshUse, all: world.refreshes().length }).toEqual({
        status: 200,
        refreshToken: round,
        refreshUse: 1,
        all: round,
      });
      expect(newestOnSite(world)).toBeGreaterThanOrEqual(newest);
    }
    expectNoLeak(world);
  });
});
