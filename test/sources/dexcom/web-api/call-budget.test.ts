import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BridgeFailure } from '../../../../src/domain/failure.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/domain/instant.ts';
import { seededRandom } from '../../../../src/platform/random.ts';
import {
  createCallBudgets,
  MOST_CALLS_AN_HOUR,
  type CallBudget,
} from '../../../../src/sources/dexcom/web-api/call-budget.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

let clock: FakeClock;
let budget: CallBudget;
beforeEach(() => {
  clock = new FakeClock();
  budget = createCallBudgets(clock, seededRandom(1), 10).of('https://a', 'id');
});

const failureOf = (work: () => void): BridgeFailure => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof BridgeFailure) return thrown;
  }
  throw new Error('no failure');
};
const take = (times: number) => {
  for (let call = 0; call < times; call += 1) budget.take();
};

describe('the budget of an application', () => {
  test('leaves room under what Dexcom allows', () => {
    expect(MOST_CALLS_AN_HOUR).toBeLessThan(60_000);
    const real = createCallBudgets(clock, seededRandom(1)).of('https://a', 'id');
    for (let call = 0; call < MOST_CALLS_AN_HOUR; call += 1) real.take();
    expect(failureOf(() => real.take()).code).toBe('web-api.budget_spent');
  });

  test('is one for the same application on the same server, and no other’s', () => {
    const budgets = createCallBudgets(clock, seededRandom(1), 1);
    expect(budgets.of('https://a', 'id')).toBe(budgets.of('https://a', 'id'));
    budgets.of('https://a', 'id').take();
    for (const [server, id] of [
      ['https://b', 'id'],
      ['https://a', 'other'],
    ] as const) {
      expect(() => budgets.of(server, id).take()).not.toThrow();
    }
  });

  test('says when it may go on, and then it may', async () => {
    take(10);
    const spent = failureOf(() => budget.check());
    expect(spent).toMatchObject({ code: 'web-api.budget_spent', kind: 'throttled' });
    const waitMs = (spent.retryAt ?? 0) - clock.now();
    expect(waitMs).toBeGreaterThan(HOUR_MS - 1);
    expect(waitMs).toBeLessThanOrEqual(HOUR_MS + 10 * SECOND_MS);
    await clock.advance(waitMs);
    expect(() => budget.check()).not.toThrow();
  });

  test('is never overdrawn in any hour, whatever the pattern of calls', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20 * MINUTE_MS }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(gaps, async (some) => {
        clock = new FakeClock();
        budget = createCallBudgets(clock, seededRandom(1), 10).of('https://a', 'id');
        const taken: number[] = [];
        for (const gap of some) {
          await clock.advance(gap);
          try {
            budget.take();
            taken.push(clock.now());
          } catch {
            // Refused: not made.
          }
        }
        for (const end of taken) {
          const within = taken.filter((at) => at > end - HOUR_MS && at <= end);
          expect(within.length).toBeLessThanOrEqual(10);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('a refusal for too many calls', () => {
  test('without a word of how long is a pause of one to two minutes, then longer, at most an hour', async () => {
    const waits: number[] = [];
    for (let time = 0; time < 9; time += 1) {
      const { retryAt } = budget.refused({});
      waits.push((retryAt ?? 0) - clock.now());
      expect(failureOf(() => budget.take()).retryAt).toBe(retryAt);
      await clock.advance(waits.at(-1) ?? 0);
    }
    expect(waits[0]).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(waits[0]).toBeLessThanOrEqual(2 * MINUTE_MS);
    expect(waits[3]).toBeGreaterThan(2 * (waits[0] ?? 0));
    expect(Math.max(...waits)).toBeLessThanOrEqual(HOUR_MS);
    budget.take();
    budget.served();
    expect((budget.refused({}).retryAt ?? 0) - clock.now()).toBeLessThanOrEqual(2 * MINUTE_MS);
  });

  test('of calls that were under way together is one, and the longest wish holds', () => {
    const { retryAt } = budget.refused({ 'retry-after': '600' });
    budget.served();
    expect(budget.refused({ 'retry-after': '5' }).retryAt).toBe(retryAt);
    expect(failureOf(() => budget.check()).retryAt).toBe(retryAt);
  });
});
