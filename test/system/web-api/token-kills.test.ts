import { afterEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS } from '../../../src/domain/instant.ts';
import { tellTour, tokenKillTour } from './token-kill-tour.ts';
import { expectNoLeak, tokenWorld, type TokenWorld } from './token-world.ts';

describe('a bridge that is killed between every two steps of a token renewal', () => {
  let world: TokenWorld;

  afterEach(async () => world.stop());

  test('keeps its permission wherever Dexcom’s answer is durable, and else asks for it once', async () => {
    world = await tokenWorld({ speed: 600 });
    await world.authorize();
    const tour = await tokenKillTour({
      world,
      // Found out by a call that is refused: the connection stands, and what is sent is on its way at once.
      makeDue() {
        world.advance(HOUR_MS);
        world.share.webApi.expireAccessTokens();
      },
    });
    tellTour(tour);
    expect(tour.survived.length).toBeGreaterThanOrEqual(10);
    expect(tour.lost.length).toBeGreaterThanOrEqual(5);
    expect(tour.missed).toEqual([]);
    expectNoLeak(world);
  }, 200_000);
});
