import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import { addKinds, receiptKinds } from '../../src/pipeline/kind-counts.ts';
import type { WriteReceipt } from '../../src/sinks/sink.ts';
import { calibrationAt, deviceAt, eventAt, hold } from '../support/make-journal-record.ts';
import { makeRecord } from '../support/make-record.ts';

const AT = epochMs(1_745_081_000_000);

describe('kinds', () => {
  test('are counted onto what was counted before', () => {
    const counts = { event: 2 };
    addKinds(counts, ['event', 'alert', 'event']);
    expect(counts).toEqual({ event: 4, alert: 1 });
  });

  test('of a receipt are told by what became of each record', () => {
    const [checked, carbs, more, phone] = [
      hold(calibrationAt(AT)),
      hold(eventAt(AT)),
      hold(eventAt(AT, { recordId: 'another' })),
      hold(deviceAt(AT, 70)),
    ] as const;
    const receipt: WriteReceipt = {
      settled: [checked.position, carbs.position],
      present: [phone.position],
      refused: [{ position: more.position, code: 'nightscout.refused_row', reason: 'no' }],
    };
    expect(receiptKinds([checked, carbs, more, phone], receipt)).toEqual({
      written: { calibration: 1, event: 1 },
      present: { device: 1 },
      refused: { event: 1 },
    });
  });

  test('of nothing but readings are not told', () => {
    const batch = [makeRecord(AT, 0), makeRecord(AT, 1)];
    const settled = batch.map(({ position }) => position);
    expect(receiptKinds(batch, { settled, present: [], refused: [] })).toBeUndefined();
  });
});
