import { describe, expect, test } from '@jest/globals';
import { createLagRecord, lagFigures } from '../../src/telemetry/lag-record.ts';

describe('lagFigures', () => {
  test('takes ranks that were really measured', () => {
    const lags = Array.from({ length: 100 }, (_, index) => (100 - index) * 1_000);
    expect(lagFigures(lags)).toEqual({ p50Ms: 50_000, p95Ms: 95_000, count: 100 });
    expect(lagFigures([7])).toEqual({ p50Ms: 7, p95Ms: 7, count: 1 });
  });

  test('says nothing where nothing was measured', () => {
    expect(lagFigures([])).toBeUndefined();
  });
});

test('a lag record forgets what is older than a day of readings', () => {
  const record = createLagRecord();
  for (let lag = 1; lag <= 1_000; lag += 1) record.add(lag);
  expect(record.figures()).toEqual({ p50Ms: 856, p95Ms: 986, count: 288 });
});

test('what seems to arrive before it was measured is no lag', () => {
  const record = createLagRecord();
  record.add(-360_000);
  expect(record.figures()).toBeUndefined();
  for (const lag of [0, 5, -1]) record.add(lag);
  expect(record.figures()).toEqual({ p50Ms: 0, p95Ms: 5, count: 2 });
});
