import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs, toIsoUtc } from '../../../src/domain/instant.ts';
import type { Condition } from '../../../src/feed/query/condition.ts';
import { ENTRIES, TREATMENTS } from '../../../src/feed/query/collection.ts';
import { matches } from '../../../src/feed/query/matches.ts';
import { readFind } from '../../../src/feed/query/read-find.ts';
import { readQuery } from '../../../src/feed/query/read-query.ts';
import { windowOf } from '../../../src/feed/query/window-of.ts';

/** Row as the oracle sees it: no more than fields with values. */
type Row = Readonly<Record<string, string | number | undefined>>;

const BASE_MS = 1_745_081_000_000;
const DIRECTIONS = ['Flat', 'FortyFiveUp', 'DoubleDown', 'NOT COMPUTABLE', 'NONE'];
const DEVICES = ['nightscout-dexcom-bridge', 'share2', 'xDrip-DexcomG5'];

const rowOf = fc
  .record(
    {
      date: fc.integer({ min: BASE_MS, max: BASE_MS + 40_000_000 }),
      sgv: fc.integer({ min: 39, max: 401 }),
      trend: fc.integer({ min: 0, max: 9 }),
      direction: fc.constantFrom(...DIRECTIONS),
      device: fc.constantFrom(...DEVICES),
      type: fc.constantFrom('sgv', 'mbg'),
    },
    { requiredKeys: ['date', 'device', 'type'] },
  )
  .map((row): Row => ({ ...row, dateString: toIsoUtc(epochMs(row.date)) }));

/** A piece of a query with what it ought to mean, written down apart from the program. */
interface Clause {
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly field: string;
  readonly holds: (row: Row) => boolean;
}

const COMPARE: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  $gt: (a, b) => a > b,
  $gte: (a, b) => a >= b,
  $lt: (a, b) => a < b,
  $lte: (a, b) => a <= b,
  $eq: (a, b) => a === b,
};

/** Numbers among which rows and operands meet often. */
const operands: Readonly<Record<string, fc.Arbitrary<string | number>>> = {
  date: fc.integer({ min: BASE_MS - 1_000, max: BASE_MS + 40_001_000 }),
  sgv: fc.integer({ min: 30, max: 410 }),
  direction: fc.constantFrom(...DIRECTIONS, 'None', 'G'),
  device: fc.constantFrom(...DEVICES, 'other'),
  type: fc.constantFrom('sgv', 'mbg', 'cal'),
  dateString: fc
    .tuple(fc.integer({ min: BASE_MS, max: BASE_MS + 40_000_000 }), fc.integer({ min: 0, max: 24 }))
    .map(([ms, length]) => toIsoUtc(epochMs(ms)).slice(0, length)),
};

const clauseOf: fc.Arbitrary<Clause> = fc.constantFrom(...Object.keys(operands)).chain((field) => {
  const operand = operands[field] ?? fc.constant('');
  const at = `find[${field}]`;
  const valueIn = (row: Row) => row[field];
  return fc.oneof(
    operand.map((value): Clause => ({
      field,
      query: [[at, String(value)]],
      holds: (row) => valueIn(row) === value,
    })),
    operand.map((value): Clause => ({
      field,
      query: [[`${at}[$ne]`, String(value)]],
      holds: (row) => valueIn(row) !== value,
    })),
    fc.tuple(fc.constantFrom(...Object.keys(COMPARE)), operand).map(([name, value]): Clause => ({
      field,
      query: [[`${at}[${name}]`, String(value)]],
      holds: (row) => {
        const held = valueIn(row);
        return held !== undefined && (COMPARE[name]?.(held, value) ?? false);
      },
    })),
    fc
      .tuple(fc.boolean(), fc.array(operand, { minLength: 1, maxLength: 4 }))
      .map(([isIn, values]): Clause => ({
        field,
        query: values.map((value) => [`${at}[${isIn ? '$in' : '$nin'}][]`, String(value)]),
        holds: (row) => values.some((value) => value === valueIn(row)) === isIn,
      })),
    fc.constant<Clause>({
      field,
      query: [[`${at}[$exists]`, 'true']],
      holds: (row) => valueIn(row) !== undefined,
    }),
  );
});

/** No two clauses about one field: the second would be another query than both together. */
const clausesOf = fc.uniqueArray(clauseOf, { selector: ({ field }) => field, maxLength: 4 });

function urlOf(clauses: readonly Clause[], encode: (text: string) => string): string {
  const pairs = clauses.flatMap(({ query }) => query);
  return `/x?rr=1&${pairs.map(([name, value]) => `${encode(name)}=${encodeURIComponent(value)}`).join('&')}`;
}

const conditionOf = async (url: string): Promise<Condition> =>
  (await readFind(readQuery(url).find, ENTRIES)).condition;

describe('a find', () => {
  test('picks the rows that a plain reading of it picks, brackets encoded or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowOf, { maxLength: 20 }),
        // An empty text under the date says nothing at all.
        clausesOf,
        fc.boolean(),
        async (rows, clauses, isEncoded) => {
          const condition = await conditionOf(
            urlOf(clauses, isEncoded ? encodeURIComponent : (text) => text),
          );
          const picked = rows.filter((row) => matches(row, condition));
          expect(picked).toEqual(rows.filter((row) => clauses.every(({ holds }) => holds(row))));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('has its rows within the window that is read for it', async () => {
    await fc.assert(
      fc.asyncProperty(rowOf, clausesOf, async (row, clauses) => {
        const condition = await conditionOf(urlOf(clauses, encodeURIComponent));
        fc.pre(matches(row, condition));
        const { fromMs, toMs } = windowOf(condition);
        expect(row['date']).toBeGreaterThanOrEqual(fromMs);
        expect(row['date']).toBeLessThanOrEqual(toMs);
      }),
      { numRuns: 300 },
    );
  });

  test('is alternatives under $or, none under $nor', async () => {
    const rows = [{ type: 'sgv', direction: 'Flat' }, { type: 'mbg' }, { type: 'sgv' }];
    const pick = async (find: string) => {
      const condition = await conditionOf(`/x?${find}`);
      return rows.map((row) => matches(row, condition));
    };
    expect(await pick('find[$or][0][type]=mbg&find[$or][1][direction]=Flat')).toEqual([
      true,
      true,
      false,
    ]);
    expect(await pick('find[$nor][0][type]=mbg&find[$nor][1][direction]=Flat')).toEqual([
      false,
      false,
      true,
    ]);
    expect(await pick('find[$and][0][type]=sgv&find[$and][1][direction]=Flat')).toEqual([
      true,
      false,
      false,
    ]);
    expect(await pick('find[direction][$not][$eq]=Flat')).toEqual([false, true, true]);
  });

  test.each([
    ['find[sgv]=120', true],
    ['find[sgv]=120.9', true],
    ['find[sgv]=121', false],
    ['find[trend]=4', false],
    ['find[direction][$regex]=^F', true],
    ['find[direction][$regex]=^f', false],
    ['find[direction][$regex]=^f&find[direction][$options]=i', true],
    ['find[sgv][$regex]=1', false],
    ['find[direction][$exists]=false', true],
    ['find[noise][$exists]=true', false],
    ['find[noise][$exists]=0', true],
    ['find[sgv][$exists]=0', false],
    ['find[dexcom.recordId]=r1', true],
    ['find[dexcom.nothing]=r1', false],
    ['find[toString][$exists]=true', false],
    ['find[constructor][$ne]=x', true],
    ['find[__proto__][sgv]=1', true],
    ['find[_id]=0123456789ABCDEF01234567', true],
    ['find[_id][$gt]=0123456789abcdef01234566', true],
    ['find[_id][$gt]=0123456789abcdef01234567', false],
    ['find[_id][$gt]=abc', false],
    ['find[_id][$ne]=abc', true],
    ['find[_id]=6c5ad0a4-3b3b-4ac9-9d26-00f7de0ecb9c', true],
    ['find[mills][$gte]=1', false],
    ['find=', true],
    ['find[date]=', true],
  ])('as Nightscout reads it: %s', async (find, isPicked) => {
    const row = {
      _id: '0123456789abcdef01234567',
      sgv: 120,
      trend: 4,
      direction: 'Flat',
      mills: 5,
      identifier: '6c5ad0a4-3b3b-4ac9-9d26-00f7de0ecb9c',
      dexcom: { recordId: 'r1' },
    };
    expect(matches(row, await conditionOf(`/x?${find}`))).toBe(isPicked);
  });

  test.each([
    ['find[date][$gte]=abc', 'find[date][$gte]'],
    ['find[date][$gte]=', 'find[date][$gte]'],
    ['find[sgv]=abc', 'find[sgv]'],
    ['find[date][$foo]=1', 'find[date][$foo]'],
    ['find[$where]=1', 'find[$where]'],
    ['find[$or]=1', 'find[$or]'],
    ['find[$or][0]=1', 'find[$or][0]'],
    ['find[$or][0][$where]=1', 'find[$or][0][$where]'],
    ['find[type][$in]=sgv', 'find[type][$in]'],
    ['find[type][$in][][a]=sgv', 'find[type][$in][0]'],
    ['find[device][$regex]=(', 'find[device][$regex]'],
    ['find[device][$regex]=(?=x)', 'find[device][$regex]'],
    ['find[device][$regex]=x&find[device][$options]=x', 'find[device][$regex]'],
    ['find[device][$options]=i', 'find[device][$options]'],
    ['find=abc', 'find'],
    ['find[]=1', 'find'],
    ['find[dexcom][recordId]=r1', 'find[dexcom][recordId]'],
    ['find[date][gte]=1', 'find[date][gte]'],
    ['find[direction][]=Flat', 'find[direction]'],
    ['find[direction]=Flat&find[direction]=Flat', 'find[direction]'],
    ['find[date][$gte][]=1', 'find[date][$gte]'],
    ['find[date][$gte][$gt]=1', 'find[date][$gte]'],
    ['find[direction][$not][]=Flat', 'find[direction][$not]'],
    [`find[device][$regex]=${'a'.repeat(300)}`, 'find[device][$regex]'],
    [`find${'[a]'.repeat(9)}=1`, 'query'],
    [Array.from({ length: 300 }, (_, index) => `find[a${index}]=1`).join('&'), 'query'],
  ])('is refused by the name of the parameter: %.60s', async (query, parameter) => {
    const reading = async () => readFind(readQuery(`/x?${query}`).find, ENTRIES);
    await expect(reading()).rejects.toMatchObject({
      code: 'feed.bad_query',
      kind: 'refused',
      message: expect.stringMatching(new RegExp(`^${parameter.replace(/[[\]$]/g, '\\$&')}: `)),
    });
  });

  test('knows a date that says when', async () => {
    const isDated = async (find: string, collection = ENTRIES) =>
      (await readFind(readQuery(`/x?${find}`).find, collection)).isDated;
    expect(await isDated('find[date][$gte]=1')).toBe(true);
    expect(await isDated('find[dateString][$gte]=2024')).toBe(true);
    expect(await isDated('find[_id]=abc')).toBe(true);
    expect(await isDated('find[sgv][$gte]=1')).toBe(false);
    expect(await isDated('find[created_at][$gte]=2024')).toBe(false);
    expect(await isDated('find[created_at][$gte]=2024', TREATMENTS)).toBe(true);
    expect(await isDated('find[date][$gte]=1', TREATMENTS)).toBe(false);
    expect(await isDated('find[$or][0][date]=1')).toBe(false);
  });
});

describe('a find of treatments', () => {
  const pick = async (row: object, find: string) =>
    matches(row, (await readFind(readQuery(`/x?${find}`).find, TREATMENTS)).condition);

  test.each([
    ['find[eventType]=Note', true],
    ['find[eventType]=/no/i', true],
    ['find[eventType]=/no/', false],
    ['find[eventType][$in][]=/^No/', true],
    ['find[eventType][$in][]=/^X/', false],
    ['find[notes]=/sugar$/', true],
    ['find[insulin]=1.5', false],
    ['find[insulin][$gte]=1.5', true],
    ['find[created_at]=2025-04-19T18:43:20%2B02:00', true],
    ['find[created_at]=2025-04-19T18:43:20+02:00', true],
    ['find[created_at][$gte]=2025-04-19', true],
    ['find[created_at][$gte]=2025-04-20', false],
    ['find[created_at][$lte]=2025-04-19 17:00', true],
    ['find[created_at][$gte]=1745081000000', true],
    ['find[created_at][$in][]=2025-04-19T16:43:20Z', true],
  ])('%s', async (find, isPicked) => {
    const row = {
      eventType: 'Note',
      notes: 'ate sugar',
      insulin: 1.5,
      created_at: '2025-04-19T16:43:20.000Z',
    };
    expect(await pick(row, find)).toBe(isPicked);
  });

  test.each(['abc', '2025-13-01', '2025-04-31', 'Fri, 20 Nov 2026 10:00:00 GMT'])(
    'refuses %s for a date',
    async (text) => {
      await expect(pick({}, `find[created_at][$gte]=${encodeURIComponent(text)}`)).rejects.toThrow(
        'find[created_at][$gte]: this is no date',
      );
    },
  );

  test.each(['find[eventType]=/(/', 'find[eventType]=/a/z', 'find[eventType][$ne]=/a/'])(
    'refuses %s for a pattern',
    async (find) => {
      await expect(pick({}, find)).rejects.toMatchObject({ code: 'feed.bad_query' });
    },
  );
});
