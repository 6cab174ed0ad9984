import { describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs, HOUR_MS, toIsoUtc } from '../../src/domain/instant.ts';
import type { JournalRecord } from '../../src/domain/journal-record.ts';
import { APP } from '../../src/sinks/nightscout/entry.ts';
import { toTreatment, type TreatedRecord } from '../../src/sinks/nightscout/treatment.ts';
import type { Sink, WriteReceipt } from '../../src/sinks/sink.ts';
import { alertAt, calibrationAt, deviceAt, eventAt, hold } from '../support/make-journal-record.ts';
import type { Row } from './sink-rig.ts';
import { describeTreatmentsManners } from './treatments-manners.ts';
import { describeTreatmentsNeighbours } from './treatments-neighbours.ts';
import type { TreatmentsRig } from './treatments-rig.ts';
import { treatmentsStage } from './treatments-stage.ts';

const never = new AbortController().signal;

/** What every sink of treatments owes to the pipeline. */
export function describeTreatmentsContract(
  name: string,
  setup: () => Promise<TreatmentsRig>,
): void {
  describe(`the contract of a sink of treatments: ${name}`, () => {
    const stage = treatmentsStage(setup);
    const { ready, opened, at } = stage;
    const expectSettled = (receipt: WriteReceipt, batch: readonly JournalRecord[]): void => {
      expect(receipt).toEqual({
        settled: batch.map(({ position }) => position),
        present: [],
        refused: [],
      });
    };
    /** What must lie there for a record, but for what only this destination adds. */
    const expected = (held: JournalRecord<TreatedRecord>): Row => {
      const { utcOffset, srvCreated, srvModified, ...document } = toTreatment(
        held,
        stage.rig().device,
      )!;
      return {
        ...document,
        ...(stage.rig().siteStamps ? {} : { srvCreated, srvModified }),
        ...(stage.rig().keepsUtcOffset && utcOffset !== undefined ? { utcOffset } : {}),
      };
    };
    const mixed = (): JournalRecord<TreatedRecord>[] => [
      hold(calibrationAt(at(0), { utcOffsetMinutes: 60 })),
      hold(eventAt(at(10))),
      hold(eventAt(at(20), { eventType: 'insulin', eventSubtype: 'fastActing', amount: 4.5 })),
      hold(eventAt(at(30), { eventType: 'insulin', eventSubtype: 'longActing', amount: 12 })),
      hold(eventAt(at(40), { eventType: 'exercise', eventSubtype: 'light', amount: 30 })),
      hold(eventAt(at(50), { eventType: 'notes', text: 'BG < 70 & <b>dizzy</b>' })),
      hold(eventAt(at(60), { eventType: 'bloodGlucose', meter: { value: 5.6, unit: 'mmol/L' } })),
      hold(alertAt(at(70))),
    ];

    test('an empty batch is an empty receipt', async () => {
      const sink = await ready();
      expect(await sink.write([], never)).toEqual({ settled: [], present: [], refused: [] });
    });

    test('each record becomes one document with every field as it should be', async () => {
      const batch = mixed();
      expectSettled(await (await ready()).write(batch, never), batch);
      const rows = await stage.rig().rows();
      expect(rows).toHaveLength(batch.length);
      rows.forEach((row, index) => expect(row).toMatchObject(expected(batch[index]!)));
      expect(rows[5]).toMatchObject({ notes: 'BG &lt; 70 & &lt;b>dizzy&lt;/b>' });
      for (const row of [rows[0], rows[3], rows[5]]) {
        expect(row?.['insulin'] ?? undefined).toBeUndefined();
        expect(row?.['carbs'] ?? undefined).toBeUndefined();
      }
      for (const field of ['uploader', 'pump', 'isAnnouncement']) {
        for (const row of rows) expect(row).not.toHaveProperty(field);
      }
    });

    test('a batch written twice leaves the same rows and sends nothing the second time', async () => {
      const batch = [...mixed(), hold(deviceAt(at(80), 70))];
      await (await ready()).write(batch, never);
      const before = await stage.everything();
      const changes = stage.rig().changes();
      expectSettled(await (await ready()).write(batch, never), batch);
      expect(await stage.everything()).toEqual(before);
      expect(stage.rig().changes()).toBe(changes);
    });

    test('a changed amount replaces its very row', async () => {
      const sink = await ready();
      const held = hold(eventAt(at(0)));
      await sink.write([held, hold(eventAt(at(5)))], never);
      const [before] = await stage.rig().rows();
      const changed = hold({ ...held.record, amount: 22.5 }, epochMs(held.recordedAt + HOUR_MS));
      expectSettled(await sink.write([changed], never), [changed]);
      const rows = await stage.rig().rows();
      expect(rows).toHaveLength(2);
      expect(rows[0]).toMatchObject({
        _id: before?.['_id'],
        identifier: before?.['identifier'],
        carbs: 22.5,
        srvCreated: before?.['srvCreated'],
        srvModified: stage.rig().siteStamps ? expect.any(Number) : held.recordedAt + HOUR_MS,
      });
    });

    test('a changed type leaves nothing of the old one', async () => {
      const sink = await ready();
      const { amount: _amount, ...bare } = eventAt(at(0));
      await sink.write([hold(eventAt(at(0)))], never);
      const changed = hold({ ...bare, eventType: 'notes', text: 'was no meal' });
      await sink.write([changed], never);
      const rows = await stage.rig().rows();
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ eventType: 'Note', notes: 'was no meal' });
      expect(rows[0]?.['carbs'] ?? undefined).toBeUndefined();
    });

    test.each([5, 3 * 1440, -400 * 1440])(
      'moved by %d minutes it lies there once',
      async (minutes) => {
        const sink = await ready();
        await sink.write([hold(eventAt(at(0), { recordId: 'r' }))], never);
        await sink.write([hold(eventAt(at(minutes), { recordId: 'r' }))], never);
        const rows = await stage.rig().rows();
        expect(rows.map((row) => row['created_at'])).toEqual([toIsoUtc(at(minutes))]);
        await sink.write([hold(eventAt(at(minutes), { recordId: 'r', isDeleted: true }))], never);
        expect(await stage.rig().rows()).toEqual([]);
      },
    );

    test('what is deleted goes, wherever it lies, and its neighbours stay', async () => {
      const sink = await ready();
      const [kept, deleted, moved] = [0, 10, 20].map((minute) => eventAt(at(minute)));
      await sink.write(
        [kept!, deleted!, moved!].map((record) => hold(record)),
        never,
      );
      const tombs = [
        hold({ ...deleted!, isDeleted: true }),
        // The journal that knew where it was is lost: it was moved, then deleted.
        hold({ ...moved!, systemTime: at(60 * 1440), isDeleted: true }),
      ];
      expectSettled(await sink.write(tombs, never), tombs);
      const rows = await stage.rig().rows();
      expect(rows.map((row) => row['created_at'])).toEqual([toIsoUtc(kept!.systemTime)]);
    });

    test('deleting what was never written changes nothing', async () => {
      const tombs = Array.from({ length: 45 }, (_, minute) =>
        hold(eventAt(at(minute), { isDeleted: true })),
      );
      const changes = stage.rig().changes();
      expectSettled(await (await ready()).write(tombs, never), tombs);
      expect(await stage.rig().rows()).toEqual([]);
      expect(stage.rig().changes()).toBe(changes);
    });

    test('what was deleted can come back', async () => {
      const sink = await ready();
      const record = eventAt(at(0));
      await sink.write([hold(record)], never);
      await sink.write([hold({ ...record, isDeleted: true })], never);
      expect(await stage.rig().rows()).toEqual([]);
      await sink.write([hold(record)], never);
      await sink.write([hold(record)], never);
      expect(await stage.rig().rows()).toHaveLength(1);
    });

    test('a fingerstick that turns out to be a calibration is written once', async () => {
      const sink = await ready();
      const stick = eventAt(at(0), {
        eventType: 'bloodGlucose',
        meter: { value: 105, unit: 'mg/dL' },
      });
      await sink.write([hold(stick)], never);
      const calibration = calibrationAt(at(1));
      await sink.write(
        [hold(calibration), hold({ ...stick, sameAsCalibration: calibration.recordId })],
        never,
      );
      const rows = await stage.rig().rows();
      expect(rows.map((row) => row['created_at'])).toEqual([toIsoUtc(calibration.systemTime)]);
    });

    test('an alert that did not sound is nothing', async () => {
      const batch = ['inactive', 'activeSnoozed', 'activeAlarming'].map((alertState, minute) =>
        hold(alertAt(at(minute), { alertState })),
      );
      expectSettled(await (await ready()).write(batch, never), batch);
      expect((await stage.rig().rows()).map((row) => row['notes'])).toEqual([
        'Dexcom alert: Urgent Low',
      ]);
    });

    test('a calibration is a meter entry too where that is wanted, and moves with it', async () => {
      const sink = await ready({ writes: { mbg: true } });
      const held = hold(calibrationAt(at(0), { recordId: 'c' }));
      expectSettled(await sink.write([held], never), [held]);
      await sink.write([held], never);
      const [entry] = await stage.rig().rows('mbg');
      expect(entry).toMatchObject({
        type: 'mbg',
        mbg: 105,
        date: held.record.systemTime,
        sysTime: toIsoUtc(held.record.systemTime),
        device: `${stage.rig().device}-mbg`,
        app: APP,
      });
      const moved = calibrationAt(at(3 * 1440), {
        recordId: 'c',
        meter: { value: 6, unit: 'mmol/L' },
      });
      await sink.write([hold(moved)], never);
      const entries = await stage.rig().rows('mbg');
      expect(entries.map((row) => [row['date'], row['mbg']])).toEqual([[moved.systemTime, 108]]);
      expect(await stage.rig().rows()).toHaveLength(1);
    });

    test('meter entries are not written unasked', async () => {
      await (await ready()).write([hold(calibrationAt(at(0)))], never);
      expect(await stage.rig().rows('mbg')).toEqual([]);
    });

    test('a device is told once for each change of its settings, A to B and back too', async () => {
      const sink = await ready();
      const states = [
        hold(deviceAt(at(0), 70)),
        hold(deviceAt(at(10), 80)),
        hold(deviceAt(at(20), 70)),
      ];
      for (const state of states) expectSettled(await sink.write([state], never), [state]);
      const lows = async (): Promise<unknown[]> =>
        (await stage.rig().rows('devicestatus')).map((row) => row['created_at']);
      expect(await lows()).toEqual([0, 10, 20].map((minute) => toIsoUtc(at(minute))));
      // Repeated after a crash, or told anew by a journal that was lost.
      await sink.write(states, never);
      await sink.write([hold(deviceAt(at(30), 70))], never);
      expect(await lows()).toHaveLength(3);
      const other = hold(deviceAt(at(30), 70, { recordId: 'another|receiver' }));
      expectSettled(await sink.write([other, hold(deviceAt(at(40), 75))].slice(0, 1), never), [
        other,
      ]);
      expect(await lows()).toHaveLength(4);
      const [first] = await stage.rig().rows('devicestatus');
      expect(first).toMatchObject({ device: 'dexcom://g7', app: APP, dexcom: { app: 'G7' } });
      expect(first).not.toHaveProperty('uploader');
    });

    test('years of records go through in full batches', async () => {
      const sink = await ready();
      const batch = Array.from({ length: sink.batchSize }, (_, index) =>
        hold(eventAt(epochMs(at(0) + index * 5 * HOUR_MS), { amount: 1 + (index % 90) })),
      );
      expectSettled(await sink.write(batch, never), batch);
      expectSettled(await sink.write(batch, never), batch);
      const rows = await stage.rig().rows();
      expect(rows.map((row) => [row['created_at'], row['carbs']])).toEqual(
        batch.map(({ record }) => [toIsoUtc(record.systemTime), record.amount]),
      );
      expect(at(0)).toBeLessThan(Date.now() - 400 * (DAY_MS / 2));
    });

    test('a crash between write and cursor, and one in the middle of a write, lose and double nothing', async () => {
      const batch = [...mixed(), hold(deviceAt(at(80), 70))];
      for (const changes of [0, 1]) {
        const failing = await opened(stage.rig().failingSink(changes));
        await expect(failing.write(batch, never)).rejects.toMatchObject({ kind: 'transient' });
      }
      expectSettled(await (await ready()).write(batch, never), batch);
      expect(await stage.rig().rows()).toHaveLength(8);
      expect(await stage.rig().rows('devicestatus')).toHaveLength(1);
    });

    test('two sinks that write the same at once end with each once', async () => {
      const batch = mixed();
      const write = (sink: Sink): Promise<WriteReceipt> =>
        sink.write(batch, never).catch(() => sink.write(batch, never));
      const sinks = [await ready(), await ready()];
      await Promise.all(sinks.map(write));
      // Where a site lets a race double a row, the next that looks removes it.
      await sinks[0]!.write(batch, never);
      const rows = await stage.rig().rows();
      expect(rows.map((row) => row['identifier'])).toEqual(
        batch.map((held) => toTreatment(held, 'd')?.identifier),
      );
    });
  });
  describeTreatmentsNeighbours(name, setup);
  describeTreatmentsManners(name, setup);
}
