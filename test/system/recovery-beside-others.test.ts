import { expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, epochMs, toIsoUtc } from '../../src/domain/instant.ts';
import type { SensorRecord } from '../../src/simulator/index.ts';
import { startMongod } from '../support/mongod/start-mongod.mjs';
import { bridgeWorld } from '../support/process/bridge-world.ts';
import { compareRows, EXACTLY_ONCE } from '../support/process/compare-rows.ts';

/** A row as a phone's uploader writes it: its own device, its own idea of the instant. */
function strangersRow({ systemTime, glucoseMgdl }: SensorRecord, shiftMs: number) {
  const date = epochMs(systemTime + shiftMs);
  return {
    type: 'sgv',
    device: 'another-uploader',
    sgv: glucoseMgdl,
    direction: 'Flat',
    date,
    dateString: toIsoUtc(date),
    sysTime: toIsoUtc(date),
  };
}

test('beside another uploader the bridge fills only what is missing, before and after its journal is lost', async () => {
  const mongod = await startMongod();
  const firstReading = epochMs(Date.now() - 6 * HOUR_MS);
  const world = await bridgeWorld({
    speed: 60,
    mongoUri: mongod.uri,
    patient: { notBefore: firstReading, appearanceDelay: 15_000 },
  });
  try {
    const all = world.visible(firstReading);
    // The other one was there for two hours, and a minute and a half off at times.
    const taken = all.slice(20, 44);
    const rows = taken.map((record, index) => strangersRow(record, ((index % 7) - 3) * 30_000));
    world.site.seed(rows);
    await world.entries!.insertMany(rows.map((row) => ({ ...row })));

    const lives = [{}, { DATA_DIR: `${world.dataDir}-new` }];
    for (const env of lives) {
      const bridge = world.start({ env });
      for (const name of ['nightscout', 'mongodb']) {
        await bridge.fact(({ event, sink }) => event === 'sink.delivered' && sink === name);
      }
      await world.until(world.clock.now() + 5 * MINUTE_MS);
      expect(await bridge.stop()).toBe(0);
      const isTaken = new Set(taken.map(({ systemTime }) => systemTime));
      const ours = all.filter(({ systemTime }) => !isTaken.has(systemTime));
      for (const found of [world.siteRows(), await world.mongoRows()]) {
        const theirs = found.filter(({ device }) => device === 'another-uploader');
        expect(theirs).toEqual(rows.map((row) => expect.objectContaining(row)));
        const last = all.at(-1)!.systemTime;
        const written = found.filter(
          (row) => row['device'] !== 'another-uploader' && Number(row['date']) <= last,
        );
        expect(compareRows(ours, written)).toEqual(EXACTLY_ONCE);
      }
    }
  } finally {
    await world.stop();
    await mongod.stop();
  }
});
