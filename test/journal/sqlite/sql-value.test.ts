import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openDatabase, type SqlDatabase } from '../../../src/journal/sqlite/sql-driver.ts';
import { sqlFailure } from '../../../src/journal/sqlite/sql-failure.ts';

let database: SqlDatabase;
beforeAll(() => {
  database = openDatabase(':memory:');
});
afterAll(() => database.close());

const through = (value: unknown): unknown => database.get('SELECT ? AS value', value)?.['value'];

describe('a bound value', () => {
  test('of any text comes back letter for letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(through(text)).toBe(text);
      }),
      { examples: [[''], ['"'], ['"x"'], ['"\\u0000'], ['a\u0000b'], ['\ud800'], ['\udc00x']] },
    );
  });

  test('of any exact number comes back to the bit', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.maxSafeInteger(),
          fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
        ),
        (number) => {
          // Negative nought is nought here: adding nought makes it so.
          expect((through(number) as number) + 0).toBe(number + 0);
        },
      ),
      { examples: [[1_745_081_000_123], [-0.1], [Number.MAX_SAFE_INTEGER]] },
    );
  });

  // Bound as they are, the first five end the whole process in one of the drivers.
  test.each([
    ['true', true],
    ['a Date', new Date(0)],
    ['an object', {}],
    ['a Buffer', Buffer.from('x')],
    ['an array', [1]],
    ['undefined', undefined],
    ['a bigint', 1n],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
  ])('that is %s is refused before it reaches a driver', (_, value) => {
    expect(() => through(value)).toThrow(
      expect.objectContaining({ code: 'journal.misuse', kind: 'bug' }),
    );
  });

  test('of null alone comes back, and rows hold the asked columns only', () => {
    expect(database.get('SELECT ? AS value', null)).toEqual({ value: null });
    expect(database.get('SELECT 1 AS one WHERE 0')).toBeUndefined();
  });
});

test('an integer too large to be exact is damage, not a rounded number', () => {
  expect(() => database.get('SELECT 9007199254740993 AS value')).toThrow(
    expect.objectContaining({ code: 'journal.corrupt' }),
  );
});

test('a statement that is wrong is our bug', () => {
  expect(() => {
    database.exec('SELEC');
  }).toThrow(expect.objectContaining({ code: 'journal.sql', kind: 'bug' }));
});

describe('an error of either driver becomes the same failure', () => {
  test.each([
    [5, 'journal.busy', 'transient'],
    [517, 'journal.busy', 'transient'],
    [6, 'journal.busy', 'transient'],
    [7, 'journal.io', 'transient'],
    [8, 'journal.io', 'transient'],
    [10, 'journal.io', 'transient'],
    [778, 'journal.io', 'transient'],
    [4874, 'journal.disk_full', 'transient'],
    [11, 'journal.corrupt', 'config'],
    [267, 'journal.corrupt', 'config'],
    [13, 'journal.disk_full', 'transient'],
    [14, 'journal.io', 'transient'],
    [26, 'journal.corrupt', 'config'],
    [19, 'journal.sql', 'bug'],
  ])('SQLite code %i is %s (%s)', (number, code, kind) => {
    const native = Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode: number });
    const libsql = Object.assign(new Error('x'), { code: 'SQLITE_X', rawCode: number });
    for (const thrown of [native, libsql]) {
      const failure = sqlFailure(thrown, '/data/journal.db');
      expect(failure).toMatchObject({ code, kind });
    }
  });

  test.each([5, 7, 10, 13])(
    'SQLite code %i promises nothing of a bridge that has ended',
    (number) => {
      const { message } = sqlFailure({ errcode: number }, '/data/journal.db');
      expect(message).toMatch(
        /A bridge that is running .*by itself; one that has ended must be started again\.$/,
      );
      expect(message).not.toMatch(/the bridge (goes on|tries again) by itself/);
    },
  );

  test('a failed open of libsql, whose number stands in its message only', () => {
    const thrown = new Error(
      'ConnectionFailed("Unable to open connection to local database /x: 14")',
    );
    expect(sqlFailure(thrown, '/x')).toMatchObject({ code: 'journal.io', kind: 'transient' });
  });

  test('a real one', () => {
    expect(() => openDatabase('/nowhere/at/all.db').get('PRAGMA user_version')).toThrow(
      expect.objectContaining({ code: 'journal.io', kind: 'transient' }),
    );
  });
});
