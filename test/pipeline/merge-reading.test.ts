import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { Observation } from '../../src/domain/record.ts';
import { mergeObservation } from '../../src/pipeline/merge.ts';
import { answeredIds, type MergeOutcome } from '../../src/pipeline/merged.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { PERIOD_MS, seen, T0 } from '../support/readings.ts';

const NOW = epochMs(T0 + 3_600_000);
/** Half of a sensor’s 5 minutes. */
const USUAL_TOLERANCE_MS = PERIOD_MS / 2;

async function mergeAll(
  observations: readonly Observation<Reading>[],
  toleranceMs = USUAL_TOLERANCE_MS,
  journal = new MemoryJournal(),
) {
  await journal.open();
  const outcomes: MergeOutcome[] = [];
  for (const observation of observations) {
    const { outcome } = await journal.ingest('default', (ledger) =>
      mergeObservation(ledger, observation, {
        toleranceMs,
        now: NOW,
        answered: answeredIds([observation]),
      }),
    );
    outcomes.push(outcome);
  }
  const held = await journal.readRange('default', epochMs(0), epochMs(T0 * 2));
  return { outcomes, records: held.map(({ record }) => record), held, journal };
}

const webApi = (
  atMs: number,
  glucose: number,
  id: string,
  extra: Partial<Observation<Reading>> = {},
) => seen(atMs, glucose, { source: 'web-api', sourceRecordId: id, ...extra });

describe('what counts as the same reading', () => {
  test('polls that overlap give one record each', async () => {
    const polls = [seen(T0), seen(T0 + PERIOD_MS), seen(T0), seen(T0 + PERIOD_MS)];
    const { outcomes, records } = await mergeAll(polls);
    expect(outcomes).toEqual(['added', 'added', 'known', 'known']);
    expect(records.map(({ systemTime }) => systemTime)).toEqual([T0, T0 + PERIOD_MS]);
  });

  test('a watch’s copy 9.5 s later is the same reading, in either order', async () => {
    const phoneFirst = await mergeAll([seen(T0), seen(T0 + 9_500)]);
    const watchFirst = await mergeAll([seen(T0 + 9_500), seen(T0)]);
    expect(phoneFirst.records.map((r) => r.systemTime)).toEqual([T0]);
    expect(watchFirst.records.map((r) => r.systemTime)).toEqual([T0 + 9_500]);
  });

  test('the tolerance itself is outside: readings 150 s apart are two, 149.999 s are one', async () => {
    expect((await mergeAll([seen(T0), seen(T0 + 150_000)])).records).toHaveLength(2);
    expect((await mergeAll([seen(T0), seen(T0 + 149_999)])).records).toHaveLength(1);
  });

  test('a tolerance of 0 joins only equal system times', async () => {
    expect((await mergeAll([seen(T0), seen(T0 + 1)], 0)).records).toHaveLength(2);
    expect((await mergeAll([seen(T0), seen(T0)], 0)).records).toHaveLength(1);
  });

  test('equal ticks of one transmitter join readings whose clocks differ by minutes', async () => {
    const phone = webApi(T0, 120, 'a', { transmitterId: 'tx', transmitterTicks: 7_000 });
    const receiver = webApi(T0 + 240_000, 120, 'b', {
      transmitterId: 'tx',
      transmitterTicks: 7_003,
    });
    const { records } = await mergeAll([phone, receiver]);
    expect(records.map(({ systemTime }) => systemTime)).toEqual([T0]);
  });

  test.each([
    ['another transmitter', { transmitterId: 'other', transmitterTicks: 7_000 }, 240_000],
    ['a transmitter without ticks', { transmitterId: 'tx' }, 240_000],
    [
      'times further apart than a clock error',
      { transmitterId: 'tx', transmitterTicks: 7_000 },
      3_600_001,
    ],
  ])('%s does not join', async (_why, extra, apartMs) => {
    const first = webApi(T0, 120, 'a', { transmitterId: 'tx', transmitterTicks: 7_000 });
    const { records } = await mergeAll([first, webApi(T0 + apartMs, 120, 'b', extra)]);
    expect(records).toHaveLength(2);
  });

  test('ticks are asked before times: the reading with the same ticks wins over a nearer one', async () => {
    const base = { transmitterId: 'tx' };
    const { held } = await mergeAll([
      webApi(T0, 100, 'a', { ...base, transmitterTicks: 1_000 }),
      webApi(T0 + PERIOD_MS, 200, 'b', { ...base, transmitterTicks: 1_300 }),
      webApi(T0 + PERIOD_MS - 20_000, 100, 'c', {
        ...base,
        transmitterTicks: 1_001,
        trendRateMgdlPerMin: 1,
      }),
    ]);
    expect(held).toHaveLength(2);
    expect(held[0]?.record.trendRateMgdlPerMin).toBe(1);
    expect(held[1]?.record.trendRateMgdlPerMin).toBeUndefined();
  });
});

describe('what a record takes from another observation', () => {
  test('Share then Web API: one record, Share’s time, the rate added, sinks not bothered', async () => {
    const share = seen(T0, 120);
    const web = webApi(T0 - 817, 121, 'id', {
      trendRateMgdlPerMin: 0.4,
      transmitterId: 'tx',
      transmitterTicks: 5,
    });
    const { outcomes, held } = await mergeAll([share, web]);
    expect(outcomes).toEqual(['added', 'known']);
    expect(held).toHaveLength(1);
    expect(held[0]).toMatchObject({
      position: 1,
      record: { systemTime: T0, glucoseMgdl: 120, trendRateMgdlPerMin: 0.4, transmitterId: 'tx' },
    });
  });

  test('an offset or trend that was missing makes every sink meet the record again', async () => {
    const { trend: _, ...bare } = seen(T0);
    const { outcomes, held } = await mergeAll([
      bare,
      webApi(T0, 120, 'id', { utcOffsetMinutes: -240 }),
    ]);
    expect(outcomes).toEqual(['added', 'changed']);
    expect(held[0]).toMatchObject({
      position: 2,
      record: { trend: 'flat', utcOffsetMinutes: -240 },
    });
  });

  test('a value changes only by the source and id that said it', async () => {
    const { outcomes, records } = await mergeAll([
      seen(T0, 120),
      webApi(T0, 125, 'id'),
      webApi(T0, 130, 'other'),
      seen(T0, 140),
    ]);
    expect(outcomes).toEqual(['added', 'known', 'known', 'known']);
    expect(records).toMatchObject([{ glucoseMgdl: 120 }]);
  });

  test('a value that its source rewrites updates the record at its first time', async () => {
    const { outcomes, held } = await mergeAll([
      seen(T0, 120),
      webApi(T0 + 400, 120, 'id'),
      webApi(T0 + 400, 117, 'id'),
      webApi(T0 + 400, 117, 'id'),
    ]);
    expect(outcomes).toEqual(['added', 'known', 'changed', 'known']);
    expect(held).toMatchObject([{ position: 2, record: { systemTime: T0, glucoseMgdl: 117 } }]);
  });

  test('two sources that merely disagree change nothing, however often they repeat it', async () => {
    const both = [seen(T0, 120), webApi(T0, 121, 'id')];
    const { outcomes, records } = await mergeAll([...both, ...both, ...both]);
    expect(outcomes.filter((outcome) => outcome !== 'known')).toEqual(['added']);
    expect(records).toMatchObject([{ glucoseMgdl: 120 }]);
  });
});

/** A day of true readings, each seen once to three times by Share and the Web API, a few seconds apart. */
const sightings = fc
  .array(fc.record({ present: fc.boolean(), jitterMs: fc.integer({ min: -2_000, max: 2_000 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  .chain((slots) => {
    const truths = slots.flatMap(({ present, jitterMs }, i) =>
      present ? [T0 + i * PERIOD_MS + jitterMs] : [],
    );
    const all = truths.flatMap((time, i) => [
      seen(time, 100 + i),
      seen(time + 9_500, 100 + i),
      webApi(time - 800, 100 + i, `id-${i}`, {
        transmitterId: 'tx',
        transmitterTicks: 1_000 + 300 * i,
      }),
    ]);
    return fc.record({
      truths: fc.constant(truths),
      order: fc.shuffledSubarray([...all, ...all], { minLength: all.length }),
    });
  });

describe('properties', () => {
  test('any order of overlapping sightings: never two records for one reading, never one for two', async () => {
    await fc.assert(
      fc.asyncProperty(sightings, async ({ truths, order }) => {
        const { records } = await mergeAll(order);
        const sightedTruths = truths.filter((time) =>
          order.some(({ systemTime }) => Math.abs(systemTime - time) < 15_000),
        );
        expect(records).toHaveLength(sightedTruths.length);
        records.forEach((record, i) => {
          expect(Math.abs(record.systemTime - (sightedTruths[i] ?? 0))).toBeLessThan(10_000);
          expect(record.glucoseMgdl).toBe(100 + truths.indexOf(sightedTruths[i] ?? 0));
        });
      }),
      { numRuns: 150 },
    );
  });

  test('merging the same observations again changes nothing and moves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(sightings, async ({ order }) => {
        const first = await mergeAll(order);
        const again = await mergeAll(order, USUAL_TOLERANCE_MS, first.journal);
        expect(again.outcomes.every((outcome) => outcome === 'known')).toBe(true);
        expect(again.held).toEqual(first.held);
      }),
      { numRuns: 100 },
    );
  });
});
