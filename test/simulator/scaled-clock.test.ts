import { expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import { scaledClock } from '../../src/simulator/index.ts';
import { handClock } from './share-caller.ts';

const signal = new AbortController().signal;

test('an hour in a minute, from where it was told', async () => {
  const real = handClock(1_000_000);
  const fast = scaledClock(real, 60, { from: epochMs(500) });
  expect(fast.now()).toBe(500);
  real.advance(60_000);
  expect(fast.now()).toBe(500 + 3_600_000);
  await fast.sleep(3_600_000, signal);
  expect(real.slept).toEqual([60_000]);
  fast.advance(250);
  expect(fast.now()).toBe(750 + 3_600_000);
});

test('never ahead: it hurries until it has caught up, then goes with the hour', async () => {
  const real = handClock(10_000_000);
  const fast = scaledClock(real, 11, { from: epochMs(9_000_000), neverAhead: true });
  real.advance(50_000);
  expect(fast.now()).toBe(9_550_000);
  real.advance(50_000);
  expect(fast.now()).toBe(10_100_000);
  real.advance(50_000);
  expect(fast.now()).toBe(10_150_000);
  await fast.sleep(1_000, signal);
  expect(real.slept).toEqual([1_000]);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a factor of %d is refused', (factor) => {
  expect(() => scaledClock(handClock(), factor)).toThrow(RangeError);
});
