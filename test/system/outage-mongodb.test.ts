import { afterEach, describe, expect, test } from '@jest/globals';
import { MINUTE_MS, epochMs } from '../../src/domain/instant.ts';
import { bridgeWorld, type BridgeWorld } from '../support/process/bridge-world.ts';
import { compareRows } from '../support/process/compare-rows.ts';
import { expectExactlyOnce } from '../support/process/expect-exactly-once.ts';
import { ownMongod, type OwnMongod } from '../support/process/own-mongod.ts';

/** An hour in fifteen seconds. */
const SPEED = 240;

describe('when the MongoDB fails', () => {
  let world: BridgeWorld;
  let mongod: OwnMongod;

  afterEach(async () => {
    await world.stop();
    await mongod.stop();
  });

  test('kill -9 of it again and again: the site goes on, and each row is there once in the end', async () => {
    mongod = await ownMongod();
    const firstReading = epochMs(Date.now() - 30 * MINUTE_MS);
    world = await bridgeWorld({
      speed: SPEED,
      mongoUri: mongod.uri,
      patient: { notBefore: firstReading, appearanceDelay: 15_000 },
    });
    const bridge = world.start();
    for (let round = 0; round < 3; round += 1) {
      const seen = bridge.facts().length;
      await bridge.fact(
        ({ event, sink, written }) =>
          event === 'sink.delivered' && sink === 'mongodb' && Number(written) > 0,
      );
      // As soon as the bridge holds a row for confirmed: it must be on that server's disk.
      await mongod.kill();
      const killedAt = world.clock.now();
      await world.until(killedAt + 25 * MINUTE_MS);
      const onSite = compareRows(
        world
          .visible(firstReading)
          .filter(({ appearsAt }) => appearsAt < world.clock.now() - 10 * MINUTE_MS),
        world.siteRows(),
      );
      expect(onSite.lost).toEqual([]);
      expect(
        bridge
          .facts()
          .slice(seen)
          .some(({ event, sink }) => event === 'sink.failed' && sink === 'mongodb'),
      ).toBe(true);
      await mongod.start();
      const rows = (await world.mongoRows()).length;
      const deadline = performance.now() + 60_000;
      while ((await world.mongoRows()).length < rows + 3) {
        if (performance.now() > deadline) throw new Error(bridge.output().slice(-3_000));
        await world.until(world.clock.now() + MINUTE_MS);
      }
    }
    expect(await bridge.stop()).toBe(0);
    const truth = await expectExactlyOnce(world, firstReading);
    expect(truth.length).toBeGreaterThan(15);
  });
});
