import { seededRandom } from '../../src/platform/random.ts';
import { printTable } from '../report/print-table.ts';
import { leastDelayCurve } from './optimum.ts';
import { POLICIES, type PolicyKind } from './policy.ts';
import { REGIMES, type LagRegime } from './regimes.ts';
import { simulate, type Found } from './simulate.ts';

const READINGS = 1_500;
/** Shown apart: what the policies are while they learn. */
const LEARNING = 100;
const EARLY = { from: 12, to: 60 };
const SEEDS = [1, 2, 3];

/** Prints, for each regime, every policy beside the optimum at the same number of calls. */
export async function comparePolicies(): Promise<void> {
  const head = ['policy', 'mean s', 'p95 s', 'calls', 'optimum s', 'ratio', 'by seed'];
  for (const regime of REGIMES) {
    const least = leastDelayCurve(regime, seededRandom(99));
    const runs = POLICIES.map((kind) => ({
      kind,
      seeds: SEEDS.map((seed) => runOf(kind, regime, seed)),
    }));
    console.log(`\n${regime.name}: readings ${LEARNING + 1} to ${READINGS}, ${SEEDS.length} seeds`);
    printTable(
      head,
      runs.map(({ kind, seeds }) =>
        rowOf(
          kind.name,
          seeds.map((run) => run.slice(LEARNING)),
          least,
        ),
      ),
    );
    console.log(
      `  readings ${EARLY.from} to ${EARLY.to} (aim: mean ≤ 1.6 × optimum + 1.5 s, calls ≤ 1.7)`,
    );
    printTable(
      head,
      runs.map(({ kind, seeds }) =>
        rowOf(
          kind.name,
          seeds.map((run) => run.slice(EARLY.from - 1, EARLY.to)),
          least,
        ),
      ),
    );
  }
  console.log(
    '\n  delay: from the appearance of a reading to the call that finds it. optimum: least mean delay of any policy that ' +
      'knows the distribution (200,000 draws, 250 ms grid), for the same calls and at least 3 s between calls.',
  );
}

function runOf(kind: PolicyKind, regime: LagRegime, seed: number): readonly Found[] {
  return simulate(kind.make(seededRandom(seed + 50)), regime, seededRandom(seed), READINGS);
}

function rowOf(
  name: string,
  seeds: readonly (readonly Found[])[],
  least: (calls: number) => number,
): readonly string[] {
  const all = seeds.flat();
  const ratio = (found: readonly Found[]): number => meanDelay(found) / least(meanCalls(found));
  const sorted = all.map(({ delayMs }) => delayMs).toSorted((a, b) => a - b);
  return [
    name,
    seconds(meanDelay(all)),
    seconds(sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN),
    meanCalls(all).toFixed(2),
    seconds(least(meanCalls(all))),
    ratio(all).toFixed(2),
    seeds.map((found) => ratio(found).toFixed(2)).join(' '),
  ];
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;
const meanDelay = (found: readonly Found[]): number => mean(found.map(({ delayMs }) => delayMs));
const meanCalls = (found: readonly Found[]): number => mean(found.map(({ calls }) => calls));
