import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../src/domain/instant.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import type { DexcomRecord } from '../../src/domain/record.ts';
import { createFeedRows } from '../../src/feed/create-feed-rows.ts';
import type { FeedRows, RowReader, StoredRow } from '../../src/feed/feed-rows.ts';
import { FIRST_MS, LAST_MS } from '../../src/feed/journal-pages.ts';
import { makeCalibration, makeDevice, makeEvent } from '../support/make-kinds.ts';
import { readingAgo, rowsRig } from './rows-rig.ts';

async function all<Row>(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}
const everything = <Row extends StoredRow>(reader: RowReader<Row>) =>
  all(reader.pages(FIRST_MS, LAST_MS));

describe('the rows of a feed', () => {
  test('are what the journal holds, newest first, after any changes and however much time goes by', async () => {
    const step = fc.oneof(
      fc.record({
        put: fc.integer({ min: -5, max: 12 * 24 * 60 }),
        mgdl: fc.integer({ min: 39, max: 401 }),
      }),
      fc.record({ change: fc.nat({ max: 9 }), mgdl: fc.integer({ min: 39, max: 401 }) }),
      fc.record({ wait: fc.integer({ min: 1, max: 3 * 24 * 60 }) }),
      fc.constant({ read: true }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { rows, facts, journal, clock, put, change } = await rowsRig();
        const times: number[] = [];
        for (const each of steps) {
          if ('put' in each) {
            const reading = readingAgo(clock.now(), each.put, each.mgdl);
            if (times.includes(reading.systemTime)) continue;
            times.push(reading.systemTime);
            await put([reading]);
          } else if ('change' in each) {
            const systemTime = times[each.change];
            if (systemTime === undefined) continue;
            await change({
              kind: 'reading',
              systemTime: epochMs(systemTime),
              glucoseMgdl: each.mgdl as MgDl,
            });
          } else if ('wait' in each) await clock.advance(each.wait * MINUTE_MS);
          else await rows.entries.recent();
        }
        const held = await journal.readRange('anna', epochMs(FIRST_MS), epochMs(LAST_MS));
        const expected = held
          .toReversed()
          .map(({ record }) => [record.systemTime, record.glucoseMgdl]);
        const shown = (read: readonly StoredRow[]) =>
          read.map((row) => [row.date, (row as { sgv?: number }).sgv]);
        // Whoever has followed all along and who only comes now see the same.
        expect(shown(await everything(rows.entries))).toEqual(expected);
        expect(shown(await everything(createFeedRows(facts).entries))).toEqual(expected);
        expect(shown(await rows.entries.newest(3))).toEqual(expected.slice(0, 3));
        const [from, to] = [clock.now() - 5 * DAY_MS, clock.now() - DAY_MS];
        expect(shown(await rows.entries.between(from, to))).toEqual(
          expected.filter(([at = 0]) => at >= from && at <= to),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('are found by their id, those of the memory and those far back', async () => {
    const { rows, clock, put } = await rowsRig();
    await put([
      readingAgo(clock.now(), 5, 120),
      readingAgo(clock.now(), 300 * 24 * 60, 80),
      makeCalibration(-40),
      makeEvent(-200 * 24 * 60),
      makeDevice(-30),
    ]);
    const readers = [rows.entries, rows.treatments, rows.statuses];
    const found = await Promise.all(readers.map((reader) => everything<StoredRow>(reader)));
    expect(found.map((each) => each.length)).toEqual([3, 2, 1]);
    for (const [index, reader] of readers.entries()) {
      for (const row of found[index] ?? []) {
        expect(await reader.byId(row._id.toUpperCase())).toEqual(row);
        // Another collection does not hold it.
        expect(await readers[(index + 1) % 3]?.byId(row._id)).toBeUndefined();
      }
    }
    expect(await rows.entries.byId('0'.repeat(24))).toBeUndefined();
    expect(await rows.entries.byId('x')).toBeUndefined();
  });

  test('keep their id when they change, and when a treatment moves', async () => {
    const { rows, clock, journal, put, change } = await rowsRig();
    const reading = readingAgo(clock.now(), 5, 120);
    const event = makeEvent(-60);
    await put([reading, event]);
    const [before] = await everything(rows.entries);
    const [carbs] = await everything(rows.treatments);
    await clock.advance(MINUTE_MS);
    await change({ ...reading, glucoseMgdl: 121 as MgDl });
    await journal.ingest('anna', (ledger) => {
      const [held] = ledger.findNear('event', event.systemTime, 0);
      const moved = { ...event, systemTime: epochMs(event.systemTime - DAY_MS) };
      if (held) ledger.change(held, moved, clock.now());
    });
    expect(await everything(rows.entries)).toEqual([
      { ...before, sgv: 121, srvModified: clock.now() },
    ]);
    const [moved] = await everything(rows.treatments);
    expect(moved).toMatchObject({ _id: carbs?._id, date: event.systemTime - DAY_MS });
  });

  test('lose a treatment that is deleted, and say when', async () => {
    const { rows, clock, put, change } = await rowsRig();
    const event = makeEvent(-60);
    await put([event]);
    expect((await rows.treatments.recent()).rows).toHaveLength(1);
    await clock.advance(MINUTE_MS);
    await change({ ...event, isDeleted: true });
    expect(await rows.treatments.recent()).toMatchObject({ rows: [], changedAtMs: clock.now() });
    expect(await everything(rows.treatments)).toEqual([]);
  });

  test('have no meter entry and no event where none is written', async () => {
    const { rows, put } = await rowsRig({ writes: { events: false, mbg: false, alerts: false } });
    await put([makeCalibration(-40), makeEvent(-30)]);
    expect(await everything(rows.entries)).toEqual([]);
    expect(await rows.entries.newest(1, 'mbg')).toEqual([]);
    expect(await everything(rows.treatments)).toMatchObject([{ eventType: 'BG Check' }]);
  });

  test('are the same array as long as nothing changes', async () => {
    const { rows, clock, put } = await rowsRig();
    await put([readingAgo(clock.now(), 5, 120)]);
    const { rows: first } = await rows.entries.recent();
    await clock.advance(MINUTE_MS);
    // Neither time nor what lies before the window counts as a change.
    await put([readingAgo(clock.now(), 30 * 24 * 60, 99)]);
    expect((await rows.entries.recent()).rows).toBe(first);
    await put([readingAgo(clock.now(), 1, 121)]);
    expect((await rows.entries.recent()).rows).not.toBe(first);
  });

  test('reach back again when the clock is set back', async () => {
    const { facts, put } = await rowsRig();
    let now: number = facts.clock.now();
    const rows: FeedRows = createFeedRows({
      ...facts,
      clock: { ...facts.clock, now: () => epochMs(now), sleep: () => Promise.resolve() },
    });
    const start = now;
    await put([readingAgo(start, 5, 120)]);
    now = start + 40 * DAY_MS;
    expect((await rows.entries.recent()).rows).toEqual([]);
    now = start;
    expect((await rows.entries.recent()).rows).toHaveLength(1);
  });

  test('are asked for anew after the journal failed', async () => {
    const { rows, journal, clock, put } = await rowsRig();
    await put([readingAgo(clock.now(), 5, 120)]);
    await journal.close();
    await expect(rows.entries.recent()).rejects.toMatchObject({ code: 'journal.closed' });
    await journal.open();
    expect((await rows.entries.recent()).rows).toHaveLength(1);
    await journal.close();
    await expect(rows.entries.recent()).rejects.toMatchObject({ code: 'journal.closed' });
    await journal.open();
    await put([readingAgo(clock.now(), 1, 121)]);
    expect((await rows.entries.recent()).rows).toHaveLength(2);
  });

  test('show what came in before the journal failed halfway', async () => {
    const { facts, journal, clock, put } = await rowsRig();
    let isFailing = false;
    const rows = createFeedRows({
      ...facts,
      journal: {
        summary: (account) => journal.summary(account),
        newest: (account) => journal.newest(account),
        readRange: (account, from, to) => journal.readRange(account, from, to),
        readRecords: (account, from, to) => journal.readRecords(account, from, to),
        readAfter: async (account, after, limit) => {
          const found = await journal.readAfter(account, after, limit);
          if (isFailing && found.length < limit) throw new Error('the disk is away');
          return found;
        },
      },
    });
    await rows.entries.recent();
    const many = Array.from({ length: 1_100 }, (_, index) => readingAgo(clock.now(), index, 100));
    await put(many);
    isFailing = true;
    await expect(rows.entries.recent()).rejects.toThrow('away');
    isFailing = false;
    expect((await rows.entries.recent()).rows).toHaveLength(1_100);
  });

  test('that came in since an hour are found wherever they are dated', async () => {
    const { rows, clock, put } = await rowsRig();
    await put([readingAgo(clock.now(), 5, 120), readingAgo(clock.now(), 10, 121)]);
    await clock.advance(HOUR_MS);
    const since = clock.now();
    await put([readingAgo(since, 90 * 24 * 60, 80), readingAgo(since, 5, 140)]);
    const found = await all(rows.entries.recordedSince(since, FIRST_MS, LAST_MS));
    expect(found.map((row) => ('sgv' in row ? row.sgv : 0))).toEqual([140, 80]);
    const narrow = await all(rows.entries.recordedSince(since, since - DAY_MS, LAST_MS));
    expect(narrow).toHaveLength(1);
  });
});

test('records that changed since an instant are found in their order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 3 }), { maxLength: 12 }),
      fc.integer({ min: -1, max: 40 }),
      async (gaps, since) => {
        const { rows, clock, journal } = await rowsRig();
        const start = clock.now();
        let at = start;
        for (const [index, gap] of gaps.entries()) {
          at = epochMs(at + gap);
          const record: DexcomRecord = readingAgo(start, index * 5, 100);
          await journal.ingest('anna', (ledger) => ledger.insert(record, at));
        }
        const held = await journal.readAfter('anna', 0 as never, 100);
        const expected = held.filter(({ changedAt }) => changedAt >= start + since);
        expect(await all(rows.changes(start + since, ['reading']))).toEqual(expected);
      },
    ),
  );
});

test('records that changed since an instant are found among thousands, wherever they stand', async () => {
  const { rows, clock, journal } = await rowsRig();
  const start = clock.now();
  await journal.ingest('anna', (ledger) => {
    for (let index = 0; index < 5_000; index += 1) {
      ledger.insert(readingAgo(start, index * 5, 100), epochMs(start + index));
    }
  });
  for (const since of [-1, 0, 1, 1_022, 1_023, 1_024, 1_025, 3_071, 3_072, 4_998, 4_999, 5_000]) {
    const found = await all(rows.changes(start + since, ['reading']));
    expect(found.map(({ changedAt }) => changedAt - start)).toEqual(
      Array.from({ length: 5_000 - Math.max(since, 0) }, (_, index) => Math.max(since, 0) + index),
    );
  }
});
