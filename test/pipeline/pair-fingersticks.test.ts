import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DexcomRecord, Observation } from '../../src/domain/record.ts';
import type { UserEvent } from '../../src/domain/user-event.ts';
import { makeCalibration, makeEvent, makeWritten, observed } from '../support/make-kinds.ts';
import { counts, mergeRig, type MergeRig } from './merge-rig.ts';

const pairs = async ({ records }: MergeRig): Promise<Record<string, string | undefined>> =>
  Object.fromEntries(
    (await records()).flatMap((record) =>
      record.kind === 'event' ? [[record.recordId, record.sameAsCalibration]] : [],
    ),
  );
const mmol = (value: number) => ({ meter: { value, unit: 'mmol/L' as const } });
const mgdl = (value: number) => ({ meter: { value, unit: 'mg/dL' as const } });

describe('a written-down fingerstick and a calibration of the same value', () => {
  test('are one when they lie five minutes apart, in either order of arrival', async () => {
    for (const minutes of [-5, -1, 0, 5]) {
      const sticks = [observed(makeWritten(minutes)), observed(makeCalibration(0))];
      for (const order of [sticks, [...sticks].reverse()]) {
        const rig = await mergeRig();
        for (const stick of order) await rig.answer(stick);
        expect(await pairs(rig)).toEqual({ 'written-1': 'calibration-1' });
        const before = await rig.held();
        for (const stick of order) expect(counts(await rig.answer(stick))).toEqual([0, 0]);
        expect(await rig.held()).toEqual(before);
      }
    }
  });

  test('make the event move to a new position when the calibration comes later', async () => {
    const rig = await mergeRig();
    await rig.answer(observed(makeWritten(0)));
    const done = await rig.answer(observed(makeCalibration(1)));
    expect(done).toMatchObject({
      added: [makeCalibration(1)],
      changed: [{ recordId: 'written-1', sameAsCalibration: 'calibration-1' }],
    });
    expect(await rig.held()).toMatchObject([{ position: 2 }, { position: 3 }]);
  });

  test.each<[string, UserEvent, ReturnType<typeof makeCalibration>]>([
    ['further apart', makeWritten(5 + 1 / 60), makeCalibration(0)],
    ['of another value', makeWritten(0, 'written-1', mgdl(101)), makeCalibration(0)],
    ['of another value in mmol/L', makeWritten(0, 'w', mmol(5.7)), makeCalibration(0)],
    ['where one is no fingerstick', makeEvent(0, 'w', mgdl(100)), makeCalibration(0)],
    ['where one is deleted', makeWritten(0, 'w', { isDeleted: true }), makeCalibration(0)],
  ])('are two %s', async (_why, event, calibration) => {
    const rig = await mergeRig();
    await rig.answer(observed(event), observed(calibration));
    expect(Object.values(await pairs(rig))).toEqual([undefined]);
  });

  test.each([
    [5.5, 100],
    [5.6, 100],
    [2.2, 39],
    [22.2, 400],
  ])('are one at %d mmol/L and %d mg/dL, as a meter rounds', async (value, whole) => {
    const near = Math.abs(value - whole / 18.0182) <= 0.05;
    const rig = await mergeRig();
    await rig.answer(observed(makeWritten(0, 'w', mmol(value))));
    await rig.answer(observed(makeCalibration(0, 'c', mgdl(whole))));
    expect(await pairs(rig)).toEqual({ w: near ? 'c' : undefined });
  });
});

describe('a pair is found again', () => {
  test('when the event is deleted, and when it is alive again', async () => {
    const rig = await mergeRig();
    await rig.answer(observed(makeCalibration(0)), observed(makeWritten(1)));
    await rig.answer(observed(makeWritten(1, 'written-1', { isDeleted: true })));
    expect(await pairs(rig)).toEqual({ 'written-1': undefined });
    await rig.answer(observed(makeWritten(1)));
    expect(await pairs(rig)).toEqual({ 'written-1': 'calibration-1' });
  });

  test('when the event gets another value or type, and its own again', async () => {
    const rig = await mergeRig();
    await rig.answer(observed(makeCalibration(0)), observed(makeWritten(1)));
    for (const other of [
      makeWritten(1, 'written-1', mgdl(140)),
      makeEvent(1, 'written-1'),
      makeWritten(9),
    ]) {
      await rig.answer(observed(other));
      expect(await pairs(rig)).toEqual({ 'written-1': undefined });
      await rig.answer(observed(makeWritten(1)));
      expect(await pairs(rig)).toEqual({ 'written-1': 'calibration-1' });
    }
  });

  test('when the calibration changes, also for the event it leaves', async () => {
    const rig = await mergeRig();
    await rig.answer(
      observed(makeCalibration(0)),
      observed(makeWritten(1, 'near')),
      observed(makeWritten(31, 'far')),
    );
    expect(await pairs(rig)).toEqual({ near: 'calibration-1', far: undefined });
    const done = await rig.answer(observed(makeCalibration(30)));
    expect(done.changed.map(({ recordId }) => recordId).sort()).toEqual([
      'calibration-1',
      'far',
      'near',
    ]);
    expect(await pairs(rig)).toEqual({ near: undefined, far: 'calibration-1' });
  });

  test('and one calibration is one event: a second fingerstick of the same value is kept', async () => {
    const sticks = [
      observed(makeWritten(4, 'second')),
      observed(makeWritten(1, 'first')),
      observed(makeCalibration(0)),
    ];
    for (const order of [sticks, [...sticks].reverse()]) {
      const rig = await mergeRig();
      for (const stick of order) await rig.answer(stick);
      expect(await pairs(rig)).toEqual({ first: 'calibration-1', second: undefined });
      await rig.answer(observed(makeWritten(1, 'first', { isDeleted: true })));
      expect(await pairs(rig)).toEqual({ first: undefined, second: 'calibration-1' });
    }
  });
});

/** The pairs of all fingersticks at once, the nearest first: what merging must come to piece by piece. */
function expectedPairs(records: readonly DexcomRecord[]): Record<string, string | undefined> {
  const events = records.filter((record) => record.kind === 'event');
  const calibrations = records.filter((record) => record.kind === 'calibration');
  const couples = events
    .filter((event) => !event.isDeleted && event.eventType === 'bloodGlucose')
    .flatMap((event) => calibrations.map((calibration) => ({ event, calibration })))
    .map((couple) => ({
      ...couple,
      apart: Math.abs(couple.event.systemTime - couple.calibration.systemTime),
    }))
    .filter(({ event, calibration, apart }) => {
      return apart <= 300_000 && event.meter?.value === calibration.meter.value;
    })
    .sort(
      (a, b) =>
        a.apart - b.apart ||
        a.event.systemTime - b.event.systemTime ||
        a.calibration.systemTime - b.calibration.systemTime ||
        (a.event.recordId < b.event.recordId ? -1 : 1),
    );
  const found: Record<string, string | undefined> = {};
  for (const { recordId } of events) found[recordId] = undefined;
  for (const { event, calibration } of couples) {
    if (found[event.recordId] || Object.values(found).includes(calibration.recordId)) continue;
    found[event.recordId] = calibration.recordId;
  }
  return found;
}

/** A life of a few fingersticks: each is said several times, moved, rewritten, deleted and brought back. */
const life = fc.array(
  fc
    .record({
      id: fc.integer({ min: 0, max: 4 }),
      isCalibration: fc.boolean(),
      minute: fc.integer({ min: 0, max: 16 }),
      value: fc.constantFrom(100, 120),
      type: fc.constantFrom('bloodGlucose', 'bloodGlucose', 'notes'),
      isDeleted: fc.constantFrom(false, false, true),
    })
    .map(({ id, isCalibration, minute, value, type, isDeleted }): Observation => {
      // A second apart, so that no two are at the same time with the same content: that would be a new client app.
      const at = minute + id / 60;
      return isCalibration
        ? observed(makeCalibration(at, `c${id}`, mgdl(value)))
        : observed(makeWritten(at, `w${id}`, { ...mgdl(value), eventType: type, isDeleted }));
    }),
  { minLength: 1, maxLength: 24 },
);

test('whatever is said in whatever order, the pairs are those of what is held in the end', async () => {
  await fc.assert(
    fc.asyncProperty(life, async (said) => {
      const rig = await mergeRig();
      for (const observation of said) await rig.answer(observation);
      const records = await rig.records();
      expect(await pairs(rig)).toEqual(expectedPairs(records));
      // Each is what was last said of it.
      for (const record of records) {
        const last = said.findLast(
          (each) => each.kind === record.kind && each.recordId === record.recordId,
        );
        const { sameAsCalibration: _, ...bare } = record as UserEvent;
        expect(observed(bare as DexcomRecord)).toEqual(last);
      }
    }),
    { numRuns: 300 },
  );
});
