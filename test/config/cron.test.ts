import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validate } from 'node-cron';
import { isCron } from '../../src/config/cron.ts';

test.each([
  '17 3 * * *',
  '*/30 * * * *',
  '0 0 1 1 0',
  '59 23 31 12 7',
  '0 4 29 2 *',
  '0 4 31 2,3 *',
  '0 4 31 2-4 *',
  '0 4 31 */6 *',
  '0,30 8-18/2 * jan-MAR mon,Wed,fri',
  '48 2-59/5 * * * *',
  ' 0  4 * * * ',
])('%j', (text) => {
  expect(isCron(text)).toBe(true);
  expect(validate(text.trim())).toBe(true);
});

test.each([
  '',
  'daily',
  '@daily',
  '* * * *',
  '* * * * * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * 32 * *',
  '0 4 31 6 *',
  '0 4 30-31 feb *',
  '0 0 31 2-4/2,feb *',
  '0 0 31 4-11/5,6 *',
  '* * * 13 *',
  '* * * 0 *',
  '* * * * 8',
  '5-1 * * * *',
  '*/0 * * * *',
  '1/5 * * * *',
  '*-5 * * * *',
  '1, * * * *',
  '-1 * * * *',
  '1.5 * * * *',
  '* * * mon *',
  '١ * * * *',
])('%j is refused', (text) => {
  expect(isCron(text)).toBe(false);
});

test('what is accepted the scheduler accepts too', () => {
  const field = (least: number, most: number, ...words: readonly string[]) =>
    fc
      .array(
        fc.oneof(
          fc.constantFrom('*', '*/5', ...words),
          fc.integer({ min: least, max: most }).map(String),
        ),
        {
          minLength: 1,
          maxLength: 2,
        },
      )
      .map((items) => items.join(','));
  const expression = fc.tuple(
    fc.option(field(0, 59), { nil: undefined }),
    field(0, 59, '10-20/3'),
    field(0, 23, '8-18'),
    field(1, 31, '30-31'),
    field(1, 12, 'feb', 'JUN-Sep', '2-4/2'),
    field(0, 7, 'sun', 'mon-fri', '5-7'),
  );
  fc.assert(
    fc.property(expression, (fields) => {
      const text = fields.filter((one) => one !== undefined).join(' ');
      if (isCron(text)) expect(validate(text)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
