import { expect, test } from '@jest/globals';
import { createProgressSum, type BackfillProgress } from '../../src/app/backfill-progress.ts';
import { FakeClock } from '../support/fake-clock.ts';

test('adds the parts up, with rate and time left', async () => {
  const clock = new FakeClock();
  const told: BackfillProgress[] = [];
  const sum = createProgressSum('reading', clock, (progress) => void told.push(progress));
  sum.note('anna', { done: 0, total: 4, records: 0 });
  sum.note('ben', { done: 0, total: 6, records: 0 });
  expect(told.at(-1)).toEqual({
    phase: 'reading',
    done: 0,
    total: 10,
    records: 0,
    elapsedMs: 0,
    perSecond: 0,
  });
  await clock.advance(4_000);
  sum.note('anna', { done: 2, total: 4, records: 1_000 });
  expect(told.at(-1)).toMatchObject({ done: 2, perSecond: 250, leftMs: 16_000 });
  sum.note('anna', { done: 4, total: 4, records: 1_000 });
  sum.note('ben', { done: 6, total: 6, records: 200 });
  expect(told.at(-1)).toMatchObject({ done: 10, records: 1_200, leftMs: 0 });
});

test('delivering counts changes and keeps the records that were read', async () => {
  const clock = new FakeClock();
  const told: BackfillProgress[] = [];
  const sum = createProgressSum('delivering', clock, (progress) => void told.push(progress), 1_200);
  await clock.advance(2_000);
  sum.note('anna nightscout', { done: 500, total: 1_200 });
  expect(told).toMatchObject([{ done: 500, total: 1_200, records: 1_200, perSecond: 250 }]);
});
