import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isGlucoseMgdl } from '../../src/domain/glucose.ts';
import {
  decodeObservation,
  decodeRecord,
  encodeObservation,
  encodeRecord,
} from '../../src/journal/stored-record.ts';
import { anyObservation, anyRecord } from '../support/any-record.ts';
import { makeDevice } from '../support/make-kinds.ts';
import { makeReading } from '../support/make-reading.ts';

test('what can be kept is read back to the letter, and a missing field stays missing', () => {
  fc.assert(
    fc.property(anyObservation, (given) => {
      expect(decodeObservation(encodeObservation(given))).toEqual(given);
      const { source: _source, sourceRecordId: _id, ...record } = given;
      const back = decodeRecord(encodeRecord(given));
      expect(back).toEqual(record);
      expect(Object.keys(back).sort()).toEqual(Object.keys(record).sort());
    }),
    { numRuns: 500 },
  );
});

test('any one field of a record that is damaged is found, however deep it lies', () => {
  fc.assert(
    fc.property(anyRecord, fc.nat(), (record, pick) => {
      const whole = JSON.parse(encodeRecord(record)) as Record<string, unknown>;
      const leaves = leavesOf(whole);
      const [holder, name] = leaves[pick % leaves.length]!;
      // No field may be null; a source says nothing rather than that.
      holder[name] = null;
      expect(() => decodeRecord(JSON.stringify(whole))).toThrow(RangeError);
    }),
  );
});

/** Every value that is no object, with where it lies. */
function leavesOf(within: object): [Record<string, unknown>, string][] {
  return Object.entries(within).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leavesOf(value)
      : [[within as Record<string, unknown>, name]],
  );
}

test('what an earlier version kept, before a reading had more fields, is read as it was', () => {
  const kept = `{"kind":"reading","systemTime":1745081000000,"glucoseMgdl":120,"trend":"flat","trendRateMgdlPerMin":0.5,"utcOffsetMinutes":-240,"transmitterId":"abc","transmitterTicks":1234}`;
  expect(decodeRecord(kept)).toEqual(JSON.parse(kept));
  expect(encodeRecord(decodeRecord(kept)).length).toBe(kept.length);
});

test('no text makes it give anything but a record or a RangeError', () => {
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
  [
    'meter.unit is not "mg/dL" or "mmol/L"',
    '{"kind":"calibration","systemTime":1,"recordId":"i","meter":{"value":5,"unit":"x"}}',
  ],
  [
    'meter.sgv is no field',
    '{"kind":"calibration","systemTime":1,"recordId":"i","meter":{"value":5,"unit":"mg/dL","sgv":1}}',
  ],
  [
    'schedules[0].alerts[0].alertName is not a text that is not empty',
    JSON.stringify(damagedDevice({ isEnabled: true })),
  ],
  ['schedules[0].alerts[0] is not an object', JSON.stringify(damagedDevice('high'))],
  ['sgv is no field of a reading', '{"kind":"reading","systemTime":1,"glucoseMgdl":100,"sgv":100}'],
])('a damaged text is named: %s', (what, text) => {
  expect(() => decodeRecord(text)).toThrow(what);
});

function damagedDevice(alert: unknown): object {
  const device = makeDevice(0);
  return { ...device, schedules: [{ ...device.schedules[0], alerts: [alert] }] };
}
