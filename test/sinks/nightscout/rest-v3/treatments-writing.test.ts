import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS, toIsoUtc } from '../../../../src/domain/instant.ts';
import type { JournalRecord } from '../../../../src/domain/journal-record.ts';
import { toTreatment, treatmentIdentifier } from '../../../../src/sinks/nightscout/treatment.ts';
import type { Sink } from '../../../../src/sinks/sink.ts';
import type { RunningNightscoutStandIn } from '../../../../src/simulator/index.ts';
import { deviceAt, eventAt, hold } from '../../../support/make-journal-record.ts';
import {
  treatmentsStandInRig,
  type SiteTreatmentsRig,
} from '../../../support/rest-v1-treatments-rig.ts';
import { v3TreatmentsMaker } from '../../../support/rest-v3-rig.ts';

const never = new AbortController().signal;

describe('the treatments sink by API v3', () => {
  let rig: SiteTreatmentsRig & { readonly site: RunningNightscoutStandIn };
  let sink: Sink;
  beforeEach(async () => {
    rig = await treatmentsStandInRig({}, v3TreatmentsMaker);
    sink = rig.sink();
  });
  afterEach(() => rig.stop());
  const events = (count: number): JournalRecord[] =>
    Array.from({ length: count }, (_, index) =>
      hold(eventAt(epochMs(rig.base + index * 5 * HOUR_MS))),
    );
  const stored = () => rig.site.rows('treatments');

  test('a treatment that somebody deleted stays deleted, is told once, and spares its neighbours', async () => {
    const batch = events(3);
    await sink.write(batch.slice(0, 2), never);
    const before = stored();
    rig.site.clear('treatments');
    rig.site.seed([before[0]!, { ...before[1], isValid: false }], true, 'treatments');
    const receipt = await sink.write(batch, never);
    expect(receipt).toEqual({
      settled: [batch[0]!.position, batch[2]!.position],
      present: [],
      refused: [
        {
          position: batch[1]!.position,
          code: 'nightscout.deleted_row',
          reason: expect.stringContaining(toIsoUtc(batch[1]!.record.systemTime)),
        },
      ],
    });
    expect(stored()[1]).toMatchObject({ isValid: false });
  });

  test('of two rows under our identifier the right one is left, whichever the site removes', async () => {
    const [held] = events(1);
    const right = { ...toTreatment(held as never, rig.device)! };
    for (const rows of [
      [right, { ...right, carbs: 99 }],
      [{ ...right, carbs: 99 }, right],
      [right, right, right],
    ]) {
      rig.site.clear('treatments');
      await rig.seed(rows);
      expect((await sink.write([held!], never)).settled).toEqual([held!.position]);
      expect(stored().map(({ carbs }) => carbs)).toEqual([right.carbs]);
    }
  });

  test('the offset that a site has taken down is kept through every change', async () => {
    const { record } = events(1)[0]! as JournalRecord<ReturnType<typeof eventAt>>;
    await sink.write([hold({ ...record, utcOffsetMinutes: 60 })], never);
    await sink.write([hold({ ...record, utcOffsetMinutes: 120, amount: 44 })], never);
    expect(stored()).toMatchObject([{ utcOffset: 60, carbs: 44 }]);
    // One that was written straight into the database may have none.
    const [{ utcOffset: _utcOffset, ...bare } = {}] = stored();
    rig.site.clear('treatments');
    await rig.seed([bare]);
    await sink.write([hold({ ...record, utcOffsetMinutes: 120, amount: 45 })], never);
    expect(stored()).toMatchObject([{ carbs: 45 }]);
    expect(stored()).toHaveLength(1);
  });

  test('a removal names its row in the path, and is for good', async () => {
    const [held] = events(1);
    await sink.write([held!], never);
    rig.site.requests.clear();
    await sink.write([hold({ ...eventAt(held!.record.systemTime), isDeleted: true })], never);
    expect(stored()).toEqual([]);
    const removals = rig.site.requests.records.filter(({ endpoint }) => /^DELETE/.test(endpoint));
    expect(removals).toMatchObject([
      {
        endpoint: `DELETE /api/v3/treatments/${treatmentIdentifier(held!.record as never)}`,
        query: 'permanent=true',
      },
    ]);
  });

  test.each(['reset', 'truncated', 'empty', 'badJson'] as const)(
    'an answer that is lost (%s) costs and doubles nothing, for device states too',
    async (kind) => {
      const batch = [...events(4), hold(deviceAt(rig.base, 70))];
      const name = treatmentIdentifier(batch[2]!.record as never);
      rig.site.setFault({ kind }, { endpoint: `PUT /api/v3/treatments/${name}`, times: 1 });
      await expect(sink.write(batch, never)).rejects.toMatchObject({ kind: 'transient' });
      await rig.sink().write(batch, never);
      expect(stored()).toHaveLength(4);
      expect(rig.site.rows('devicestatus')).toHaveLength(1);
    },
  );

  test('a thousand treatments of others between two of ours hide none', async () => {
    const others = Array.from({ length: 1_500 }, (_, index) => ({
      eventType: 'Correction Bolus',
      insulin: 0.05,
      created_at: toIsoUtc(epochMs(rig.base + index * 60_000)),
    }));
    const late = epochMs(rig.base + 25 * HOUR_MS);
    await rig.seed([
      ...others,
      { eventType: 'Carb Correction', carbs: 15, created_at: toIsoUtc(late) },
    ]);
    const batch = [hold(eventAt(rig.base)), hold(eventAt(late))];
    expect((await sink.write(batch, never)).present).toEqual([batch[1]!.position]);
  });

  test('rows of old programs that name an offset, at the end of a page, hide none', async () => {
    const others = Array.from({ length: 1_500 }, (_, index) => ({
      eventType: 'Correction Bolus',
      insulin: 0.05,
      created_at: toIsoUtc(epochMs(rig.base + index * 60_000)).replace(/\.\d+Z$/, '-08:00'),
    }));
    const late = epochMs(rig.base + 18 * HOUR_MS);
    const copy = { eventType: 'Carb Correction', carbs: 15, created_at: toIsoUtc(late) };
    await rig.seed([...others, copy]);
    const batch = [hold(eventAt(rig.base)), hold(eventAt(late))];
    expect((await sink.write(batch, never)).present).toEqual([batch[1]!.position]);
  });
});
