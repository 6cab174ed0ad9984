/** The soak itself, to be run under a clock that runs faster: `soak-stage.ts <minutes of that clock> <seed>`. */
import { HOUR_MS, MINUTE_MS, epochMs } from '../../../src/domain/instant.ts';
import { seededRandom } from '../../../src/platform/random.ts';
import {
  bridgeWorld,
  WORLD_PASSWORD,
  type BridgeWorld,
} from '../../support/process/bridge-world.ts';
import { compareRows } from '../../support/process/compare-rows.ts';
import { ownMongod } from '../../support/process/own-mongod.ts';
import { quantile, residentMib, slope } from './figures.ts';
import { torment } from './tormented.ts';

/** The last part of the time, in which nothing more is done to the bridge. */
const RECOVERY_MS = 45 * MINUTE_MS;
/** Memory may grow while code is compiled and caches fill; a leak goes on. */
const WARM_UP_MS = HOUR_MS;
/** Shorter lives say nothing about memory. */
const LEAST_LIFE_MS = 6 * HOUR_MS;
const MOST_GROWTH_MIB_PER_HOUR = 1;
const LEARNED_READINGS = 60;
const MOST_CALLS = 1.8;
const READ = 'ReadPublisherLatestGlucoseValues';

const [minutesText = '', seedText = ''] = process.argv.slice(2);
const lifeMs = Number(minutesText) * MINUTE_MS;
const faults: string[] = [];
const patience = 10 * MINUTE_MS;
const mongod = await ownMongod(patience);
const patient = { appearanceDelay: { kind: 'longTail', usualMs: 12_000, tailMs: 8_000 } } as const;
const firstReading = epochMs(Date.now() - HOUR_MS);
const make = (): Promise<BridgeWorld> =>
  bridgeWorld({
    speed: 1,
    mongoUri: mongod.uri,
    mongoPatienceMs: 30_000,
    patient: { ...patient, notBefore: firstReading },
  });
const [wild, calm] = [await make(), await make()];
const endAt = Date.now() + lifeMs;
const over = new AbortController();
const cleanUp = async (): Promise<void> => {
  over.abort();
  await Promise.all([wild.stop(), calm.stop()]);
  await mongod.stop();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.log('soak: stopped before its end');
    void cleanUp().finally(() => process.exit(1));
  });
}
try {
  const tormented = torment(wild, mongod, seededRandom(Number(seedText)));
  // The second bridge lives through the same hours untouched, but for the MongoDB they share: it is measured.
  const still = calm.start();
  const memory: [number, number][] = [];
  const watching = (async () => {
    while (!over.signal.aborted) {
      const mib = await residentMib(still.pid);
      if (mib !== undefined) memory.push([(Date.now() - calm.startedAt) / HOUR_MS, mib]);
      await calm.until(Date.now() + MINUTE_MS);
    }
  })();
  await tormented.run(endAt - RECOVERY_MS);
  // Nothing new, so that both sides can be compared at rest.
  for (const world of [wild, calm]) {
    world.patient.addGap({ from: world.clock.now(), to: epochMs(endAt + 1e11) });
  }
  await wild.until(Math.max(endAt, Date.now() + RECOVERY_MS));
  over.abort();
  await watching;
  if (still.over || tormented.bridge.over) faults.push('a bridge ended by itself');

  for (const [name, world] of [
    ['tormented', wild],
    ['calm', calm],
  ] as const) {
    const truth = world.visible(firstReading);
    const places = { site: world.siteRows(), MongoDB: await world.mongoRows() };
    for (const [place, rows] of Object.entries(places)) {
      const { lost, doubled, foreign, altered } = compareRows(truth, rows);
      console.log(
        `${name}, ${place}: ${truth.length} readings shown, ${rows.length} rows, ${lost.length} lost, ${doubled.length} doubled, ${foreign.length} foreign, ${altered.length} altered`,
      );
      if (lost.length + doubled.length + foreign.length + altered.length > 0) {
        faults.push(
          `${name}, ${place}: ${[...lost, ...doubled, ...foreign, ...altered].slice(0, 5).join(' ')}`,
        );
      }
    }
  }
  console.log(`done to it: ${JSON.stringify(tormented.done)}`);
  judgeMemory(memory);
  judgeCalls();
  for (const bridge of [still, tormented.bridge]) {
    if (bridge.output().includes(WORLD_PASSWORD)) faults.push('a log holds the password');
  }
} catch (thrown) {
  faults.push(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
} finally {
  await cleanUp();
}
for (const fault of faults) console.log(`fault: ${fault}`);
console.log(
  `soak of ${minutesText} minutes, seed ${seedText}: ${faults.length === 0 ? 'passed' : 'failed'}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

function judgeMemory(memory: readonly [number, number][]): void {
  const warm = memory.filter(([hours]) => hours * HOUR_MS > WARM_UP_MS);
  const growth = slope(warm);
  const mib = memory.map(([, value]) => value);
  console.log(
    `memory of the calm bridge: ${Math.min(...mib).toFixed(1)} to ${Math.max(...mib).toFixed(1)} MiB, growing ${growth.toFixed(2)} MiB an hour after the first`,
  );
  if (lifeMs >= LEAST_LIFE_MS && growth > MOST_GROWTH_MIB_PER_HOUR) faults.push('memory grows');
}

function judgeCalls(): void {
  const shown = calm.visible(firstReading).filter(({ appearsAt }) => appearsAt > calm.startedAt);
  const calls = calm.share.requests.records.filter(({ endpoint }) => endpoint === READ);
  const learnedAt = shown[LEARNED_READINGS]?.appearsAt;
  const last = shown.at(-1)?.appearsAt ?? 0;
  const within = calls.filter(({ at }) => at <= last);
  console.log(
    `calls of the calm bridge: ${(within.length / shown.length).toFixed(2)} a reading, learning included`,
  );
  if (learnedAt !== undefined) {
    const learned =
      within.filter(({ at }) => at > learnedAt).length / (shown.length - LEARNED_READINGS);
    console.log(`  after ${LEARNED_READINGS} readings: ${learned.toFixed(2)} a reading`);
    if (shown.length > 2 * LEARNED_READINGS && learned > MOST_CALLS) faults.push('too many calls');
  }
  const heldAt = new Map(
    calm.siteRows().map((row) => [Number(row['date']), Number(row['srvCreated'])]),
  );
  const delays = shown.map(
    ({ systemTime, appearsAt }) => (heldAt.get(systemTime)! - appearsAt) / 1_000,
  );
  console.log(
    `from a reading’s appearance to the journal of the calm bridge: p50 ${quantile(delays, 0.5).toFixed(1)} s, p95 ${quantile(delays, 0.95).toFixed(1)} s (a real second of this machine counts as thirty)`,
  );
}
