import { describe, expect, test } from '@jest/globals';
import { deltaText, glucoseText, trendArrow } from '../../src/app/glucose-words.ts';
import { epochMs } from '../../src/domain/instant.ts';

const AT = 1_745_081_000_000;
const dated = (minute: number, glucoseMgdl: number) => ({
  at: epochMs(AT + minute * 60_000),
  glucoseMgdl,
});

test.each([
  [120, 'mg/dl', '120 mg/dL'],
  [120, 'mmol', '6.7 mmol/L'],
  [40, 'mmol', '2.2 mmol/L'],
  [39, 'mg/dl', 'LOW (below 40 mg/dL)'],
  [39, 'mmol', 'LOW (below 2.2 mmol/L)'],
  [401, 'mg/dl', 'HIGH (above 400 mg/dL)'],
  [401, 'mmol', 'HIGH (above 22.2 mmol/L)'],
] as const)('%i in %s is %s', (mgdl, units, text) => {
  expect(glucoseText(mgdl, units)).toBe(text);
});

describe('deltaText', () => {
  test.each([
    [dated(0, 120), [dated(-5, 118)], 'mg/dl', '+2'],
    [dated(0, 118), [dated(-5, 120)], 'mg/dl', '-2'],
    [dated(0, 120), [dated(-5, 120)], 'mg/dl', '0'],
    // 6.7 and 6.5 are what is shown; their difference is what a reader expects.
    [dated(0, 120), [dated(-5, 118)], 'mmol', '+0.2'],
    [dated(0, 120), [dated(-5, 121)], 'mmol', '0.0'],
    [dated(0, 120), [dated(-5, 110), dated(-0.2, 119)], 'mg/dl', '+10'],
  ] as const)('is that of the numbers shown', (now, before, units, text) => {
    expect(deltaText(now, before, units)).toBe(text);
  });

  test.each([
    [dated(0, 120), []],
    [dated(0, 120), [dated(-8, 118)]],
    [dated(0, 120), [dated(-1, 118)]],
    [dated(0, 120), [dated(5, 118)]],
    [dated(0, 39), [dated(-5, 45)]],
    [dated(0, 390), [dated(-5, 401)]],
  ])('is unknown without a neighbour, or beyond what is measured', (now, before) => {
    expect(deltaText(now, before, 'mg/dl')).toBeUndefined();
  });
});

test('an arrow for each trend number, and none for what is unknown', () => {
  const shown = [undefined, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(trendArrow);
  expect(shown).toEqual(['', '', '↑↑', '↑', '↗', '→', '↘', '↓', '↓↓', '?', '?', '']);
});
