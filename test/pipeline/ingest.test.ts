import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import type { SetAside } from '../../src/domain/set-aside.ts';
import { ingestBatch } from '../../src/pipeline/ingest.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';

const parts = async () => {
  const journal = new MemoryJournal();
  await journal.open();
  return { journal, account: 'default', toleranceMs: 150_000 };
};
const NOW = epochMs(T0 + 20_000);
const MINUTE_MS = 60_000;

describe('future readings', () => {
  test('more than 10 minutes ahead is set aside and its neighbours go on', async () => {
    const here = await parts();
    const batch = batchOf(
      seen(NOW + 10 * MINUTE_MS + 1, 300),
      seen(T0, 100),
      seen(NOW + 10 * MINUTE_MS, 101),
    );
    const done = await ingestBatch(here, batch, NOW);
    expect(done.added).toMatchObject([{ glucoseMgdl: 100 }, { glucoseMgdl: 101 }]);
    expect(done.setAside).toHaveLength(1);
    expect(done.setAside[0]?.reason).toMatch(/system time .* 10 minutes ahead/);
    expect((await here.journal.summary('default')).setAside).toBe(1);
  });

  test('once set aside it is told once, and never delivered when its hour comes', async () => {
    const here = await parts();
    const batch = batchOf(seen(NOW + 30 * MINUTE_MS, 300));
    await ingestBatch(here, batch, NOW);
    expect((await ingestBatch(here, batch, NOW)).setAside).toEqual([]);
    const later = await ingestBatch(here, batch, epochMs(NOW + 40 * MINUTE_MS));
    expect(later).toEqual({ added: [], changed: [], setAside: [] });
    expect((await here.journal.summary('default')).records).toBe(0);
  });

  test('a machine whose clock is late sets nothing aside: the readings wait at Dexcom', async () => {
    const here = await parts();
    const lateNow = epochMs(NOW - 3 * 3_600_000);
    const batch = { ...batchOf(seen(T0, 100)), serverTime: NOW };
    await expect(ingestBatch(here, batch, lateNow)).rejects.toMatchObject({
      code: 'clock.behind',
      kind: 'transient',
      message: expect.stringMatching(/180 minutes behind/),
    });
    expect((await ingestBatch(here, batch, NOW)).added).toHaveLength(1);
  });
});

describe('a batch', () => {
  test('is merged in the order of system times, whatever order it came in', async () => {
    const here = await parts();
    await ingestBatch(
      here,
      batchOf(seen(T0 + PERIOD_MS, 2 + 100), seen(T0, 101)),
      epochMs(T0 + PERIOD_MS),
    );
    const held = await here.journal.readAfter('default', 0 as never, 10);
    expect(held.map(({ record }) => record)).toMatchObject([
      { glucoseMgdl: 101 },
      { glucoseMgdl: 102 },
    ]);
  });

  test('of years is merged in parts, and others get their turn in between', async () => {
    const here = await parts();
    const sizes: number[] = [];
    const ingest = here.journal.ingest.bind(here.journal);
    here.journal.ingest = async (account, work) => {
      const before = (await here.journal.summary('default')).records;
      const done = await ingest(account, work);
      sizes.push((await here.journal.summary('default')).records - before);
      return done;
    };
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const readings = [...Array(1_000).keys()].map((k) => seen(T0 + k * PERIOD_MS, 100));
    const done = await ingestBatch(here, batchOf(...readings), epochMs(T0 + 1_000 * PERIOD_MS));
    clearInterval(timer);
    expect(done.added).toHaveLength(1_000);
    expect(sizes).toEqual([300, 300, 300, 100]);
    expect(turns).toBeGreaterThan(0);
  });

  test('of a day is there whole or not at all', async () => {
    const here = await parts();
    const bad = { ...seen(T0 + PERIOD_MS), systemTime: undefined as never };
    await expect(ingestBatch(here, batchOf(seen(T0), bad), NOW)).rejects.toThrow();
    expect((await here.journal.summary('default')).records).toBe(0);
  });

  test('keeps what the source could not read, counted once', async () => {
    const here = await parts();
    const entry: SetAside = {
      source: 'share',
      key: 'k',
      reason: 'Value: expected …, got string',
      sample: '{}',
    };
    const batch = { ...batchOf(seen(T0)), skipped: [entry] };
    expect((await ingestBatch(here, batch, NOW)).setAside).toEqual([entry]);
    expect((await ingestBatch(here, batch, NOW)).setAside).toEqual([]);
    expect(await here.journal.summary('default')).toMatchObject({ records: 1, setAside: 1 });
  });
});
