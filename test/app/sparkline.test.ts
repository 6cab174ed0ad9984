import { expect, test } from '@jest/globals';
import { sparkline } from '../../src/app/sparkline.ts';

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
