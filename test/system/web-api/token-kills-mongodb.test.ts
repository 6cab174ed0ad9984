import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startMongod } from '../../support/mongod/start-mongod.mjs';
import { tellTour, tokenKillTour, LONG_MS } from './token-kill-tour.ts';
import { expectNoLeak, tokenWorld, type TokenWorld } from './token-world.ts';

describe('a bridge whose tokens lie in MongoDB and whose disk does not last, killed between every two steps of a renewal', () => {
  let world: TokenWorld;
  let mongod: Awaited<ReturnType<typeof startMongod>>;

  beforeAll(async () => {
    mongod = await startMongod();
    world = await tokenWorld({ speed: 600, mongoUri: mongod.uri });
  });
  afterAll(async () => {
    await world.stop();
    await mongod.stop();
  });

  test('keeps its permission wherever Dexcom’s answer is durable, and else asks for it once', async () => {
    await world.authorize();
    const tour = await tokenKillTour({
      world,
      // The access token has run out by the bridge’s own clock.
      makeDue: () => world.advance(LONG_MS),
      // The rest is the same as with a journal, and a pool’s other messages come when they like.
      isOurs: (step) => /send mongo update|whole answer/.test(step),
      prepare: () => rm(world.dataDir, { recursive: true, force: true }),
    });
    tellTour(tour);
    expect(tour.survived.length).toBeGreaterThanOrEqual(3);
    expect(tour.lost.length).toBeGreaterThanOrEqual(2);
    expect(tour.missed).toEqual([]);
    expectNoLeak(world);
  }, 200_000);
});
