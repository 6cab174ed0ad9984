import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readEnvelope } from '../../../../../src/sources/dexcom/web-api/wire/index.ts';
import { AT, calibration, COMMON, only, reason, translate, TRANSMITTER } from './wire-records.ts';

const read = (changes: object = {}) => only('calibration', 'calibrations', calibration(changes));

test('the published calibration is read whole; its times have no zone, and the display is 8 h behind', () => {
  const answer = readFileSync(
    new URL('../../../../fixtures/web-api/calibrations-g7-15-day.json', import.meta.url),
    'utf8',
  );
  expect(translate('calibrations', ...readEnvelope(answer).records)).toStrictEqual({
    observations: [
      {
        kind: 'calibration',
        source: 'web-api',
        sourceRecordId: '763923b7-5424-451e-b37d-fd8ff635b308',
        recordId: '763923b7-5424-451e-b37d-fd8ff635b308',
        systemTime: AT,
        utcOffsetMinutes: -480,
        meter: { value: 124, unit: 'mg/dL' },
        transmitterId: TRANSMITTER,
        transmitterTicks: 72_364_324_786,
        transmitterGeneration: 'g7',
        transmitterVariant: 'g715day',
        displayDevice: 'android',
      },
    ],
    skipped: [],
  });
});

describe('the meter', () => {
  test.each([
    [124, 'mg/dL', { value: 124, unit: 'mg/dL' }],
    [6.9, 'mmol/L', { value: 6.9, unit: 'mmol/L' }],
    [600, 'MG/DL', { value: 600, unit: 'mg/dL' }],
    [124, null, { value: 124, unit: 'mg/dL' }],
    [20, 'unknown', { value: 20, unit: 'mg/dL' }],
  ])('%p %p keeps its unit', (value, unit, meter) => {
    expect(read({ value, unit }).meter).toStrictEqual(meter);
  });

  test.each([
    [{ value: null }, /^value: .* got null/],
    [{ value: undefined }, /^value: .* got nothing/],
    [{ value: 0 }, /^value: .* got the number 0/],
    [{ value: -3 }, /^value: .* got the number -3/],
    [{ value: 1_001 }, /^value: .* got the number 1001/],
    [{ value: 124, unit: 'mmol/L' }, /^value: .*55 mmol\/L, got the number 124/],
    [{ value: 6.9, unit: null }, /^unit: .* beside the value 6.9, got null/],
    [{ unit: 'grams' }, /^unit: .* got a text/],
  ])('%j is set aside', (changes, expected) => {
    expect(reason('calibrations', calibration(changes))).toMatch(expected);
  });
});

test('without Dexcom’s id it is known by transmitter and ticks, on both sides', () => {
  const { recordId, sourceRecordId } = read({ recordId: null });
  expect(recordId).toBe(`ticks:${COMMON.transmitterId}:864300`);
  expect(sourceRecordId).toBe(recordId);
});
