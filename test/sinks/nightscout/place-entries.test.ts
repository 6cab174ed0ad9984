import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../../src/domain/instant.ts';
import { toEntry } from '../../../src/sinks/nightscout/entry.ts';
import { foundRow, type FoundRow } from '../../../src/sinks/nightscout/found-row.ts';
import { lookSpans } from '../../../src/sinks/nightscout/look-spans.ts';
import { placeEntries } from '../../../src/sinks/nightscout/place-entries.ts';
import { makeRecord } from '../../support/make-record.ts';

const BASE = epochMs(1_700_000_000_123);
const entry = toEntry(makeRecord(BASE, 0), 'device');
const row = (fields: object): FoundRow => foundRow(fields)!;
const place = (...rows: FoundRow[]) => placeEntries([entry], rows, 150_000)[0];

describe('placeEntries', () => {
  test('an empty place is free', () => {
    expect(place()).toEqual({ is: 'free' });
  });

  test.each([
    ['a number', { date: BASE + 20_000 }],
    ['a fraction', { date: BASE + 20_000.7 }],
    ['digits as text', { date: String(BASE + 20_000) }],
    ['an ISO text', { date: '2023-11-14T22:13:30.123Z' }],
    ['missing beside a sysTime', { sysTime: '2023-11-14T22:13:30.123Z' }],
    ['missing beside a dateString', { dateString: '2023-11-14T23:13:30+01:00' }],
    ['unreadable beside a sysTime', { date: 'soon', sysTime: '2023-11-14T22:13:30.123Z' }],
  ])('another row whose date is %s takes the place', (_what, fields) => {
    expect(place(row({ type: 'sgv', sgv: 99, ...fields }))).toEqual({ is: 'taken' });
  });

  test('a row under the very key takes the place whatever its date says', () => {
    expect(place(row({ sysTime: entry.sysTime, date: BASE + 86_400_000 }))).toEqual({
      is: 'taken',
    });
  });

  test('a row of ours under the key is found by app and by identifier', () => {
    for (const mark of [{ app: entry.app }, { identifier: entry.identifier }]) {
      const ours = row({ sysTime: entry.sysTime, date: BASE, ...mark });
      expect(place(ours)).toEqual({ is: 'ours', row: ours, shared: false });
      const other = row({ sysTime: entry.sysTime, date: BASE });
      expect(place(other, ours)).toEqual({ is: 'ours', row: ours, shared: true });
    }
  });

  test('the tolerance is open at both ends', () => {
    expect(place(row({ date: BASE - 150_000 }), row({ date: BASE + 150_000 }))?.is).toBe('free');
    expect(place(row({ date: BASE - 149_999 }))?.is).toBe('taken');
    expect(place(row({ date: BASE + 149_999 }))?.is).toBe('taken');
  });

  test('a row that names no instant takes no place', () => {
    expect(place(row({ sgv: 99, date: null }))).toEqual({ is: 'free' });
  });
});

describe('lookSpans', () => {
  const spans = (...numbers: number[]) =>
    lookSpans(
      numbers.map((number) => toEntry(makeRecord(BASE, number), 'device')),
      150_000,
    );
  const minutes = (number: number): number => BASE + number * 300_000;

  test('one span holds neighbours, tolerance on both sides', () => {
    expect(spans(2, 0, 1)).toEqual([{ from: BASE - 150_000, to: minutes(2) + 150_000 }]);
  });

  test('a late record far away gets a span of its own', () => {
    expect(spans(0, 100_000)).toEqual([
      { from: BASE - 150_000, to: BASE + 150_000 },
      { from: minutes(100_000) - 150_000, to: minutes(100_000) + 150_000 },
    ]);
  });

  test('nothing asks for nothing', () => {
    expect(spans()).toEqual([]);
  });
});
