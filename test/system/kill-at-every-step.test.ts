import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HOUR_MS, epochMs } from '../../src/domain/instant.ts';
import { startMongod } from '../support/mongod/start-mongod.mjs';
import { bridgeWorld, type BridgeWorld } from '../support/process/bridge-world.ts';
import { expectExactlyOnce } from '../support/process/expect-exactly-once.ts';
import { killTour, tellKills } from './kill-tour.ts';

/** Half a second for a reading; each life meets several. */
const SPEED = 600;

describe('a bridge that is killed at every step of its life', () => {
  const firstReading = epochMs(Date.now() - HOUR_MS);
  let world: BridgeWorld;
  let mongod: Awaited<ReturnType<typeof startMongod>>;

  beforeAll(async () => {
    mongod = await startMongod();
    world = await bridgeWorld({
      speed: SPEED,
      mongoUri: mongod.uri,
      patient: { notBefore: firstReading, appearanceDelay: 15_000 },
    });
  });
  afterAll(async () => {
    await world.stop();
    await mongod.stop();
  });

  test('each reading is everywhere once, readings coming and sessions dying all the while', async () => {
    // The journal is made by a life that nobody ends early; making it is the other suite's.
    const first = world.start();
    await first.fact(({ event }) => event === 'sink.delivered');
    expect(await first.stop()).toBe(0);
    const prepare = async (): Promise<void> => world.share.control.expireSessions();
    const going = await killTour({ world, from: 'start', cap: 2, deliveries: 2, prepare });
    const stopping = await killTour({ world, from: 'SIGTERM', cap: 2, deliveries: 1 });
    const truth = await expectExactlyOnce(world, firstReading);
    expect(truth.length).toBeGreaterThan(100);
    expect(going.killed.length).toBeGreaterThanOrEqual(80);
    expect(stopping.killed.length).toBeGreaterThanOrEqual(6);
    tellKills({ going, stopping });
  }, 400_000);
});
