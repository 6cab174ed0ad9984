import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitLine, lineWidth } from '../../src/app/fit-line.ts';

const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';

test.each([
  ['plain', 5],
  [`${RED}red${PLAIN} on`, 6],
  ['▁▂█→ ↑↑', 7],
  ['ä e\u0301', 3],
  ['花子', 4],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(lineWidth(text)).toBe(width);
});

describe('fitLine', () => {
  test.each([
    ['12345', 5, '12345'],
    ['123456', 5, '1234…'],
    [`a${RED}bcdef${PLAIN}`, 4, `a${RED}bc…${PLAIN}`],
    [`${RED}ab${PLAIN}cdef`, 4, `${RED}ab${PLAIN}c…`],
    ['花子さん', 4, '花…'],
    ['ab', 0, ''],
  ])('%j in %i columns', (text, columns, cut) => {
    expect(fitLine(text, columns)).toBe(cut);
  });

  test('never takes more than its columns, and never changes what fits', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom(RED, PLAIN, '花', '→'));
    fc.assert(
      fc.property(fc.array(part), fc.integer({ min: 0, max: 30 }), (parts, columns) => {
        const text = parts.join('').replaceAll('\n', ' ');
        const cut = fitLine(text, columns);
        expect(lineWidth(cut)).toBeLessThanOrEqual(columns);
        if (lineWidth(text) <= columns) expect(cut).toBe(text);
      }),
    );
  });
});
