import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  instantMsOf,
  parseDexcomTime,
} from '../../../../../src/sources/dexcom/web-api/wire/dexcom-time.ts';

const instant = (text: unknown): string | undefined => {
  const time = parseDexcomTime(text);
  return time === undefined ? undefined : new Date(instantMsOf(time)).toISOString();
};

describe('a time of the Web API', () => {
  test.each([
    ['2025-05-17T03:59:11', '2025-05-17T03:59:11.000Z'],
    ['2025-05-17T03:59:11Z', '2025-05-17T03:59:11.000Z'],
    ['2025-04-05T10:52:48-06:59:59', '2025-04-05T17:52:47.000Z'],
    ['2001-02-03', '2001-02-03T00:00:00.000Z'],
    ['2001-02-03Z', '2001-02-03T00:00:00.000Z'],
    ['2001-02-03T', '2001-02-03T00:00:00.000Z'],
    ['2001-02-03 ', '2001-02-03T00:00:00.000Z'],
    ['2001-02-03TZ', '2001-02-03T00:00:00.000Z'],
    ['2001-02-03 -04:00', '2001-02-03T04:00:00.000Z'],
    ['2001-02-03T14', '2001-02-03T14:00:00.000Z'],
    ['2001-02-03 14+04:00', '2001-02-03T10:00:00.000Z'],
    ['2021-02-03T14:15Z', '2021-02-03T14:15:00.000Z'],
    ['2001-02-03 14:15', '2001-02-03T14:15:00.000Z'],
    ['2001-2-3T4:0:6.', '2001-02-03T04:00:06.000Z'],
    ['2001-02-03T14:15:16.7', '2001-02-03T14:15:16.700Z'],
    ['2001-02-03T14:15:16.7531+04:00', '2001-02-03T10:15:16.753Z'],
    ['2001-02-03T14:15:16.999999999', '2001-02-03T14:15:16.999Z'],
    ['2001-02-03T14:15:16-04', '2001-02-03T18:15:16.000Z'],
    ['2001-02-03T14:15:16+0400', '2001-02-03T10:15:16.000Z'],
    ['2001-02-03 14:15:16+05:45', '2001-02-03T08:30:16.000Z'],
    ['2001-02-03 14:15:16-04:00:29', '2001-02-03T18:15:45.000Z'],
    ['2024-02-29t23:59:59z', '2024-02-29T23:59:59.000Z'],
    ['  2025-05-17T03:59:11  ', '2025-05-17T03:59:11.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(instant(text)).toBe(expected);
  });

  test.each([
    '',
    ' ',
    'invalid',
    '200',
    '2001:0',
    '2001-0',
    '2001-02-0',
    '2001-02-03:',
    '2001-02-03TH',
    '2001-02-03T14-',
    '2001-02-03T14:M',
    '2001-02-03T14:15:16-',
    '2001-02-03T14:15:16.N',
    '2001-02-03T14:15:16.1234567890',
    '2001-02-03T14:15:16Z05:00',
    '2001-02-03-04:00',
    '2001-02-03T14:15:16+24:00',
    '2001-02-03T14:15:16+04:60',
    '2001-02-03T14:15:16+040000',
    '2001-02-30',
    '2023-02-29T00:00:00',
    '2001-13-01',
    '2001-02-03T24:00',
    '2001-02-03T23:60',
    '2001-02-03T23:59:60',
    '12001-02-03',
    '05/17/2025 03:59:11',
    'Date(1745081013817)',
    '1747454351000',
    '2025-05-17T03:59:11Z junk',
    1_747_454_351_000,
    null,
    undefined,
    {},
    ['2001-02-03'],
  ])('%p is none', (text) => {
    expect(parseDexcomTime(text)).toBeUndefined();
  });

  test('tells whether a zone was written', () => {
    expect(parseDexcomTime('2025-05-17T03:59:11')).not.toHaveProperty('zoneSeconds');
    expect(parseDexcomTime('2025-05-17T03:59:11-00:00')).toStrictEqual({
      wallMs: Date.UTC(2025, 4, 17, 3, 59, 11),
      zoneSeconds: 0,
    });
  });

  test('any instant survives any way of writing it, whatever the zone of the machine', () => {
    const pad = (value: number, size = 2) => String(value).padStart(size, '0');
    const zoned = fc.constantFrom(
      ...(['none', 'Z', '±HH', '±HHMM', '±HH:MM', '±HH:MM:SS'] as const),
    );
    const time = fc.record({
      ms: fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2099, 0) }),
      separator: fc.constantFrom('T', ' '),
      digits: fc.integer({ min: 1, max: 9 }),
      beyond: fc.integer({ min: 0, max: 999_999 }),
      isPadded: fc.boolean(),
      zone: zoned,
      zoneSeconds: fc.integer({ min: -86_399, max: 86_399 }),
    });
    fc.assert(
      fc.property(time, ({ ms, separator, digits, beyond, isPadded, zone, zoneSeconds }) => {
        const step = { none: 0, Z: 0, '±HH': 3600, '±HHMM': 60, '±HH:MM': 60, '±HH:MM:SS': 1 }[
          zone
        ];
        const seconds = step === 0 ? 0 : Math.trunc(zoneSeconds / step) * step;
        const wall = new Date(ms + seconds * 1_000);
        const size = Math.abs(seconds);
        const [h, m, s] = [Math.trunc(size / 3600), Math.trunc(size / 60) % 60, size % 60].map(
          (part) => pad(part),
        ) as [string, string, string];
        const sign = seconds < 0 ? '-' : '+';
        const tail = zone
          .replace('none', '')
          .replace('±', sign)
          .replace('HH', h)
          .replace('MM', m)
          .replace('SS', s);
        const part = (value: number) => (isPadded ? pad(value) : String(value));
        const fraction = `${pad(wall.getUTCMilliseconds(), 3)}${pad(beyond, 6)}`.slice(0, digits);
        const text =
          [wall.getUTCFullYear(), part(wall.getUTCMonth() + 1), part(wall.getUTCDate())].join('-') +
          separator +
          [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()].map(part).join(':') +
          `.${fraction}${tail}`;
        const parsed = parseDexcomTime(text);
        const kept = Number(fraction.slice(0, 3).padEnd(3, '0'));
        expect(parsed && instantMsOf(parsed)).toBe(Math.floor(ms / 1_000) * 1_000 + kept);
        expect(parsed?.zoneSeconds).toBe(zone === 'none' ? undefined : seconds + 0);
      }),
      { numRuns: 500 },
    );
  });

  test('no value makes it throw, nor gives half a number', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.stringMatching(/^[\dTZ:+. -]{0,40}$/)),
        (value: unknown) => {
          const parsed = parseDexcomTime(value);
          if (parsed !== undefined) expect(Number.isSafeInteger(instantMsOf(parsed))).toBe(true);
        },
      ),
    );
  });
});
