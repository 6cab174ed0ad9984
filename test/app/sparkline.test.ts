import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sparkline, spanUpTo } from '../../src/app/sparkline.ts';

const scale = { lowest: 40, highest: 300 };
const span = { from: 0, to: 50, slotMs: 10 };

test('a slot without a reading stays empty', () => {
  const points = [
    { at: 0, value: 40 },
    { at: 25, value: 170 },
    { at: 40, value: 300 },
  ];
  expect(sparkline(points, span, scale)).toBe('▁ ▅ █');
});

test('values beyond the scale are drawn at its edge, and the newest of a slot counts', () => {
  const points = [
    { at: 5, value: 401 },
    { at: 1, value: 40 },
    { at: 10, value: 39 },
  ];
  expect(sparkline(points, span, scale)).toBe('█▁   ');
});

test('what lies outside the span is not drawn', () => {
  const outside = [
    { at: -1, value: 100 },
    { at: 50, value: 100 },
  ];
  expect(sparkline(outside, span, scale)).toBe('     ');
});

describe('spanUpTo', () => {
  test('a sensor that is some seconds early or late leaves no gap', () => {
    const periodMs = 300_000;
    const late = fc.array(fc.integer({ min: -20_000, max: 20_000 }), {
      minLength: 36,
      maxLength: 36,
    });
    fc.assert(
      fc.property(late, fc.integer({ min: 0, max: 359_000 }), (jitter, ageMs) => {
        const points = jitter.map((ms, index) => ({ at: index * periodMs + ms, value: 100 }));
        const newest = points.at(-1)!.at;
        const drawn = sparkline(
          points,
          spanUpTo(newest + ageMs, newest, 36 * periodMs, periodMs),
          scale,
        );
        expect(drawn).toBe('▂'.repeat(36));
      }),
    );
  });

  test('what is missing since the newest is blank at the end', () => {
    expect(spanUpTo(100, 100, 50, 10)).toEqual({ from: 55, to: 105, slotMs: 10 });
    expect(spanUpTo(104, 100, 50, 10)).toEqual({ from: 55, to: 105, slotMs: 10 });
    expect(spanUpTo(111, 100, 50, 10)).toEqual({ from: 55, to: 105, slotMs: 10 });
    expect(spanUpTo(128, 100, 50, 10)).toEqual({ from: 75, to: 125, slotMs: 10 });
    const points = [{ at: 100, value: 300 }];
    expect(sparkline(points, spanUpTo(128, 100, 50, 10), scale)).toBe('  █  ');
  });
});
