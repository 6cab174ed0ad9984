import { afterEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, epochMs } from '../../src/domain/instant.ts';
import type { SiteFault } from '../../src/simulator/index.ts';
import { bridgeWorld, type BridgeWorld } from '../support/process/bridge-world.ts';
import { compareRows } from '../support/process/compare-rows.ts';
import { expectExactlyOnce } from '../support/process/expect-exactly-once.ts';
import { ownMongod, type OwnMongod } from '../support/process/own-mongod.ts';

/** An hour in fifteen seconds. */
const SPEED = 240;
const POST = 'POST /api/v1/entries';

const FAULTS: readonly (readonly [string, SiteFault])[] = [
  ['some rows stored, then 500', { kind: 'mongoError', stored: 2 }],
  ['rows dropped under 200', { kind: 'dropRows', count: 2 }],
  ['an answer cut off', { kind: 'truncated' }],
  ['a connection reset', { kind: 'reset' }],
  ['no answer', { kind: 'hang' }],
  ['a slow answer', { kind: 'slow', overMs: 700 }],
  ['a late answer', { kind: 'late', afterMs: 700 }],
  ['a proxy’s page', { kind: 'status', status: 502 }],
  ['a wish to wait', { kind: 'status', status: 503, retryAfterSeconds: 60 }],
  ['a firewall', { kind: 'status', status: 403 }],
  ['no JSON', { kind: 'badJson' }],
  ['an empty answer', { kind: 'empty' }],
];

describe('when the Nightscout site fails', () => {
  let world: BridgeWorld;
  let mongod: OwnMongod | undefined;

  afterEach(async () => {
    await world.stop();
    await mongod?.stop();
    mongod = undefined;
  });

  test('an hour without it costs nothing there, and nothing at all in the MongoDB', async () => {
    mongod = await ownMongod();
    const firstReading = epochMs(Date.now() - 30 * MINUTE_MS);
    world = await bridgeWorld({
      speed: SPEED,
      mongoUri: mongod.uri,
      patient: { notBefore: firstReading, appearanceDelay: 15_000 },
    });
    const bridge = world.start();
    await bridge.fact(({ event, sink }) => event === 'sink.delivered' && sink === 'nightscout');
    const downAt = world.clock.now();
    await world.site.down();
    await world.until(downAt + HOUR_MS);

    const shown = world
      .visible(firstReading)
      .filter(({ appearsAt }) => appearsAt < world.clock.now() - 10 * MINUTE_MS);
    expect(compareRows(shown, await world.mongoRows()).lost).toEqual([]);
    expect(world.siteRows().length).toBeLessThan(shown.length - 8);
    expect(bridge.facts().some(({ event }) => event === 'sink.failed')).toBe(true);

    await world.site.up();
    await world.until(downAt + 1.5 * HOUR_MS);
    expect(await bridge.stop()).toBe(0);
    const truth = await expectExactlyOnce(world, firstReading);
    expect(truth.length).toBeGreaterThan(20);
  });

  test('whatever it does to a batch, each row is there once in the end', async () => {
    const firstReading = epochMs(Date.now() - 10 * HOUR_MS);
    world = await bridgeWorld({
      speed: 2.5 * SPEED,
      patient: { notBefore: firstReading, appearanceDelay: 15_000 },
    });
    // Readings come in bursts, so that a batch has rows to lose.
    const burst = 25 * MINUTE_MS;
    for (let at = firstReading; at < firstReading + 40 * HOUR_MS; at = epochMs(at + burst)) {
      world.patient.addLate({ from: at, to: epochMs(at + burst) }, epochMs(at + burst));
    }
    const bridge = world.start({ env: { FAST_TIMEOUTS: '60' } });
    await bridge.fact(({ event }) => event === 'sink.delivered');
    const met: string[] = [];
    for (const [what, fault] of FAULTS) {
      const before = bridge.facts().length;
      const rows = world.siteRows().length;
      world.site.setFault(fault, { endpoint: POST, times: 2 });
      await bridge.fact(
        () => world.site.faults().length === 0 && world.siteRows().length >= rows + 3,
      );
      const told = bridge.facts().slice(before);
      if (told.some(({ event }) => event === 'sink.failed')) met.push(what);
    }
    expect(await bridge.stop()).toBe(0);
    // A slow, a late and a half stored answer are no failure; all others must have been seen as one.
    expect(met).toEqual(
      FAULTS.map(([what]) => what).filter(
        (what) => !/slow|late|dropped/.test(what) || met.includes(what),
      ),
    );
    await expectExactlyOnce(world, firstReading);
    expect(bridge.output()).not.toMatch(/a-site-secret-to-look-for|a-pass-word-to-look-for/);
  });
});
