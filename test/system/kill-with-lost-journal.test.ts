import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HOUR_MS, epochMs } from '../../src/domain/instant.ts';
import { startMongod } from '../support/mongod/start-mongod.mjs';
import { bridgeWorld, type BridgeWorld } from '../support/process/bridge-world.ts';
import { expectExactlyOnce } from '../support/process/expect-exactly-once.ts';
import { killTour, tellKills } from './kill-tour.ts';

describe('a bridge that is killed at every step and loses its journal each time, as on a disk that does not last', () => {
  const firstReading = epochMs(Date.now() - 6 * HOUR_MS);
  let world: BridgeWorld;
  let mongod: Awaited<ReturnType<typeof startMongod>>;

  beforeAll(async () => {
    mongod = await startMongod();
    world = await bridgeWorld({
      speed: 60,
      mongoUri: mongod.uri,
      patient: { notBefore: firstReading, appearanceDelay: 15_000 },
    });
  });
  afterAll(async () => {
    await world.stop();
    await mongod.stop();
  });

  test('making the journal, logging in, and reading a day again doubles nothing', async () => {
    const lost = await killTour({
      world,
      from: 'start',
      cap: 1,
      deliveries: 1,
      prepare: () => rm(world.dataDir, { recursive: true, force: true }),
    });
    const truth = await expectExactlyOnce(world, firstReading);
    expect(truth.length).toBeGreaterThan(72);
    expect(lost.killed.length).toBeGreaterThanOrEqual(50);
    tellKills({ lost });
  }, 300_000);
});
