import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDexcomDate } from '../../../../src/sources/dexcom/share/dexcom-date.ts';

describe('a date of Share', () => {
  test.each([
    ['Date(1745081013817)', { ms: 1_745_081_013_817 }],
    ['/Date(1489743778000)/', { ms: 1_489_743_778_000 }],
    [JSON.parse('"\\/Date(1489743778000+0000)\\/"'), { ms: 1_489_743_778_000, offsetMinutes: 0 }],
    ['\\/Date(1489743778000+0000)\\/', { ms: 1_489_743_778_000, offsetMinutes: 0 }],
    ['Date(1745081013817-0400)', { ms: 1_745_081_013_817, offsetMinutes: -240 }],
    ['Date(1745081013817-0000)', { ms: 1_745_081_013_817, offsetMinutes: 0 }],
    ['Date(1745081013817+0530)', { ms: 1_745_081_013_817, offsetMinutes: 330 }],
    ['Date(1745081013817+05:45)', { ms: 1_745_081_013_817, offsetMinutes: 345 }],
    ['Date(1745081013817-0330)', { ms: 1_745_081_013_817, offsetMinutes: -210 }],
    ['Date(1745081013817+2359)', { ms: 1_745_081_013_817, offsetMinutes: 1_439 }],
    ['Date(1745081013817+2400)', { ms: 1_745_081_013_817 }],
    ['Date(1745081013817+0060)', { ms: 1_745_081_013_817 }],
    ['Date(-62135596800000)', { ms: -62_135_596_800_000 }],
  ])('%s is read', (text, expected) => {
    expect(parseDexcomDate(text)).toStrictEqual(expected);
  });

  test.each([
    ['2022-11-22T17:29:54.000Z'],
    ['1745081013817'],
    [1_745_081_013_817],
    ['Date()'],
    ['Date(12.5)'],
    ['Date(1e12)'],
    ['Date(1745081013817'],
    ['Date(1745081013817-04)'],
    ['Date(1745081013817)junk'],
    ['Date(9999999999999999)'],
    [''],
    [null],
    [undefined],
    [{}],
  ])('%p is none', (value) => {
    expect(parseDexcomDate(value)).toBeUndefined();
  });

  test('any instant and any offset survive any wrapping', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 14), max: 10 ** 14 }),
        fc.option(fc.integer({ min: -1_439, max: 1_439 })),
        fc.constantFrom('', '/', '\\/'),
        (ms, offset, wrapping) => {
          const size = Math.abs(offset ?? 0);
          const digits = `${String(Math.trunc(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`;
          const tail = offset === null ? '' : `${offset < 0 ? '-' : '+'}${digits}`;
          const parsed = parseDexcomDate(`${wrapping}Date(${ms}${tail})${wrapping}`);
          expect(parsed).toEqual(offset === null ? { ms } : { ms, offsetMinutes: offset });
        },
      ),
    );
  });

  test('no text makes it throw, nor gives half a number', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parseDexcomDate(value);
        if (parsed !== undefined) expect(Number.isSafeInteger(parsed.ms)).toBe(true);
      }),
    );
  });
});
