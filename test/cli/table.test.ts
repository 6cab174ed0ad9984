import { expect, test } from '@jest/globals';
import { howLong } from '../../src/cli/how-long.ts';
import { table } from '../../src/cli/table.ts';

test('columns line up and the last one wraps under itself', () => {
  const shown = table(
    [
      ['ok', 'clock', 'right'],
      ['FAULT', 'a', 'one two three four five six seven eight nine ten'],
    ],
    44,
  );
  expect(shown.split('\n')).toEqual([
    'ok     clock  right',
    'FAULT  a      one two three four five six',
    '              seven eight nine ten',
  ]);
});

test.each([
  [0, '0 s'],
  [89_000, '89 s'],
  [90_000, '2 min'],
  [7_140_000, '119 min'],
  [7_200_000, '2 h'],
  [12_000_000, '3 h 20 min'],
  [187_200_000, '2 days 4 h'],
])('%i ms are %s', (ms, words) => {
  expect(howLong(ms)).toBe(words);
});
