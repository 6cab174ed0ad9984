import { seededRandom } from '../../src/platform/random.ts';
import { leastDelayCurve } from '../poll-policy/optimum.ts';
import type { LagRegime } from '../poll-policy/regimes.ts';
import { printTable } from '../report/print-table.ts';
import { watchBridge, type LiveReading } from './watch-bridge.ts';

const SPEED = Number(process.env['BENCH_SPEED'] ?? 20);
const LIVE_READINGS = Number(process.env['BENCH_LIVE'] ?? 40);
const FROM = 12;
const SPREADS_S = [3, 6];
const SEEDS = [11, 12];
const MEAN_S = 20;

/**
 * The real process, from an empty folder and with a day of history at Share, and with a fast clock. The network and the
 * machine do not become faster with the clock: each real millisecond counts as many as the clock is fast, so the
 * figures are worse than life.
 */
export async function measureColdStart(): Promise<void> {
  const runs = SPREADS_S.flatMap((spreadS) => SEEDS.map((seed) => ({ spreadS, seed })));
  // All at once: each mostly sleeps.
  const all = await Promise.all(
    runs.map(async ({ spreadS, seed }) => ({
      spreadS,
      seed,
      live: await watchBridge({
        seed,
        appearanceDelay: { kind: 'normal', meanMs: MEAN_S * 1000, spreadMs: spreadS * 1000 },
        speed: SPEED,
        liveReadings: LIVE_READINGS,
      }),
    })),
  );
  const rows = SPREADS_S.flatMap((spreadS) => {
    const least = leastDelayCurve(bell(spreadS), seededRandom(99));
    const ofSpread = all.filter((run) => run.spreadS === spreadS);
    const later = ofSpread.map(({ seed, live }) => ({ seed, live: live.slice(FROM - 1) }));
    return [
      ...later.map(({ seed, live }) => rowOf(`spread ${spreadS} s, seed ${seed}`, live, least)),
      rowOf(
        `spread ${spreadS} s, all`,
        later.flatMap(({ live }) => live),
        least,
      ),
    ];
  });
  printTable(['live readings', 'mean s', 'worst s', 'calls', 'optimum s', 'aim s'], rows);
  console.log(
    `  readings ${FROM} to ${LIVE_READINGS}; aim: mean ≤ 1.6 × optimum at the same calls + 1.5 s, at ≤ 1.7 calls. ` +
      `The clock ran ${SPEED} times as fast: a real millisecond of network or scheduling counts ${SPEED}.`,
  );
}

function bell(spreadS: number): LagRegime {
  const normal = (random: { next(): number }): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return {
    name: `spread ${spreadS} s`,
    draw: (random) => Math.max(0, 1000 * (MEAN_S + spreadS * normal(random))),
  };
}

function rowOf(
  name: string,
  live: readonly LiveReading[],
  least: (calls: number) => number,
): readonly string[] {
  const mean = (values: readonly number[]): number =>
    values.reduce((a, b) => a + b, 0) / values.length;
  const calls = mean(live.map((reading) => reading.calls));
  const delays = live.map(({ delayMs }) => delayMs);
  return [
    name,
    (mean(delays) / 1000).toFixed(2),
    (Math.max(...delays) / 1000).toFixed(2),
    calls.toFixed(2),
    (least(calls) / 1000).toFixed(2),
    ((1.6 * least(calls)) / 1000 + 1.5).toFixed(2),
  ];
}
