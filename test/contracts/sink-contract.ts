import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HIGH_MGDL, LOW_MGDL, type MgDl } from '../../src/domain/glucose.ts';
import { epochMs, toIsoUtc } from '../../src/domain/instant.ts';
import type { JournalRecord } from '../../src/domain/journal-record.ts';
import type { Reading } from '../../src/domain/reading.ts';
import { APP } from '../../src/sinks/nightscout/entry.ts';
import type { Sink, WriteReceipt } from '../../src/sinks/sink.ts';
import { makeRecord } from '../support/make-record.ts';
import { describeSinkManners } from './sink-manners.ts';
import type { Row, SinkRig } from './sink-rig.ts';

const TOLERANCE_MS = 150_000;
const never = new AbortController().signal;

/** What every sink owes to the pipeline. */
export function describeSinkContract(name: string, setup: () => Promise<SinkRig>): void {
  describe(`the contract of a sink: ${name}`, () => {
    let rig: SinkRig;
    let sinks: Sink[];

    beforeEach(async () => {
      sinks = [];
      rig = await setup();
    });
    afterEach(async () => {
      for (const sink of sinks) await sink.close();
      await rig.stop();
    });

    const opened = async (sink: Sink): Promise<Sink> => {
      sinks.push(sink);
      await sink.open();
      return sink;
    };
    const ready = async (toleranceMs = TOLERANCE_MS): Promise<Sink> =>
      opened(rig.sink({ toleranceMs }));
    const records = (count: number, from = 0): JournalRecord<Reading>[] =>
      Array.from({ length: count }, (_, index) => makeRecord(rig.base, from + index));
    const foreign = (instant: number, more: Row = {}): Row => ({
      type: 'sgv',
      sgv: 222,
      date: instant,
      dateString: toIsoUtc(epochMs(instant)),
      sysTime: toIsoUtc(epochMs(instant)),
      device: 'xDrip-DexcomG5',
      ...more,
    });
    const expectComplete = (receipt: WriteReceipt, batch: readonly JournalRecord[]): void => {
      const all = [
        ...receipt.settled,
        ...receipt.present,
        ...receipt.refused.map(({ position }) => position),
      ];
      expect([...all].sort((a, b) => a - b)).toEqual(
        batch.map(({ position }) => position).sort((a, b) => a - b),
      );
    };

    test('an empty batch is an empty receipt', async () => {
      const sink = await ready();
      expect(await sink.write([], never)).toEqual({ settled: [], present: [], refused: [] });
      expect(await rig.rows()).toEqual([]);
    });

    test('every record becomes one row with every field as it should be', async () => {
      const sink = await ready();
      const batch = [
        makeRecord(rig.base, 0, { utcOffsetMinutes: 60, trend: 'fortyFiveUp' }),
        makeRecord(rig.base, 1, { glucoseMgdl: LOW_MGDL as MgDl, trend: 'notComputable' }),
        makeRecord(rig.base, 2, { glucoseMgdl: HIGH_MGDL as MgDl, trend: 'doubleDown' }),
      ];
      const receipt = await sink.write(batch, never);
      expect(receipt.settled).toEqual(batch.map(({ position }) => position));
      const rows = await rig.rows();
      expect(rows).toHaveLength(3);
      rows.forEach((row, index) => {
        const held = batch[index]!;
        const iso = toIsoUtc(held.record.systemTime);
        expect(row).toMatchObject({
          type: 'sgv',
          sgv: [100, 39, 401][index],
          date: held.record.systemTime,
          dateString: iso,
          sysTime: iso,
          direction: ['FortyFiveUp', 'NOT COMPUTABLE', 'DoubleDown'][index],
          trend: [3, 8, 7][index],
          device: rig.device,
          app: APP,
          created_at: iso,
          ...(rig.siteStamps
            ? { srvCreated: expect.any(Number), srvModified: expect.any(Number) }
            : { srvCreated: held.recordedAt, srvModified: held.changedAt }),
        });
        expect(row['identifier']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/);
      });
    });

    test('an unknown trend stays unknown', async () => {
      const sink = await ready();
      const { trend: _trend, ...record } = makeRecord(rig.base, 0).record;
      await sink.write([{ ...makeRecord(rig.base, 0), record }], never);
      const [row] = await rig.rows();
      expect(row).toMatchObject({ sgv: 100 });
      expect(row).not.toHaveProperty('direction');
      expect(row).not.toHaveProperty('trend');
    });

    test('a batch written twice leaves the same rows, the second time by a sink that knows nothing of the first', async () => {
      const batch = records(20);
      await (await ready()).write(batch, never);
      const before = await rig.rows();
      const receipt = await (await ready()).write(batch, never);
      expect(receipt.settled).toHaveLength(20);
      expect(await rig.rows()).toEqual(before);
      expect(before).toHaveLength(20);
    });

    test('batches that overlap leave each reading once', async () => {
      const sink = await ready();
      await sink.write(records(8), never);
      expectComplete(await sink.write(records(8, 4), never), records(8, 4));
      const dates = (await rig.rows()).map((row) => row['date']);
      expect(dates).toEqual(records(12).map(({ record }) => record.systemTime));
    });

    test('two sinks that write the same batch at the same moment leave each reading once', async () => {
      const batch = records(10);
      const [first, second] = [await ready(), await ready()];
      await first.write(records(1, 50), never);
      await second.write(records(1, 50), never);
      // A loser of the race may ask to be repeated, as the pipeline does.
      const write = (sink: Sink): Promise<WriteReceipt> =>
        sink.write(batch, never).catch(() => sink.write(batch, never));
      for (const receipt of await Promise.all([write(first), write(second)])) {
        expectComplete(receipt, batch);
      }
      expect(new Set((await rig.rows()).map((row) => row['sysTime'])).size).toBe(11);
    });

    test('records in any order, near and far apart, all arrive', async () => {
      const sink = await ready();
      const batch = [500, 3, 4, 0, 120, 501].map((number) => makeRecord(rig.base, number));
      expectComplete(await sink.write(batch, never), batch);
      const dates = (await rig.rows()).map((row) => row['date']);
      expect(dates).toEqual(
        batch.map(({ record }) => record.systemTime as number).sort((a, b) => a - b),
      );
    });

    test('a changed record updates its very row', async () => {
      const sink = await ready();
      await sink.write(records(3), never);
      const before = await rig.rows();
      const changedAt = epochMs(makeRecord(rig.base, 1).recordedAt + 3_600_000);
      const changed = makeRecord(rig.base, 1, {
        glucoseMgdl: 77 as MgDl,
        trend: 'singleDown',
        changedAt,
      });
      const receipt = await sink.write([changed], never);
      expect(receipt.settled).toEqual([changed.position]);
      const after = await rig.rows();
      expect(after).toHaveLength(3);
      expect(after[0]).toEqual(before[0]);
      expect(after[1]).toMatchObject({
        sgv: 77,
        direction: 'SingleDown',
        trend: 6,
        srvCreated: before[1]!['srvCreated'],
        srvModified: rig.siteStamps ? expect.any(Number) : changedAt,
        identifier: before[1]!['identifier'],
      });
      expect(after[1]!['_id']).toEqual(before[1]!['_id']);
    });

    test('other programs’ rows within the tolerance are left alone, the neighbours are written', async () => {
      const batch = records(5);
      const at = (number: number): number => batch[number]!.record.systemTime;
      const others = [foreign(at(1)), foreign(at(2) + TOLERANCE_MS - 1), foreign(at(3) - 10_000)];
      await rig.seed(others);
      const before = await rig.rows();
      const receipt = await (await ready()).write(batch, never);
      expect(receipt).toEqual({
        settled: [batch[0]!.position, batch[4]!.position],
        present: [1, 2, 3].map((number) => batch[number]!.position),
        refused: [],
      });
      const after = await rig.rows();
      expect(after).toHaveLength(5);
      expect(after.filter((row) => row['sgv'] === 222)).toEqual(before);
    });

    test('a row just beyond the tolerance is another reading', async () => {
      const [held] = records(1);
      await rig.seed([foreign(held!.record.systemTime + TOLERANCE_MS)]);
      const receipt = await (await ready()).write([held!], never);
      expect(receipt.settled).toEqual([held!.position]);
      expect(await rig.rows()).toHaveLength(2);
    });

    test('rows of ours at another instant are the same reading told by a journal made anew', async () => {
      const [held] = records(1);
      await rig.seed([foreign(held!.record.systemTime + 9_000, { app: APP, sgv: 100 })]);
      const receipt = await (await ready()).write([held!], never);
      expect(receipt.present).toEqual([held!.position]);
      expect(await rig.rows()).toHaveLength(1);
    });

    test('without a tolerance everything is written', async () => {
      const batch = records(2);
      await rig.seed([foreign(batch[0]!.record.systemTime + 9_000)]);
      const receipt = await (await ready(0)).write(batch, never);
      expect(receipt.settled).toEqual(batch.map(({ position }) => position));
      expect(await rig.rows()).toHaveLength(3);
      expectComplete(await (await ready(0)).write(batch, never), batch);
      expect(await rig.rows()).toHaveLength(3);
    });

    test('one refused record spares its neighbours and names its reason', async () => {
      const batch = records(9);
      const bad = batch[5]!;
      await rig.refuse(bad.record.systemTime);
      const receipt = await (await ready()).write(batch, never);
      expectComplete(receipt, batch);
      expect(receipt.refused).toEqual([
        { position: bad.position, code: expect.any(String), reason: expect.any(String) },
      ]);
      expect(receipt.settled).toHaveLength(8);
      const dates = (await rig.rows()).map((row) => row['date']);
      expect(dates).toHaveLength(8);
      expect(dates).not.toContain(bad.record.systemTime);
    });

    test('a full batch goes through whole', async () => {
      const sink = await ready();
      const batch = records(sink.batchSize);
      const receipt = await sink.write(batch, never);
      expect(receipt.settled).toEqual(batch.map(({ position }) => position));
      const rows = await rig.rows();
      expect(rows.map((row) => [row['date'], row['sgv']])).toEqual(
        batch.map(({ record }) => [record.systemTime, record.glucoseMgdl]),
      );
    });
  });
  describeSinkManners(name, setup);
}
