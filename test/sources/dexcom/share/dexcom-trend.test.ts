import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TRENDS } from '../../../../src/domain/trend.ts';
import { parseDexcomTrend } from '../../../../src/sources/dexcom/share/dexcom-trend.ts';

const WORDS =
  'None DoubleUp SingleUp FortyFiveUp Flat FortyFiveDown SingleDown DoubleDown NotComputable RateOutOfRange'.split(
    ' ',
  );

describe('a trend of Share', () => {
  test.each(WORDS.map((word, number) => [word, number] as const))('%s is %i', (word, number) => {
    expect(parseDexcomTrend(word)).toBe(TRENDS[number]);
    expect(parseDexcomTrend(number)).toBe(TRENDS[number]);
    expect(parseDexcomTrend(String(number))).toBe(TRENDS[number]);
  });

  test.each([
    ['NOT COMPUTABLE', 'notComputable'],
    ['NonComputable', 'notComputable'],
    ['non_computable', 'notComputable'],
    ['RATE OUT OF RANGE', 'rateOutOfRange'],
    ['forty-five up', 'fortyFiveUp'],
    [' flat ', 'flat'],
    ['DOUBLE_DOWN', 'doubleDown'],
  ])('“%s” is %s', (text, trend) => {
    expect(parseDexcomTrend(text)).toBe(trend);
  });

  test.each([
    10,
    -1,
    4.5,
    NaN,
    '10',
    '04',
    '',
    'Sideways',
    'constructor',
    null,
    undefined,
    {},
    [4],
  ])('%p is left out', (value) => {
    expect(parseDexcomTrend(value)).toBeUndefined();
  });

  test('case, spaces, hyphens and underscores never matter', () => {
    const noise = fc.constantFrom('', ' ', '_', '-', '  ');
    fc.assert(
      fc.property(
        fc.nat(9),
        fc.infiniteStream(fc.boolean()),
        fc.infiniteStream(noise),
        (number, upper, between) => {
          const spelled = Array.from(WORDS[number] ?? '')
            .map((letter) => {
              const cased = upper.next().value ? letter.toUpperCase() : letter.toLowerCase();
              return `${cased}${between.next().value ?? ''}`;
            })
            .join('');
          expect(parseDexcomTrend(spelled)).toBe(TRENDS[number]);
        },
      ),
    );
  });
});
