import { expect, test } from '@jest/globals';
import { parseInstant } from '../../src/app/parse-instant.ts';

test.each([
  ['2026-11-21', Date.UTC(2026, 10, 21)],
  ['2026-11-21T03:00:00+01:00', Date.UTC(2026, 10, 21, 2)],
  ['2026-11-21T02:00Z', Date.UTC(2026, 10, 21, 2)],
  ['2025-04-05T10:52:48-06:59:59', Date.UTC(2025, 3, 5, 17, 52, 47)],
])('%s is one instant', async (text, expected) => {
  expect(await parseInstant(text, 'from')).toBe(expected);
});

test.each(['2026-11-21T03:00', '2026-02-30', 'yesterday', '', '21.11.2026', '1763694000'])(
  '“%s” is refused by name',
  async (text) => {
    await expect(parseInstant(text, 'from')).rejects.toMatchObject({
      code: 'command.bad_date',
      message: expect.stringContaining('--from') as unknown,
    });
  },
);
