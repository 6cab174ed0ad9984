import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CELL_MS, planPolls, type LagDistribution } from '../../src/pipeline/poll-plan.ts';

const distribution = (weights: readonly number[]): LagDistribution => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return { originMs: 0, mass: weights.map((weight) => weight / sum) };
};

/** Mean delay and calls of any list of polls, by plain summing: the judge of the plan’s own figures. */
function judge({ mass }: LagDistribution, polls: readonly number[]) {
  let calls = 0;
  let delayMs = 0;
  mass.forEach((share, cell) => {
    const at = polls.findIndex((ms) => ms >= cell * CELL_MS);
    calls += share * (at + 1);
    delayMs += share * ((polls[at] ?? 0) - (cell - 0.5) * CELL_MS);
  });
  return { calls, delayMs };
}

const weights = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 12, maxLength: 14 })
  .filter((all) => all.slice(1).some((weight) => weight > 0))
  .map(([, ...rest]) => [0, ...rest]);

describe('a plan', () => {
  test('keeps the floor, ends at the end of the axis, and tells its own cost truly', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 1, max: 4, noNaN: true }), (all, calls) => {
        const lag = distribution(all);
        const { within, beyond } = planPolls(lag, calls, 1_000, 24);
        for (const plan of [within, beyond]) {
          expect(plan.pollsMs.at(-1)).toBe((lag.mass.length - 1) * CELL_MS);
          const last = plan.pollsMs.length - 1;
          plan.pollsMs.slice(1, last).forEach((ms, i) => {
            expect(ms - (plan.pollsMs[i] ?? 0)).toBeGreaterThanOrEqual(1_000);
          });
          const truth = judge(lag, plan.pollsMs);
          expect(plan.expectedCalls).toBeCloseTo(truth.calls, 6);
          expect(plan.expectedDelayMs).toBeCloseTo(truth.delayMs, 3);
        }
        expect(within.expectedCalls).toBeLessThanOrEqual(calls + 1e-9);
      }),
    );
  });

  test('no list of polls with as many calls has a smaller delay (every list tried)', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 1, max: 3, noNaN: true }), (all, calls) => {
        const lag = distribution(all);
        const { within, beyond, beyondShare } = planPolls(lag, calls, 1_000, 24);
        const mixed = {
          calls: (1 - beyondShare) * within.expectedCalls + beyondShare * beyond.expectedCalls,
          delayMs:
            (1 - beyondShare) * within.expectedDelayMs + beyondShare * beyond.expectedDelayMs,
        };
        const last = lag.mass.length - 1;
        for (let chosen = 0; chosen < 1 << last; chosen += 1) {
          const polls = [...Array(last).keys()].filter((cell) => (chosen >> cell) & 1);
          // A plan keeps the floor from the start of the axis too, which lies long before any reading.
          if (polls.some((cell, i) => cell - (polls[i - 1] ?? 0) < 2)) continue;
          const found = judge(lag, [...polls.map((cell) => cell * CELL_MS), last * CELL_MS]);
          if (found.calls <= mixed.calls)
            expect(found.delayMs).toBeGreaterThanOrEqual(mixed.delayMs - 1e-3);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('reaches the figures known for normal lag: 2.4 s at a spread of 3 s, 4.6 s at 6 s', () => {
    const normal = (spreadS: number) =>
      distribution(
        Array.from({ length: 400 }, (_, cell) =>
          cell === 0 ? 0 : Math.exp(-0.5 * (((cell - 0.5) / 2 - 60) / spreadS) ** 2),
        ),
      );
    const mean = (spreadS: number) => {
      const { within, beyond, beyondShare } = planPolls(normal(spreadS), 1.5, 3_000, 24);
      return (1 - beyondShare) * within.expectedDelayMs + beyondShare * beyond.expectedDelayMs;
    };
    expect(mean(3) / 1_000).toBeCloseTo(2.4, 1);
    expect(mean(6) / 1_000).toBeCloseTo(4.6, 0);
  });
});
