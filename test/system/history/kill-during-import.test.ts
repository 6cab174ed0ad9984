import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startMongod } from '../../support/mongod/start-mongod.mjs';
import type { BridgeProcess } from '../../support/process/bridge-process.ts';
import { historyWorld, type HistoryWorld } from './history-world.ts';
import { judgeWorld, NOTHING_TO_BLAME } from './judge-world.ts';

const KILL_AT_STEP = join(
  import.meta.dirname,
  '..',
  '..',
  'support',
  'process',
  'kill-at-step.mjs',
);

/** Where the bridge dies, one life after the other; each begins where the one before was cut off. */
const DEATHS = [
  // The journal is new, and Dexcom is asked what it holds.
  'after send dexcom GET dataRange #1',
  // A window has come, and nothing of it is kept.
  'before sql INSERT observations #1',
  // A part of it is merged and not committed.
  'after sql INSERT observations #200',
  'before sql COMMIT #7',
  // A list is noted as read, and the next one asked for.
  'before send dexcom GET calibrations #1',
  'after send dexcom GET events #1',
  // Handed to a destination and not answered.
  'after send site POST treatments.json #1',
  'after send site POST entries.json #1',
  'after send mongo update #1',
  'after send dexcom GET alerts #1',
  // Answered and the cursor not moved; moved.
  'before sql INSERT cursors #3',
  'after sql INSERT cursors #5',
  // A part is committed, and the rest is not.
  'after sql COMMIT #8',
  'after sql INSERT slots #9',
];

describe('a bridge that is killed during its first import', () => {
  let world: HistoryWorld;
  let mongod: Awaited<ReturnType<typeof startMongod>>;
  let scratch: string;

  beforeAll(async () => {
    mongod = await startMongod();
    scratch = await mkdtemp(join(tmpdir(), 'bridge-kills-'));
    world = await historyWorld({
      days: 8,
      product: 'g6',
      mongoUri: mongod.uri,
      writesToSite: true,
    });
  });
  afterAll(async () => {
    await world.stop();
    await mongod.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  test('has everything everywhere once when it lives on', async () => {
    await world.authorize();
    const portOf = (uri: string): string => new URL(uri).port;
    const ports = {
      [portOf(world.share.url)]: 'dexcom',
      [portOf(world.site.url)]: 'site',
      [portOf(world.mongoUri ?? '')]: 'mongo',
    };
    const report = join(scratch, 'report');
    const missed: string[] = [];
    for (const step of DEATHS) {
      await rm(report, { force: true });
      const bridge = world.start({
        args: ['run'],
        preload: [KILL_AT_STEP],
        env: {
          KILL_AT: step,
          KILL_REPORT: report,
          KILL_CAP: '500',
          KILL_PORTS: JSON.stringify(ports),
        },
      });
      await Promise.race([bridge.ended, allDone(bridge)]);
      if (!bridge.over) await bridge.kill();
      expect(await bridge.ended).toBe('SIGKILL');
      const met = await readFile(report, 'utf8').catch(() => undefined);
      if (met !== step) missed.push(step);
    }
    // How far a life comes before its step depends on the machine: the next ones may have passed theirs already.
    expect(missed.length).toBeLessThanOrEqual(4);
    await world.runUntilSynced();
    const verdict = await judgeWorld(world, { wasKilled: true });
    for (const [name, found] of Object.entries(verdict)) {
      expect({ name, ...found }).toEqual({ name, ...NOTHING_TO_BLAME });
    }
  }, 400_000);
});

/** The import is complete, and its deliveries have had their time. */
async function allDone(bridge: BridgeProcess): Promise<void> {
  await bridge
    .fact(({ event, importedTo }) => event === 'history.synced' && importedTo === undefined, 60_000)
    .catch(() => undefined);
  await wait(2_000, undefined, { ref: false });
}
