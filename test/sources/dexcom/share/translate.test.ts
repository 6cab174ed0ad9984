import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { translate } from '../../../../src/sources/dexcom/share/translate.ts';
import { NOW, wireRecord } from '../../../support/share-rig.ts';

const only = (record: unknown) => translate([record]);

test('a published answer is read whole, oldest first', () => {
  const answer: unknown = JSON.parse(
    readFileSync(new URL('../../../fixtures/share/egvs.json', import.meta.url), 'utf8'),
  );
  const reading = { kind: 'reading', source: 'share', glucoseMgdl: 155, utcOffsetMinutes: -300 };
  expect(translate(answer as unknown[])).toEqual({
    observations: [
      { ...reading, systemTime: 1_731_645_518_663, trend: 'fortyFiveDown' },
      { ...reading, systemTime: 1_731_645_818_222, trend: 'flat' },
    ],
    skipped: [],
    oldest: 1_731_645_518_663,
  });
});

describe('a readable record', () => {
  test('keeps its milliseconds, value, trend and offset, and nothing else', () => {
    expect(only(wireRecord(NOW, 224)).observations).toStrictEqual([
      {
        kind: 'reading',
        source: 'share',
        systemTime: NOW,
        glucoseMgdl: 224,
        trend: 'flat',
        utcOffsetMinutes: -240,
      },
    ]);
  });

  test('of 2017: slashes, a numeric trend, WT before ST; DT gives its offset alone', () => {
    const record = {
      DT: '/Date(1489718578000-0700)/',
      ST: '/Date(1489743778000)/',
      WT: '/Date(1489743773000)/',
      Trend: 4,
      Value: 99,
    };
    expect(only(record).observations).toMatchObject([
      { systemTime: 1_489_743_773_000, trend: 'flat', utcOffsetMinutes: -420, glucoseMgdl: 99 },
    ]);
  });

  test.each([39, 40, 167.0, 400, 401, 1000])('value %p is passed on as it is', (value) => {
    expect(only(wireRecord(NOW, value)).observations).toMatchObject([{ glucoseMgdl: value }]);
  });

  test.each([undefined, null, 'soon', 'Date(0)', 'Date(-62135596800000)', 1_745_081_013_817])(
    'WT %p makes ST the system time',
    (WT) => {
      const record = { ...wireRecord(NOW), WT };
      expect(only(record).observations).toMatchObject([{ systemTime: NOW }]);
    },
  );

  test.each([undefined, null, 'Date(1745081013817)', 'Date(1745081013817+9900)', 'yesterday', 7])(
    'DT %p leaves the offset out and keeps the reading',
    (DT) => {
      const { observations } = only({ ...wireRecord(NOW), DT });
      expect(observations).toHaveLength(1);
      expect(observations[0]).not.toHaveProperty('utcOffsetMinutes');
    },
  );

  test.each([undefined, null, 'Sideways', 12, {}])('trend %p is left out', (trend) => {
    const record = { ...wireRecord(NOW), Trend: trend };
    const { observations } = only(record);
    expect(observations).toHaveLength(1);
    expect(observations[0]).not.toHaveProperty('trend');
  });
});

describe('a record that cannot be read is set aside, with a reason that names the field', () => {
  test.each([
    [{ ...wireRecord(NOW), Value: 38 }, /^Value: .*39 to 1000.*the number 38 .*error code/],
    [{ ...wireRecord(NOW), Value: 5 }, /^Value: .*the number 5/],
    [
      { ...wireRecord(NOW), Value: 1001 },
      /^Value: .*the number 1001, in the record of 2025-04-19T/,
    ],
    [{ ...wireRecord(NOW), Value: 120.5 }, /^Value: .*the number 120.5/],
    [{ ...wireRecord(NOW), Value: '120' }, /^Value: .*a text/],
    [{ ...wireRecord(NOW), Value: null }, /^Value: .*null/],
    [{ ...wireRecord(NOW), Value: [120] }, /^Value: .*a list/],
    [{ ...wireRecord(NOW), Value: true }, /^Value: .*true or false/],
    [{ WT: `Date(${NOW})` }, /^Value: .*nothing/],
    [{ ...wireRecord(NOW), WT: 'x', ST: null }, /^WT: .*a text.*ST.*null/],
    [{ Value: 120 }, /^WT: .*nothing/],
    [null, /^record: expected an object, got null/],
    ['text', /^record: .*a text/],
    [[1], /^record: .*a list/],
    [7, /^record: .*the number 7/],
  ])('%j', (record, reason) => {
    const { observations, skipped } = only(record);
    expect(observations).toEqual([]);
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toMatchObject({ source: 'share', reason: expect.stringMatching(reason) });
  });

  test('names the record by its instant: WT, else ST, where one can be read', () => {
    const reason = (record: unknown) => only(record).skipped[0]?.reason;
    const at = new Date(NOW).toISOString();
    expect(reason({ ...wireRecord(NOW, 12), ST: 'x' })).toContain(`, in the record of ${at}`);
    expect(reason({ ...wireRecord(NOW, 12), WT: 'x' })).toContain(`, in the record of ${at}`);
    expect(reason({ Value: 12 })).not.toContain('in the record of');
  });

  test('under a key that depends on the record alone, not on the order of its fields', () => {
    const key = (record: unknown) => only(record).skipped[0]?.key;
    expect(key({ WT: 'a', Value: 1 })).toBe(key({ Value: 1, WT: 'a' }));
    expect(key({ WT: 'a', Value: 1 })).not.toBe(key({ WT: 'a', Value: 2 }));
    expect(key(null)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('with a sample of at most 500 characters that shows no id', () => {
    const id = '11111111-aaaa-4bbb-8ccc-000000000001';
    const [aside] = only({ Value: 'x'.repeat(2_000), WT: id }).skipped;
    expect(aside?.sample).toHaveLength(500);
    expect(only({ WT: id }).skipped[0]?.sample).toBe('{"WT":"***"}');
  });

  test('even when it is nested deeper than anything can print', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const { observations, skipped } = translate([deep, wireRecord(NOW)]);
    expect([observations.length, skipped.length]).toEqual([1, 1]);
  });
});

test('the oldest time is found in skipped records too', () => {
  const { oldest } = translate([wireRecord(NOW), wireRecord(NOW - 300_000, 12), null]);
  expect(oldest).toBe(NOW - 300_000);
});

test('from any mixture of records and junk exactly the good ones come out, oldest first', () => {
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.record({
      WT: fc.constant(`Date(${NOW})`),
      Value: fc.oneof(fc.string(), fc.integer({ max: 38 })),
    }),
  );
  const good = fc.record({
    good: fc.constant(true as const),
    at: fc.integer({ min: NOW - 86_400_000, max: NOW }),
    value: fc.integer({ min: 39, max: 401 }),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(good, fc.record({ junk }))), (parts) => {
      const isGood = (part: object): part is { good: true; at: number; value: number } =>
        'good' in part;
      const { observations, skipped } = translate(
        parts.map((part) => (isGood(part) ? wireRecord(part.at, part.value) : part.junk)),
      );
      const expected = parts
        .filter(isGood)
        .sort((a, b) => a.at - b.at)
        .map(({ at, value }) => [at, value]);
      expect(observations.map((one) => [one.systemTime, one.glucoseMgdl])).toEqual(expected);
      expect(skipped).toHaveLength(parts.length - expected.length);
    }),
  );
});
