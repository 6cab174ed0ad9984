import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTimeOfDay } from '../../../../../src/sources/dexcom/web-api/wire/time-of-day.ts';

describe('a time of day', () => {
  test.each([
    ['00:00', 0],
    ['0:00', 0],
    ['06:30', 390],
    ['23:59', 1_439],
    ['24:00', 1_440],
    ['47:59', 2_879],
    ['07:15:00', 435],
    ['9:00 PM', 1_260],
    ['9:00pm', 1_260],
    ['12:00 AM', 0],
    ['12:30 p.m.', 750],
    ['1:05 Am', 65],
  ])('%s is minute %p', (text, minute) => {
    expect(parseTimeOfDay(text)).toBe(minute);
  });

  test.each([
    '',
    'noon',
    '48:00',
    '12:60',
    '1;23',
    '7',
    '7:5',
    '13:00 PM',
    '0:30 AM',
    '07:15:30',
    '-1:00',
    '9:00 PM tomorrow',
    900,
    null,
    undefined,
  ])('%p is none', (value) => {
    expect(parseTimeOfDay(value)).toBeUndefined();
  });

  test('every minute of a day is the same with 24 and with 12 hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_439 }), (minute) => {
        const hour = Math.trunc(minute / 60);
        const tail = String(minute % 60).padStart(2, '0');
        expect(parseTimeOfDay(`${hour}:${tail}`)).toBe(minute);
        const half = hour < 12 ? 'AM' : 'PM';
        expect(parseTimeOfDay(`${hour % 12 || 12}:${tail} ${half}`)).toBe(minute);
      }),
    );
  });
});
