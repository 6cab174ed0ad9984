import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../../src/domain/instant.ts';
import { createPollSchedule, POLL_FLOOR_MS } from '../../src/pipeline/poll-schedule.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { PERIOD_MS, T0 } from '../support/readings.ts';

interface World {
  readonly lagMs: (k: number) => number;
  readonly readings: number;
  readonly seed?: number;
}

/** Readings of an exact sensor, seen through a lag; every call is answered in 80 ms. */
function live({ lagMs, readings, seed = 7 }: World) {
  const schedule = createPollSchedule({
    periodMs: PERIOD_MS,
    callsPerReading: 1.5,
    random: seededRandom(seed),
  });
  const calls: number[] = [];
  const delaysMs: number[] = [];
  let now = T0 + 60_000;
  let seen = 0;
  let callsForThis = 0;
  while (seen < readings) {
    let newest = seen;
    while (T0 + (newest + 1) * PERIOD_MS + lagMs(newest + 1) <= now) newest += 1;
    callsForThis += 1;
    schedule.polled({
      sentAt: epochMs(now),
      answeredAt: epochMs(now + 80),
      newest: epochMs(T0 + newest * PERIOD_MS),
    });
    if (newest > seen) {
      delaysMs.push(now - (T0 + newest * PERIOD_MS + lagMs(newest)));
      calls.push(callsForThis);
      callsForThis = 0;
      seen = newest;
    }
    const next = schedule.nextPollAt(epochMs(now + 80));
    expect(next - now).toBeGreaterThanOrEqual(POLL_FLOOR_MS);
    now = next;
  }
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return {
    calls: (from: number) => mean(calls.slice(from)),
    delayS: (from: number) => mean(delaysMs.slice(from)) / 1_000,
    schedule,
  };
}

const steady = (meanS: number, spreadS: number) => {
  const random = seededRandom(3);
  const lags = Array.from(
    { length: 2_000 },
    () => 1_000 * (meanS + spreadS * Math.sqrt(12) * (random.next() - 0.5)),
  );
  return (k: number) => lags[k % lags.length] ?? 0;
};

describe('the schedule', () => {
  test('learns a steady lag: few seconds of delay at one and a half calls', () => {
    const { calls, delayS } = live({ lagMs: steady(20, 3), readings: 300 });
    expect(calls(60)).toBeLessThanOrEqual(1.52);
    expect(delayS(60)).toBeLessThan(4);
  });

  test('follows a lag that moves by 15 s', () => {
    const before = steady(12, 2);
    const after = steady(27, 2);
    const { delayS } = live({ lagMs: (k) => (k < 150 ? before(k) : after(k)), readings: 450 });
    expect(delayS(400)).toBeLessThan(8);
  });

  test('starts where an earlier one stopped', () => {
    const { schedule } = live({ lagMs: steady(20, 2), readings: 100 });
    const heir = createPollSchedule({
      periodMs: PERIOD_MS,
      callsPerReading: 1.5,
      random: seededRandom(1),
      samples: schedule.samples,
    });
    const sentAt = epochMs(T0 + 60_000);
    heir.polled({ sentAt, answeredAt: sentAt, newest: epochMs(T0) });
    const nextS = (heir.nextPollAt(sentAt) - T0 - PERIOD_MS) / 1_000;
    expect(nextS).toBeGreaterThan(14);
    expect(nextS).toBeLessThan(30);
  });

  test('with no reading at all asks once a period', () => {
    const schedule = createPollSchedule({
      periodMs: PERIOD_MS,
      callsPerReading: 1.5,
      random: seededRandom(1),
    });
    const sentAt = epochMs(T0);
    schedule.polled({ sentAt, answeredAt: sentAt, newest: undefined });
    expect(schedule.nextPollAt(sentAt)).toBe(T0 + PERIOD_MS);
  });

  test('once readings stop, the calls fall to one a period, still in step with the sensor', () => {
    const schedule = createPollSchedule({
      periodMs: PERIOD_MS,
      callsPerReading: 1.5,
      random: seededRandom(1),
    });
    let now = epochMs(T0 + 30_000);
    const asked: number[] = [];
    while (now < T0 + 40 * PERIOD_MS) {
      schedule.polled({ sentAt: now, answeredAt: now, newest: epochMs(T0) });
      now = schedule.nextPollAt(now);
      asked.push(now);
    }
    const late = asked.filter((at) => at > T0 + 4 * PERIOD_MS);
    const gaps = late.slice(1).map((at, i) => at - (late[i] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([PERIOD_MS]));
  });

  test('a reading that does not come costs few calls, even before the lag is known', () => {
    const schedule = createPollSchedule({
      periodMs: PERIOD_MS,
      callsPerReading: 1.5,
      random: seededRandom(2),
    });
    let now = epochMs(T0 + 30_000);
    let calls = 0;
    while (now < T0 + 2 * PERIOD_MS) {
      schedule.polled({ sentAt: now, answeredAt: now, newest: epochMs(T0) });
      calls += 1;
      now = schedule.nextPollAt(now);
    }
    expect(calls).toBeLessThanOrEqual(22);
  });

  test('never asks before now, nor within the floor, whatever it is told', () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 900_000 }),
      tookMs: fc.integer({ min: 0, max: 30_000 }),
      newestAgoMs: fc.option(fc.integer({ min: -600_000, max: 90_000_000 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.integer(), (steps, seed) => {
        const schedule = createPollSchedule({
          periodMs: PERIOD_MS,
          callsPerReading: 1.5,
          random: seededRandom(seed),
        });
        let now = T0;
        for (const { waitMs, tookMs, newestAgoMs } of steps) {
          const sentAt = epochMs(now + waitMs);
          now = sentAt + tookMs;
          const newest = newestAgoMs === undefined ? undefined : epochMs(now - newestAgoMs);
          schedule.polled({ sentAt, answeredAt: epochMs(now), newest });
          const next = schedule.nextPollAt(epochMs(now));
          expect(next).toBeGreaterThanOrEqual(now);
          expect(next).toBeGreaterThanOrEqual(sentAt + POLL_FLOOR_MS);
          expect(next - now).toBeLessThanOrEqual(2 * PERIOD_MS + 600_000);
        }
      }),
      { numRuns: 25 },
    );
  });
});
