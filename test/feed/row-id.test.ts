import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../../src/domain/instant.ts';
import { readRowId, rowId } from '../../src/feed/row-id.ts';

const recordedAt = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(epochMs);
const systemTime = fc.integer({ min: -1e15, max: 2e15 });

describe('the id of a row', () => {
  test('has 24 digits and tells the time of a reading', () => {
    fc.assert(
      fc.property(recordedAt, systemTime, (at, time) => {
        const id = rowId('reading', at, time);
        expect(id).toMatch(/^[0-9a-f]{24}$/);
        expect(Number.parseInt(id.slice(0, 8), 16)).toBe(Math.floor(at / 1_000));
        expect(readRowId(id)).toEqual({ kind: 'reading', systemTime: time });
        expect(readRowId(id.toUpperCase())).toEqual(readRowId(id));
      }),
    );
  });

  test('grows with the millisecond in which the record came in', () => {
    fc.assert(
      fc.property(recordedAt, systemTime, recordedAt, systemTime, (at, time, later, other) => {
        fc.pre(at < later);
        expect(rowId('reading', at, time) < rowId('reading', later, other)).toBe(true);
        expect(rowId('treatment', at, 'a') < rowId('meter', later, 'b')).toBe(true);
      }),
    );
  });

  test('is another for another record, and for another kind', () => {
    const at = epochMs(1_745_081_000_123);
    const ids = [
      rowId('reading', at, 1_745_081_000_000),
      rowId('reading', at, 1_745_081_000_001),
      rowId('meter', at, 'one'),
      rowId('treatment', at, 'one'),
      rowId('treatment', at, 'two'),
      rowId('status', at, 'one'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map((id) => readRowId(id)?.kind)).toEqual([
      'reading',
      'reading',
      'meter',
      'treatment',
      'treatment',
      'status',
    ]);
  });

  test('stays what it has been', () => {
    // Followers keep it: another one would be another row to them.
    expect(rowId('reading', epochMs(1_745_081_030_456), 1_745_081_000_000)).toBe(
      '6803d2c6720001964eeee040',
    );
  });

  test.each(['', 'abc', '0123456789abcdef0123456g', '0123456789abcdef012345678'])(
    'is not %j',
    (text) => {
      expect(readRowId(text)).toBeUndefined();
    },
  );
});
