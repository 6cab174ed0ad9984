import { describe, expect, test } from '@jest/globals';
import { epochMs, SECOND_MS, toIsoUtc } from '../../src/domain/instant.ts';
import { treatmentIdentifier, toTreatment } from '../../src/sinks/nightscout/treatment.ts';
import { calibrationAt, eventAt, hold } from '../support/make-journal-record.ts';
import type { Row } from './sink-rig.ts';
import type { TreatmentsRig } from './treatments-rig.ts';
import { treatmentsStage } from './treatments-stage.ts';

const never = new AbortController().signal;

/** The part of the contract that is about other programs’ rows, and about rows that were meddled with. */
export function describeTreatmentsNeighbours(
  name: string,
  setup: () => Promise<TreatmentsRig>,
): void {
  describe(`the neighbours of a sink of treatments: ${name}`, () => {
    const stage = treatmentsStage(setup);
    const { ready, at } = stage;
    const foreign = (instant: number, more: Row): Row => ({
      created_at: toIsoUtc(epochMs(instant)),
      enteredBy: 'xDrip',
      identifier: `foreign-${instant}`,
      ...more,
    });

    test('another uploader’s row of the same type and amount within a minute is left alone', async () => {
      const seconds = (minute: number, by: number): number => at(minute) + by * SECOND_MS;
      await stage
        .rig()
        .seed([
          foreign(seconds(0, 60), { eventType: 'Carb Correction', carbs: 15 }),
          foreign(seconds(10, -45), { eventType: 'Correction Bolus', insulin: 4.5 }),
          foreign(seconds(20, 5), { eventType: 'BG Check', glucose: 100.9, units: 'mg/dl' }),
          foreign(seconds(30, 0), { eventType: 'Note', notes: 'Illness' }),
          foreign(seconds(40, 61), { eventType: 'Carb Correction', carbs: 15 }),
          foreign(seconds(50, 0), { eventType: 'Carb Correction', carbs: 16 }),
          foreign(seconds(60, 0), { eventType: 'Temp Basal', duration: 30 }),
        ]);
      const before = await stage.rig().rows();
      const batch = [
        hold(eventAt(at(0))),
        hold(eventAt(at(10), { eventType: 'insulin', eventSubtype: 'fastActing', amount: 4.5 })),
        hold(eventAt(at(20), { eventType: 'bloodGlucose', meter: { value: 5.6, unit: 'mmol/L' } })),
        hold(eventAt(at(30), { eventType: 'health', eventSubtype: 'illness' })),
        hold(eventAt(at(40))),
        hold(eventAt(at(50))),
        hold(eventAt(at(60), { eventType: 'exercise', amount: 30 })),
      ];
      const positions = batch.map(({ position }) => position);
      const expected = { settled: positions.slice(4), present: positions.slice(0, 4), refused: [] };
      expect(await (await ready()).write(batch, never)).toEqual(expected);
      expect(await (await ready()).write(batch, never)).toEqual(expected);
      const after = await stage.rig().rows();
      expect(after).toHaveLength(10);
      expect(after.filter((row) => row['enteredBy'] === 'xDrip')).toEqual(before);
    });

    test('without respect for others everything is written', async () => {
      await stage.rig().seed([foreign(at(0), { eventType: 'Carb Correction', carbs: 15 })]);
      const held = hold(eventAt(at(0)));
      const sink = await ready({ toleranceMs: 0 });
      for (let n = 0; n < 2; n += 1) {
        expect((await sink.write([held], never)).settled).toEqual([held.position]);
      }
      expect(await stage.rig().rows()).toHaveLength(2);
    });

    test('an event that moves onto another uploader’s row leaves none of ours behind', async () => {
      const sink = await ready();
      await sink.write([hold(eventAt(at(0), { recordId: 'r' }))], never);
      const there = at(30 * 1440);
      await stage.rig().seed([foreign(there, { eventType: 'Carb Correction', carbs: 15 })]);
      const moved = hold(eventAt(there, { recordId: 'r' }));
      expect((await sink.write([moved], never)).present).toEqual([moved.position]);
      expect((await stage.rig().rows()).map((row) => row['enteredBy'])).toEqual(['xDrip']);
    });

    test('deleting one of ours leaves another uploader’s same row alone', async () => {
      const sink = await ready({ toleranceMs: 0 });
      await stage.rig().seed([foreign(at(0), { eventType: 'Carb Correction', carbs: 15 })]);
      const before = await stage.rig().rows();
      await sink.write([hold(eventAt(at(0)))], never);
      await sink.write([hold(eventAt(at(0), { isDeleted: true }))], never);
      expect(await stage.rig().rows()).toEqual(before);
    });

    test('two events of one amount within a minute are two', async () => {
      const sink = await ready();
      await sink.write([hold(eventAt(at(0)))], never);
      await sink.write([hold(eventAt(epochMs(at(0) + 20 * SECOND_MS)))], never);
      await sink.write([hold(eventAt(at(0), { recordId: 'at the same instant' }))], never);
      expect(await stage.rig().rows()).toHaveLength(3);
    });

    test('a row of ours that lies there twice is healed', async () => {
      const held = hold(eventAt(at(0)));
      const copy = { ...toTreatment(held, stage.rig().device)! };
      await (await ready()).write([held], never);
      await stage.rig().seed([copy, foreign(at(5), { eventType: 'Note' })]);
      expect(await stage.rig().rows()).toHaveLength(stage.rig().canDouble ? 3 : 2);
      await (await ready()).write([held], never);
      expect((await stage.rig().rows()).map((row) => row['identifier'])).toEqual([
        treatmentIdentifier(held.record),
        `foreign-${at(5)}`,
      ]);
    });

    test('another meter’s entry at the very instant, or of the same value near it, stands for ours', async () => {
      const mbg = (instant: number, value: number): Row => ({
        type: 'mbg',
        mbg: value,
        date: instant,
        dateString: toIsoUtc(epochMs(instant)),
        sysTime: toIsoUtc(epochMs(instant)),
        device: 'xDrip',
      });
      await stage
        .rig()
        .seed([mbg(at(0), 99), mbg(at(10) + 30_000, 105), mbg(at(20) + 30_000, 99)], 'mbg');
      const sink = await ready({ writes: { mbg: true } });
      const batch = [0, 10, 20].map((minute) => hold(calibrationAt(at(minute))));
      await sink.write(batch, never);
      const entries = await stage.rig().rows('mbg');
      expect(entries.map((row) => [row['date'], row['mbg'], row['device']])).toEqual([
        [at(0), 99, 'xDrip'],
        [at(10) + 30_000, 105, 'xDrip'],
        [at(20), 105, `${stage.rig().device}-mbg`],
        [at(20) + 30_000, 99, 'xDrip'],
      ]);
      expect(await stage.rig().rows()).toHaveLength(3);
    });

    test('one refused record spares its neighbours and names its reason', async () => {
      const batch = [0, 5, 10, 15, 20].map((minute) => hold(eventAt(at(minute))));
      const bad = batch[3]!;
      await stage.rig().refuse(bad.record.systemTime);
      const receipt = await (await ready()).write(batch, never);
      expect(receipt.refused).toEqual([
        {
          position: bad.position,
          code: expect.stringContaining('.refused_'),
          reason: expect.stringContaining(toIsoUtc(bad.record.systemTime)),
        },
      ]);
      expect(receipt.settled).toHaveLength(4);
      expect(await stage.rig().rows()).toHaveLength(4);
    });
  });
}
