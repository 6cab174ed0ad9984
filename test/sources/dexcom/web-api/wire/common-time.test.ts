import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCommonTime } from '../../../../../src/sources/dexcom/web-api/wire/common-time.ts';
import { parseDexcomTime } from '../../../../../src/sources/dexcom/web-api/wire/dexcom-time.ts';

/** The same moment in a spelling that only the calendar reads: a blank for the T. */
function byCalendar(text: string): unknown {
  const other = text.replace('T', ' ');
  expect(readCommonTime(other)).toBeUndefined();
  return parseDexcomTime(other);
}

const two = (most: number) =>
  fc.integer({ min: 0, max: most }).map((part) => String(part).padStart(2, '0'));
const zone = fc.oneof(
  fc.constant(''),
  fc.constant('Z'),
  fc
    .tuple(fc.constantFrom('+', '-'), two(26), two(62))
    .map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
);
const fraction = fc.oneof(
  fc.constant(''),
  fc.stringMatching(/^[0-9]{1,10}$/).map((digits) => `.${digits}`),
);
/** Also days, hours and zones that there are not. */
const time = fc
  .tuple(fc.integer({ min: 0, max: 9_999 }), two(14), two(33), two(26), two(62), two(62))
  .map(([year, month, day, hour, minute, second]) => {
    const date = `${String(year).padStart(4, '0')}-${month}-${day}`;
    return `${date}T${hour}:${minute}:${second}`;
  });
const text = fc.tuple(time, fraction, zone).map((parts) => parts.join(''));

describe('a time in the common form', () => {
  test('is what the calendar says, or is left to it', () => {
    fc.assert(
      fc.property(text, (its) => {
        const quick = readCommonTime(its);
        const slow = byCalendar(its);
        if (quick !== undefined) expect(quick).toEqual(slow);
        expect(parseDexcomTime(its)).toEqual(slow);
      }),
      { numRuns: 5_000 },
    );
  });

  test('every day of four years and of the turn of a century is the calendar’s', () => {
    for (const from of [Date.UTC(2023, 0, 1), Date.UTC(2099, 0, 1), Date.UTC(1999, 0, 1)]) {
      for (let day = 0; day < 4 * 366; day += 1) {
        const its = `${new Date(from + day * 86_400_000).toISOString().slice(0, 10)}T23:59:59.999Z`;
        expect(parseDexcomTime(its)).toEqual(byCalendar(its));
      }
    }
  });

  test.each([
    '2025-05-17T03:59:11',
    '2025-05-17T03:59:11Z',
    '2025-05-17T03:59:11.123456789-06:59',
    '2024-02-28T00:00:00+14:00',
  ])('%s needs no calendar', (its) => {
    expect(readCommonTime(its)).toBeDefined();
  });

  test.each([
    '2024-02-29T00:00:00',
    '2025-02-29T00:00:00',
    '0999-01-01T00:00:00',
    '2025-13-01T00:00:00',
    '2025-01-01T24:00:00',
    '2025-01-01T00:00:60',
    '2025-01-01T00:00:00+24:00',
    '2025-01-01T00:00:00z',
    '2025-04-05T10:52:48-06:59:59',
    '2025-01-01',
  ])('%s is left to the calendar', (its) => {
    expect(readCommonTime(its)).toBeUndefined();
  });
});
