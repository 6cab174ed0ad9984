import { describe, expect, test } from '@jest/globals';
import { testQuirks, type QuirkRow } from './quirk-rows.ts';
import { alert, AT, calibration, egv, translate } from './wire-records.ts';

const ROWS: readonly QuirkRow[] = [
  [
    'times without seconds',
    'egvs',
    egv({ systemTime: '2025-05-17T03:59Z' }),
    { systemTime: AT - 11_000 },
  ],
  ['odd separators', 'egvs', egv({ systemTime: '2025-05-17 3:59:11' }), { systemTime: AT }],
  [
    'zone offset with seconds (-06:59:58)',
    'egvs',
    egv({ displayTime: '2025-05-16T20:59:13-06:59:58' }),
    { utcOffsetMinutes: -420 },
  ],
  [
    'positive zone offsets',
    'egvs',
    egv({ systemTime: '2025-05-17T13:59:11+10:00', displayTime: '2025-05-17T13:59:11+10:00' }),
    { systemTime: AT, utcOffsetMinutes: 600 },
  ],
  [
    'no zone on the display time is a wall clock',
    'egvs',
    egv({ systemTime: '2025-05-17T03:59:11', displayTime: '2025-05-17T09:44:02' }),
    { systemTime: AT, utcOffsetMinutes: 345 },
  ],
  [
    'empty transmitterId',
    'egvs',
    egv({ transmitterId: '' }),
    { transmitterId: null, glucoseMgdl: 124 },
  ],
  [
    'transmitterId missing from some G7 users',
    'calibrations',
    calibration({ transmitterId: undefined }),
    { transmitterId: null },
  ],
  [
    'transmitterId of 6 characters, as in v2',
    'egvs',
    egv({ transmitterId: '8HX3LM' }),
    { transmitterId: '8HX3LM' },
  ],
  [
    'transmitterId with trailing decimals',
    'egvs',
    egv({ transmitterId: '8HX3LM.0' }),
    { transmitterId: '8HX3LM.0' },
  ],
  [
    '`g6 pro` against documented g6Pro',
    'egvs',
    egv({ transmitterGeneration: 'g6 pro' }),
    { transmitterGeneration: 'g6Pro' },
  ],
  [
    'g6+ is not g6',
    'egvs',
    egv({ transmitterGeneration: 'G6+' }),
    { transmitterGeneration: 'g6+' },
  ],
  [
    'new product value (g715day)',
    'egvs',
    egv({ transmitterGeneration: 'g715day' }),
    { transmitterGeneration: 'g715day' },
  ],
  [
    'new product value that nobody knows yet',
    'egvs',
    egv({
      transmitterGeneration: 'g9 Max',
      transmitterGenerationVariant: 'X',
      displayApp: 'G9',
      displayDevice: 'ring',
    }),
    {
      transmitterGeneration: 'g9 Max',
      transmitterVariant: 'X',
      displayApp: 'G9',
      displayDevice: 'ring',
    },
  ],
  [
    'enums in another case',
    'egvs',
    egv({
      transmitterGeneration: 'G7',
      transmitterGenerationVariant: 'G715DAY',
      displayDevice: 'ANDROID',
      displayApp: 'g7',
    }),
    {
      transmitterGeneration: 'g7',
      transmitterVariant: 'g715day',
      displayDevice: 'android',
      displayApp: 'G7',
    },
  ],
  ['ticks 0', 'egvs', egv({ transmitterTicks: 0 }), { transmitterTicks: null, glucoseMgdl: 124 }],
  [
    'ticks negative',
    'egvs',
    egv({ transmitterTicks: -5 }),
    { transmitterTicks: null, glucoseMgdl: 124 },
  ],
  [
    'ticks beyond int32',
    'calibrations',
    calibration({ transmitterTicks: 72_364_324_786 }),
    { transmitterTicks: 72_364_324_786 },
  ],
  [
    'trendRate missing',
    'egvs',
    egv({ trendRate: undefined }),
    { trendRateMgdlPerMin: null, glucoseMgdl: 124 },
  ],
  ['status missing', 'egvs', egv({ status: undefined }), { glucoseMgdl: 124 }],
  ['value below 39', 'egvs', egv({ value: 12 }), { glucoseMgdl: 39 }],
  [
    'value below 39 with the status low',
    'egvs',
    egv({ value: 38, status: 'low' }),
    { glucoseMgdl: 39 },
  ],
  [
    'unit, rateUnit missing on G7 (egv)',
    'egvs',
    egv({ unit: undefined, rateUnit: undefined }),
    { glucoseMgdl: 124, trendRateMgdlPerMin: -0.4 },
  ],
  [
    'unit missing on G7 (calibration)',
    'calibrations',
    calibration({ unit: undefined }),
    { meter: { value: 124, unit: 'mg/dL' } },
  ],
  [
    'alert name fixedLow undocumented',
    'alerts',
    alert({ alertName: 'fixedlow' }),
    { alertName: 'fixedLow' },
  ],
  [
    'missing recordId',
    'alerts',
    alert({ recordId: undefined }),
    { recordId: expect.stringMatching(/^time:2025-05-17/) },
  ],
  [
    'unknown fields are no fault',
    'egvs',
    egv({ smoothedValue: 7, realtimeValue: 9, 'new-field': [] }),
    { glucoseMgdl: 124 },
  ],
];

describe('quirk', () => {
  testQuirks(ROWS);

  test('a repeated systemTime inside a response gives both records, in their order', () => {
    const { observations } = translate(
      'egvs',
      egv({ recordId: 'b', displayDevice: 'receiver', value: 130 }),
      egv({ recordId: 'a' }),
    );
    expect(observations.map((one) => one.sourceRecordId)).toEqual(['b', 'a']);
  });

  test('sandbox data that fail a strict check cost no more than themselves', () => {
    const { observations, skipped } = translate('egvs', egv(), null, egv({ value: 'x' }), egv());
    expect([observations.length, skipped.length]).toEqual([2, 2]);
  });

  test('a value below 0 is set aside, not turned', () => {
    expect(translate('egvs', egv({ value: -124 })).observations).toEqual([]);
  });
});
