import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs, MINUTE_MS } from '../../../../src/domain/instant.ts';
import { coveredFrom, readSpan } from '../../../../src/sources/dexcom/share/read-span.ts';
import { NOW } from '../../../support/share-rig.ts';

const before = (minutes: number) => epochMs(NOW - Math.round(minutes * MINUTE_MS));

describe('what is asked for', () => {
  test.each([
    [5, 6],
    [5.5, 7],
    [0, 1],
    [-30, 1],
    [1_438, 1_439],
    [1_439.5, 1_440],
    [10_000, 1_440],
  ])('a window that begins %p minutes ago takes %p minutes', (ago, minutes) => {
    expect(readSpan(before(ago), NOW).minutes).toBe(minutes);
  });

  test('is whole, within Share’s limits, covers the window, and leaves room for every reading twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 8), max: 2 * 10 ** 8 }), (agoMs) => {
        const { minutes, maxCount } = readSpan(epochMs(NOW - agoMs), NOW);
        expect(Number.isInteger(minutes) && minutes >= 1 && minutes <= 1_440).toBe(true);
        expect(Number.isInteger(maxCount) && maxCount >= 1 && maxCount <= 288).toBe(true);
        if (minutes < 1_440) expect(minutes * MINUTE_MS).toBeGreaterThan(agoMs);
        expect(maxCount).toBeGreaterThanOrEqual(Math.min(288, 2 * Math.ceil(minutes / 5) + 1));
      }),
    );
  });
});

describe('what is covered', () => {
  const day = { minutes: 1_440, maxCount: 288 };

  test('is the window, though it was empty', () => {
    expect(coveredFrom(before(10), readSpan(before(10), NOW), NOW, 0, undefined)).toBe(before(10));
  });

  test('never begins more than a day ago', () => {
    expect(coveredFrom(before(3_000), day, NOW, 12, before(60))).toBe(before(1_440));
  });

  test('begins at the oldest record when the answer was full', () => {
    expect(coveredFrom(before(1_440), day, NOW, 288, before(700))).toBe(before(700));
    expect(coveredFrom(before(1_440), day, NOW, 287, before(700))).toBe(before(1_440));
  });

  test('is nothing when a full answer held no readable time', () => {
    expect(coveredFrom(before(1_440), day, NOW, 288, undefined)).toBe(NOW);
  });
});
