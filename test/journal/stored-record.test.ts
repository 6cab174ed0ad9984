import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isGlucoseMgdl, type MgDl } from '../../src/domain/glucose.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { Observation } from '../../src/domain/record.ts';
import { TRENDS } from '../../src/domain/trend.ts';
import {
  decodeObservation,
  decodeRecord,
  encodeObservation,
  encodeRecord,
} from '../../src/journal/stored-record.ts';
import { makeReading } from '../support/make-reading.ts';

const observation: fc.Arbitrary<Observation<Reading>> = fc.record(
  {
    kind: fc.constant('reading' as const),
    systemTime: fc.integer({ min: -8.64e15, max: 8.64e15 }).map(epochMs),
    glucoseMgdl: fc.integer({ min: 39, max: 1_000 }).map((value) => value as MgDl),
    source: fc.constantFrom('share' as const, 'web-api' as const),
    trend: fc.constantFrom(...TRENDS),
    trendRateMgdlPerMin: fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((rate) => rate + 0),
    utcOffsetMinutes: fc.integer({ min: -1439, max: 1439 }),
    transmitterId: fc.string({ unit: 'binary', minLength: 1 }),
    transmitterTicks: fc.integer({ min: 1 }),
    sourceRecordId: fc.string({ unit: 'binary', minLength: 1 }),
  },
  { requiredKeys: ['kind', 'systemTime', 'glucoseMgdl', 'source'] },
);

test('what can be kept is read back to the letter, and a missing field stays missing', () => {
  fc.assert(
    fc.property(observation, (given) => {
      expect(decodeObservation(encodeObservation(given))).toEqual(given);
      const { source: _source, sourceRecordId: _id, ...reading } = given;
      const back = decodeRecord(encodeRecord(given));
      expect(back).toEqual(reading);
      expect(Object.keys(back).sort()).toEqual(Object.keys(reading).sort());
    }),
  );
});

test('no text makes it give anything but a reading or a RangeError', () => {
  const key = fc.constantFrom('kind', 'systemTime', 'glucoseMgdl', 'trend', 'transmitterId');
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .dictionary(key, fc.jsonValue())
      .map((each) => JSON.stringify({ ...makeReading(0), ...each })),
  );
  fc.assert(
    fc.property(bodies, (text) => {
      try {
        const record = decodeRecord(text);
        expect(Number.isInteger(record.systemTime)).toBe(true);
        if (record.kind === 'reading') expect(isGlucoseMgdl(record.glucoseMgdl)).toBe(true);
        else expect(record.recordId).not.toBe('');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(RangeError);
      }
    }),
  );
});

test.each([
  ['the text is not JSON', '{'],
  ['the text is no JSON object', '[]'],
  ['the text is no JSON object', 'null'],
  ['glucoseMgdl is not', '{"kind":"reading","systemTime":1}'],
  ['kind is not', '{"kind":"sensor","systemTime":1,"glucoseMgdl":100}'],
  ['kind is not', '{"systemTime":1,"glucoseMgdl":100}'],
  ['trend is not', '{"kind":"reading","systemTime":1,"glucoseMgdl":100,"trend":null}'],
  ['sgv is no field', '{"kind":"reading","systemTime":1,"glucoseMgdl":100,"sgv":100}'],
])('a damaged text is named: %s', (what, text) => {
  expect(() => decodeRecord(text)).toThrow(what);
});
