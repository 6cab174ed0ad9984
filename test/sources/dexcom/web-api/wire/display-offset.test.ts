import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../../../../../src/domain/instant.ts';
import { displayOffsetMinutes } from '../../../../../src/sources/dexcom/web-api/wire/display-offset.ts';
import { AT } from './wire-records.ts';

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19);

describe('a zone on the display time is the offset', () => {
  test.each([
    ['2025-05-17T03:59:11Z', 0],
    ['2025-05-16T20:59:11-07:00', -420],
    ['2025-05-16T20:59:11-06:59:59', -420],
    ['2025-05-16T20:59:11-06:59:58', -420],
    ['2025-05-16T20:59:11-06:59:30', -420],
    ['2025-05-16T20:59:11-07:00:29', -420],
    ['2025-05-17T09:44:11+05:45', 345],
    ['2025-05-17T09:44:11+05:44:31', 345],
    ['2025-05-17T03:59:11+14', 840],
    ['2025-05-17T03:59:11+2359', 1_439],
    // Another day's display changes nothing about the zone.
    ['2019-01-01T00:00:00-03:30', -210],
  ])('%s: %p', (text, minutes) => {
    expect(displayOffsetMinutes(text, AT)).toBe(minutes);
  });

  test('that no record can hold is left out', () => {
    expect(displayOffsetMinutes('2025-05-17T03:59:11+23:59:59', AT)).toBeUndefined();
  });
});

describe('without a zone it is the distance to the system time', () => {
  const hours = (size: number) => iso(AT + size * 3_600_000);
  test.each([
    [hours(0), 0],
    [hours(-8), -480],
    [hours(5.75), 345],
    [hours(12.75), 765],
    [hours(14), 840],
    [hours(-12), -720],
    [hours(14.25), undefined],
    [hours(-12.25), undefined],
    [hours(25), 60],
    [hours(-49), -60],
    [hours(24), 0],
    [iso(AT - 7 * 60_000), 0],
    [iso(AT - 8 * 60_000), -15],
    [iso(AT + 7 * 60_000), 0],
    ['', undefined],
    ['soon', undefined],
  ])('%s: %p', (text, minutes) => {
    expect(displayOffsetMinutes(text, AT)).toBe(minutes);
  });
});

test('every quarter of an hour on Earth is found, despite seven minutes of drift and whole days', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -48, max: 56 }),
      fc.integer({ min: -449, max: 449 }),
      fc.integer({ min: Date.UTC(2015, 0) / 1_000, max: Date.UTC(2040, 0) / 1_000 }),
      (quarters, driftSeconds, seconds) => {
        const at = epochMs(seconds * 1_000);
        const display = iso(at + (quarters * 900 + driftSeconds) * 1_000);
        expect(displayOffsetMinutes(display, at)).toBe(quarters * 15);
      },
    ),
  );
});
