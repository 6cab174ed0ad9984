import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { epochMs } from '../../src/domain/instant.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import {
  scaledClock,
  startNightscoutStandIn,
  startShareSimulator,
  type AppearanceDelay,
} from '../../src/simulator/index.ts';

/** One run of the real daemon. */
export interface WatchedRun {
  readonly seed: number;
  readonly appearanceDelay: AppearanceDelay;
  /** How many times as fast as the machine’s the clock runs. */
  readonly speed: number;
  /** How many readings are to appear after the start. */
  readonly liveReadings: number;
}

/** One live reading, all on the fast clock. */
export interface LiveReading {
  /** From its appearance at Share to its arrival at the site, in ms. */
  readonly delayMs: number;
  /** Share reads since the reading before it had arrived. */
  readonly calls: number;
}

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'main.js');
const FAST_CLOCK = join(ROOT, 'test', 'support', 'process', 'fast-clock.mjs');
const ACCOUNT = { name: 'bench-user', password: 'bench-password' };
const API_SECRET = 'bench-api-secret';
const LOOK_EVERY_MS = 2;
const PERIOD_MS = 300_000;
const PATIENCE_MS = 20_000;
const READ = 'ReadPublisherLatestGlucoseValues';

/** Starts `run` with an empty folder and a fast clock, and follows its live readings, oldest first. */
export async function watchBridge(run: WatchedRun): Promise<readonly LiveReading[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-bench-'));
  const startedAt = systemClock.now();
  const clock = scaledClock(systemClock, run.speed, { from: startedAt });
  const share = await startShareSimulator({
    clock,
    wireClock: systemClock,
    random: seededRandom(run.seed),
    accounts: [ACCOUNT],
    patient: { seed: run.seed, appearanceDelay: run.appearanceDelay },
  });
  const site = await startNightscoutStandIn({
    clock,
    wireClock: systemClock,
    apiSecret: API_SECRET,
  });
  const child = spawn(process.execPath, ['--import', FAST_CLOCK, MAIN, 'run'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      FAST_CLOCK: [run.speed, startedAt, startedAt].join(','),
      DEXCOM_USERNAME: ACCOUNT.name,
      DEXCOM_PASSWORD: ACCOUNT.password,
      DEXCOM_SHARE_URL: share.url,
      NIGHTSCOUT_URL: site.url,
      NIGHTSCOUT_API_SECRET: API_SECRET,
      DATA_DIR: join(folder, 'data'),
      LISTEN: '127.0.0.1:0',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = (said + String(text)).slice(-4_000)));
  const closed = once(child, 'close');
  try {
    const live: LiveReading[] = [];
    const arrived = new Set<unknown>();
    let looked = 0;
    let readsBefore = 0;
    const deadline =
      performance.now() + ((run.liveReadings + 3) * PERIOD_MS) / run.speed + PATIENCE_MS;
    while (live.length < run.liveReadings) {
      await wait(LOOK_EVERY_MS);
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`the bridge delivered ${live.length} live readings:\n${said}`);
      }
      const { records } = site.requests;
      const posts = records.slice(looked).filter(({ rows }) => (rows ?? 0) > 0);
      looked = records.length;
      const at = posts.at(-1)?.at;
      if (at === undefined) continue;
      const fresh = site.rows().filter((row) => !arrived.has(row['date']));
      for (const row of fresh) arrived.add(row['date']);
      const reads = share.requests.records.filter(({ endpoint }) => endpoint === READ).length;
      const dates = fresh.map((row) => Number(row['date'])).toSorted((a, b) => a - b);
      const found = dates.flatMap((date) =>
        share.patient.truth(epochMs(date), epochMs(date + 1)).map(({ appearsAt }) => appearsAt),
      );
      const news = found.filter((appearsAt) => appearsAt > startedAt);
      news.forEach((appearsAt, index) => {
        const isLast = index === news.length - 1;
        live.push({ delayMs: at - appearsAt, calls: isLast ? reads - readsBefore : 0 });
      });
      readsBefore = reads;
    }
    return live;
  } finally {
    child.kill('SIGTERM');
    await Promise.race([closed, wait(5_000).then(() => child.kill('SIGKILL'))]);
    await closed;
    await site.stop();
    await share.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
