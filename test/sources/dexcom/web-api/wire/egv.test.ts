import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COMMON, egv, reading, reason, translate } from './wire-records.ts';

test('an EGV keeps all that Dexcom says of it, and nothing else', () => {
  expect(reading()).toStrictEqual({
    kind: 'reading',
    ...COMMON,
    transmitterTicks: 864_300,
    glucoseMgdl: 124,
    trend: 'flat',
    trendRateMgdlPerMin: -0.4,
  });
});

describe('the value', () => {
  test.each([
    [40, null, 40],
    [400, null, 400],
    [124, 'ok', 124],
    [124, 'unknown', 124],
    [124, undefined, 124],
    [250, 'high', 250],
    [60, 'low', 60],
    [39, 'low', 39],
    [39, null, 39],
    [401, 'high', 401],
    [401, null, 401],
    [450, 'high', 401],
    [1_000, null, 401],
    [null, 'low', 39],
    [null, 'High', 401],
    [undefined, 'low', 39],
    [0, 'LOW', 39],
  ])('%p with the status %p is %p', (value, status, glucoseMgdl) => {
    expect(reading({ value, status })).toMatchObject({ glucoseMgdl });
  });

  test.each([null, undefined, '', 'unknown'])(
    'null with the status %p is a warm-up: neither a reading nor set aside',
    (status) => {
      expect(translate('egvs', egv({ value: null, status }))).toEqual({
        observations: [],
        skipped: [],
      });
    },
  );

  test.each([
    [{ value: undefined }, /^value: .* got nothing/],
    [{ value: null, status: 'ok' }, /^value: .* got null/],
    [{ value: null, status: 3 }, /^value: .* got null/],
    [{ value: '124' }, /^value: .* got a text/],
    [{ value: 120.5 }, /^value: .* got the number 120.5/],
    [{ value: 38.5 }, /^value: .* got the number 38.5/],
    [{ value: -1 }, /^value: .* got the number -1/],
    [{ value: -1, status: 'low' }, /^value: .* got the number -1/],
    [{ value: 0 }, /^value: .* got the number 0/],
    [{ value: 1_001 }, /^value: .* got the number 1001/],
    [{ value: 39, status: 'high' }, /^value: .*one that is high.* got the number 39/],
    [{ value: 401, status: 'low' }, /^value: .*one that is low.* got the number 401/],
    [{ value: true }, /^value: .* got true or false/],
    [{ unit: 'furlong' }, /^unit: expected mg\/dL or mmol\/L, got a text/],
    [{ unit: 5 }, /^unit: .* got the number 5/],
  ])('%j is set aside', (changes, expected) => {
    expect(reason('egvs', egv(changes))).toMatch(expected);
  });

  test('in mmol/L becomes whole mg/dL', () => {
    expect(reading({ value: 6.9, unit: 'mmol/L' })).toMatchObject({ glucoseMgdl: 124 });
    expect(reading({ value: 2.2, unit: 'MMOL/L' })).toMatchObject({ glucoseMgdl: 40 });
    expect(reading({ value: 2, unit: 'mmol/L' })).toMatchObject({ glucoseMgdl: 39 });
    expect(reading({ value: 22.3, unit: 'mmol/L' })).toMatchObject({ glucoseMgdl: 401 });
    expect(reason('egvs', egv({ value: 124, unit: 'mmol/L' }))).toMatch(/^value: .*number 124/);
  });

  test.each([undefined, null, '', 'unknown'])(
    'with the unit %p is mg/dL from 20 to 500',
    (unit) => {
      expect(reading({ value: 124, unit })).toMatchObject({ glucoseMgdl: 124 });
      expect(reading({ value: 20, unit })).toMatchObject({ glucoseMgdl: 39 });
      expect(reading({ value: 500, unit })).toMatchObject({ glucoseMgdl: 401 });
      expect(reason('egvs', egv({ value: 19, unit }))).toMatch(/^unit: .*beside the value 19/);
      expect(reason('egvs', egv({ value: 501, unit }))).toMatch(/^unit: .*beside the value 501/);
    },
  );

  test('is never below 39, above 401, or another than a measured one', () => {
    const value = fc.oneof(fc.integer({ min: -50, max: 1_100 }), fc.double(), fc.constant(null));
    const status = fc.constantFrom(null, 'low', 'high', 'ok', 'unknown', 'else');
    fc.assert(
      fc.property(value, status, fc.constantFrom('mg/dL', null), (value, status, unit) => {
        const { observations, skipped } = translate('egvs', egv({ value, status, unit }));
        expect(observations.length + skipped.length).toBeLessThanOrEqual(1);
        for (const one of observations) {
          if (one.kind !== 'reading') throw new Error(one.kind);
          const isMeasured = value !== null && value >= 40 && value <= 400;
          if (isMeasured) expect(one.glucoseMgdl).toBe(value);
          else expect([39, 401]).toContain(one.glucoseMgdl);
        }
      }),
    );
  });
});

describe('the trend', () => {
  test.each([
    ['doubleUp', 'doubleUp'],
    ['SingleUp', 'singleUp'],
    ['FORTYFIVEUP', 'fortyFiveUp'],
    ['forty five down', 'fortyFiveDown'],
    ['singleDown', 'singleDown'],
    ['DoubleDown', 'doubleDown'],
    ['none', 'none'],
    ['notComputable', 'notComputable'],
    ['NonComputable', 'notComputable'],
    ['NOT COMPUTABLE', 'notComputable'],
    ['RATE OUT OF RANGE', 'rateOutOfRange'],
    ['rateOutOfRange', 'rateOutOfRange'],
  ])('%s is %s', (word, trend) => {
    expect(reading({ trend: word })).toMatchObject({ trend });
  });

  test.each([null, undefined, 'unknown', '', 'sideways', 4, {}])('%p is left out', (trend) => {
    expect(reading({ trend })).not.toHaveProperty('trend');
  });
});

describe('the rate', () => {
  test.each([
    [-2.5, 'mg/dL/min', 'mg/dL', -2.5],
    [0, 'mg/dL/min', 'mg/dL', 0],
    [-0, 'mg/dL/min', 'mg/dL', 0],
    [0.1, 'mmol/L/min', 'mg/dL', 1.80182],
    [1.5, undefined, 'mg/dL', 1.5],
    [1.5, 'unknown', undefined, 1.5],
  ])('%p in %p (value in %p) is %p', (trendRate, rateUnit, unit, expected) => {
    expect(reading({ trendRate, rateUnit, unit }).trendRateMgdlPerMin).toBeCloseTo(expected, 10);
    expect(Object.is(reading({ trendRate, rateUnit, unit }).trendRateMgdlPerMin, -0)).toBe(false);
  });

  test.each([
    { trendRate: null },
    { trendRate: undefined },
    { trendRate: '1.5' },
    { trendRate: 1e308, rateUnit: 'mmol/L/min' },
    { trendRate: Infinity },
    { rateUnit: 'mg/dL/h' },
    { rateUnit: null, unit: 'mmol/L', value: 6.9 },
  ])('%j is left out, and the reading stays', (changes) => {
    expect(reading(changes)).not.toHaveProperty('trendRateMgdlPerMin');
  });
});

describe('without Dexcom’s id a reading is known by', () => {
  test('transmitter and ticks', () => {
    const one = reading({ recordId: undefined });
    expect(one.sourceRecordId).toBe(`ticks:${COMMON.transmitterId}:864300`);
    expect(one).not.toHaveProperty('recordId');
  });

  test('else system time and device', () => {
    const one = reading({ recordId: '', transmitterId: '', displayDevice: 'IOS' });
    expect(one.sourceRecordId).toBe('time:2025-05-17T03:59:11.000Z:iOS');
    const bare = reading({ recordId: null, transmitterTicks: 0, displayDevice: null });
    expect(bare.sourceRecordId).toBe('time:2025-05-17T03:59:11.000Z:unknown');
  });
});
