import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isoInstant } from '../../../src/sinks/nightscout/iso-instant.ts';

describe('isoInstant', () => {
  test.each([
    ['2023-11-14T22:13:20.123Z', 1_700_000_000_123],
    ['2023-11-14T22:13:20Z', 1_700_000_000_000],
    ['2023-11-14T23:13:20.123+01:00', 1_700_000_000_123],
    ['2023-11-14T23:13:20.123+0100', 1_700_000_000_123],
    ['2023-11-14T15:13:20.123456-07:00', 1_700_000_000_123],
    ['2023-11-14 22:13:20.1Z', 1_700_000_000_100],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000],
  ])('%s', (text, instant) => {
    expect(isoInstant(text)).toBe(instant);
  });

  test.each([
    '2023-11-14T22:13:20.123',
    '2023-02-29T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-11-31T00:00:00Z',
    '2023-11-14T24:00:00Z',
    '2023-11-14',
    'Tue Nov 14 22:13:20 UTC 2023',
    '',
    'x2023-11-14T22:13:20.123Z',
  ])('%p names no instant', (text) => {
    expect(isoInstant(text)).toBeUndefined();
  });

  test('what is no text names no instant', () => {
    for (const value of [1_700_000_000_123, null, undefined, {}, ['2023-11-14T22:13:20Z']]) {
      expect(isoInstant(value)).toBeUndefined();
    }
  });

  test('agrees with what a date prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
        expect(isoInstant(new Date(at).toISOString())).toBe(at);
      }),
    );
  });
});
