import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../../src/domain/instant.ts';
import { parseHttpDate, printHttpDate } from '../../src/platform/http-date.ts';

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', Date.UTC(1994, 10, 6, 8, 49, 37)],
  ['Sat, 29 Feb 2020 23:59:59 GMT', Date.UTC(2020, 1, 29, 23, 59, 59)],
])('%s is an instant, in whatever zone this machine is', (text, instant) => {
  expect(parseHttpDate(text)).toBe(instant);
});

test.each([
  'Sun, 06 Nov 1994 08:49:37 +0200',
  'Sunday, 06-Nov-94 08:49:37 GMT',
  'Sun Nov  6 08:49:37 1994',
  '1994-11-06T08:49:37Z',
  'Fri, 31 Feb 2020 00:00:00 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:49:60 GMT',
  'Sun, 06 Abc 1994 08:49:37 GMT',
  'Sun, 06 Nov 0094 08:49:37 GMT',
  '',
  undefined,
])('%p is none', (text) => {
  expect(parseHttpDate(text)).toBeUndefined();
});

test('prints as servers do, without the part of a second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }), (ms) => {
      expect(printHttpDate(epochMs(ms))).toBe(new Date(ms).toUTCString());
      expect(parseHttpDate(printHttpDate(epochMs(ms)))).toBe(ms - (ms % 1000));
    }),
  );
});
