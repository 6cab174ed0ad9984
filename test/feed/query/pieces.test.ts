import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs, toIsoUtc } from '../../../src/domain/instant.ts';
import { countOf } from '../../../src/feed/query/count-of.ts';
import { expandBraces } from '../../../src/feed/query/expand-braces.ts';
import { readPattern, readPatterns } from '../../../src/feed/query/pattern.ts';
import { readDateText, textSpan } from '../../../src/feed/query/read-date-text.ts';
import { readQuery } from '../../../src/feed/query/read-query.ts';

describe('braces', () => {
  test.each([
    ['2025-04', ['2025-04']],
    ['{08..10}', ['08', '09', '10']],
    ['{8..10}', ['8', '9', '10']],
    ['{3..1}', ['3', '2', '1']],
    ['{0..10..5}', ['0', '5', '10']],
    ['{a..c}', ['a', 'b', 'c']],
    ['T{13,15}:{00..01}', ['T13:00', 'T13:01', 'T15:00', 'T15:01']],
    ['{a,b{1..2}}', ['a', 'b1', 'b2']],
    ['\\d{2}', ['\\d{2}']],
    ['{x', ['{x']],
    ['{}', ['{}']],
    ['{a..5}', ['{a..5}']],
    ['{5..a}x', ['{5..a}x']],
    ['{a..5,{1..2}}', ['a..5', '1', '2']],
    ['{1..3..9007199254740993}', ['1']],
    ['', ['']],
  ])('%s', (text, expanded) => {
    expect(expandBraces(text, 'prefix')).toEqual(expanded);
  });

  test.each([
    '{1..9999}',
    '{1..100}{1..100}',
    '{a,b}'.repeat(12),
    '{1..99999999999}',
    '{9007199254740992..9007199254740999}',
    '{-9007199254740999..-9007199254740992}',
    `{1..${'9'.repeat(400)}}`,
    `{${'9'.repeat(400)}..${'9'.repeat(400)}}`,
  ])('stand for so many at most: %.40s', (text) => {
    expect(() => expandBraces(text, 'prefix')).toThrow('prefix: ');
  });
});

describe('a pattern', () => {
  test('takes time in proportion to the text, whatever it is', async () => {
    const pattern = await readPattern('(a+)+$', '', 'find[device][$regex]');
    const began = process.cpuUsage();
    expect(pattern.test(`${'a'.repeat(5_000)}b`)).toBe(false);
    const { user, system } = process.cpuUsage(began);
    // One that goes back on itself would not be done before the sun is out.
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });

  test.each(['(.?){1000}'.repeat(20), '((.?){100}){9}'.repeat(15), '(.?){0,999}'.repeat(23)])(
    'is refused where it stands for more than can be looked for: %.20s',
    async (source) => {
      await expect(readPattern(source, '', 'p')).rejects.toThrow(
        'p: this pattern repeats too much',
      );
    },
  );

  test('is refused where all of them together stand for too much', async () => {
    const sources = Array.from({ length: 12 }, (_, index) => `(.?){1000}${index}`);
    await expect(readPatterns(sources, 'p')).rejects.toThrow('p: this pattern repeats too much');
  });

  test('may be every minute of a day', async () => {
    const pattern = await readPatterns(expandBraces('.*T{00..23}:{00..59}', 'p'), 'p');
    expect(pattern.test('2026-11-21T17:35:04.555Z')).toBe(true);
  });

  test('matches where JavaScript’s own does', async () => {
    const word = fc.constantFrom('a', 'b', 'T1', '.', '2', '-');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', '.', 'T[12]', '2*', '(a|b)+', '^', '$', '\\d', '-?'), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.array(word, { maxLength: 8 }),
        async (parts, words) => {
          const [source, text] = [parts.join(''), words.join('')];
          const theirs = new RegExp(source).test(text);
          expect((await readPattern(source, '', 'x')).test(text)).toBe(theirs);
        },
      ),
    );
  });

  test('is any of several', async () => {
    const any = await readPatterns(['^a', 'b$'], 'x');
    expect(['ax', 'xb', 'xax'].map((text) => any.test(text))).toEqual([true, true, false]);
  });
});

describe('a count', () => {
  test.each([
    [undefined, true, 10],
    ['', true, 10],
    ['3', true, 3],
    ['2.7', true, 2],
    ['1e2', true, 100],
    ['0', true, 0],
    ['-2', true, 0],
    ['abc', true, Infinity],
    ['0', false, Infinity],
    ['-2', false, 2],
    ['2.7', false, 2],
    ['abc', false, Infinity],
    [['2', '3'], false, 2],
    [{ a: '1' }, false, 10],
  ])('%j (plain: %j) is %j', (given, isPlain, count) => {
    expect(countOf(given, 10, isPlain)).toBe(count);
  });
});

describe('a date in a request', () => {
  test.each([
    ['2025-04-19', '2025-04-19T00:00:00.000Z'],
    ['2025-04', '2025-04-01T00:00:00.000Z'],
    ['2025-04-19T16:43', '2025-04-19T16:43:00.000Z'],
    ['2025-04-19T16:43:20.5Z', '2025-04-19T16:43:20.500Z'],
    ['2025-04-19T16:43:20.1234567Z', '2025-04-19T16:43:20.123Z'],
    ['2025-04-19T16:43:20+02:00', '2025-04-19T14:43:20.000Z'],
    ['2025-04-19T16:43:20 02:00', '2025-04-19T14:43:20.000Z'],
    ['2025-04-19 16:43:20', '2025-04-19T16:43:20.000Z'],
    ['2025-04-19T16:43:20-0530', '2025-04-19T22:13:20.000Z'],
    ['2025-02-29', undefined],
    ['2025-04-19T25:00', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%s is %s', (text, instant) => {
    expect(readDateText(text)).toBe(instant);
  });

  test('is itself where it is whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        const text = toIsoUtc(epochMs(ms));
        expect(readDateText(text)).toBe(text);
      }),
    );
  });

  test('any part of it from the front spans the instant', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 4, max: 24 }),
        (ms, length) => {
          const span = textSpan(toIsoUtc(epochMs(ms)).slice(0, length));
          expect(span?.fromMs).toBeLessThanOrEqual(ms);
          expect(span?.toMs).toBeGreaterThanOrEqual(ms);
        },
      ),
    );
  });
});

describe('a query', () => {
  test('is nested, and names are just names', () => {
    const query = readQuery('/a?find%5Bdate%5D%5B%24gte%5D=5&count=3&token=x&find[__proto__][x]=1');
    expect(JSON.parse(JSON.stringify(query))).toMatchObject({
      count: '3',
      token: 'x',
      find: { date: { $gte: '5' } },
    });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(readQuery('/a')).toEqual({});
  });
});
