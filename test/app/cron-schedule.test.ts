import { describe, expect, test } from '@jest/globals';
import { cronSchedule } from '../../src/app/cron-schedule.ts';
import { epochMs } from '../../src/domain/instant.ts';

const at = (year: number, month: number, ...rest: number[]) =>
  epochMs(new Date(year, month - 1, rest[0], rest[1], rest[2], rest[3] ?? 0).getTime());

describe('cronSchedule', () => {
  test.each([
    ['7-59/15 * * * *', at(2026, 11, 21, 13, 7), at(2026, 11, 21, 13, 22)],
    ['7-59/15 * * * *', at(2026, 11, 21, 13, 6, 59), at(2026, 11, 21, 13, 7)],
    ['17 3 * * *', at(2026, 11, 21, 3, 17), at(2026, 11, 22, 3, 17)],
    ['0 0 1 1 *', at(2026, 11, 21, 13, 7), at(2027, 1, 1, 0, 0)],
    ['30 12 * * sun', at(2026, 11, 21, 13, 7), at(2026, 11, 22, 12, 30)],
    ['*/20 * * * * *', at(2026, 11, 21, 13, 7, 20), at(2026, 11, 21, 13, 7, 40)],
    ['5 0 4 * * *', at(2026, 11, 21, 13, 7, 20), at(2026, 11, 22, 4, 0, 5)],
  ])('%s after %d', async (expression, after, expected) => {
    const schedule = await cronSchedule(expression);
    expect(schedule.next(after)).toBe(expected);
  });

  test('every run it names comes after the one before, and nothing lies between', async () => {
    const schedule = await cronSchedule('*/15 * * * *');
    let last = at(2026, 11, 21, 0, 0);
    for (let run = 0; run < 200; run += 1) {
      const next = schedule.next(last);
      expect(next - last).toBe(15 * 60_000);
      last = next;
    }
  });
});
