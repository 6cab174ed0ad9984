import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { epochMs, type EpochMs } from '../../../src/domain/instant.ts';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { toEntry } from '../../../src/sinks/nightscout/entry.ts';
import type { SensorRecord } from '../../../src/simulator/index.ts';
import type { BridgeWorld } from './bridge-world.ts';
import { compareRows, EXACTLY_ONCE, type Difference } from './compare-rows.ts';

/**
 * Takes the person's sensor off, runs the bridge until everything has had time to arrive, stops it, and demands that the
 * site, the MongoDB and the journal hold each reading that Share showed since `from` once and unaltered.
 * @returns the readings.
 */
export async function expectExactlyOnce(
  world: BridgeWorld,
  from: EpochMs,
  { withinMs = 60_000, journalFrom = from }: { withinMs?: number; journalFrom?: EpochMs } = {},
): Promise<readonly SensorRecord[]> {
  const now = world.clock.now();
  world.patient.addGap({ from: now, to: epochMs(now + 1e11) });
  const truth = world.patient.truth(from, now);
  const bridge = world.start();
  const deadline = performance.now() + withinMs;
  try {
    await bridge.fact(({ event }) => event === 'source.polled');
    while ((await missing(world, truth)) && performance.now() < deadline) await wait(50);
  } finally {
    expect(await bridge.stop()).toBe(0);
  }
  expect(compareRows(truth, world.siteRows())).toEqual(EXACTLY_ONCE);
  if (world.entries) expect(compareRows(truth, await world.mongoRows())).toEqual(EXACTLY_ONCE);
  const held = await journalRows(world, journalFrom);
  const kept = truth.filter(({ systemTime }) => systemTime >= journalFrom);
  expect(compareRows(kept, held)).toEqual(EXACTLY_ONCE);
  return truth;
}

async function missing(world: BridgeWorld, truth: readonly SensorRecord[]): Promise<boolean> {
  const lacks = ({ lost }: Difference): boolean => lost.length > 0;
  if (lacks(compareRows(truth, world.siteRows()))) return true;
  return world.entries !== undefined && lacks(compareRows(truth, await world.mongoRows()));
}

/** What the journal holds since `from`, as rows. */
async function journalRows(world: BridgeWorld, from: EpochMs) {
  const journal = createSqliteJournal({
    folder: world.dataDir,
    clock: systemClock,
    readOnly: true,
  });
  await journal.open();
  try {
    const held = await journal.readRange('default', from, epochMs(from + 1e11));
    return held.map((record) => ({ ...toEntry(record, 'journal') }));
  } finally {
    await journal.close();
  }
}
