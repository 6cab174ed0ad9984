import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MgDl } from '../../src/domain/glucose.ts';
import type { DexcomRecord, Observation } from '../../src/domain/record.ts';
import {
  makeAlert,
  makeCalibration,
  makeDevice,
  makeEvent,
  makeWritten,
  observed,
} from '../support/make-kinds.ts';
import { makeReading } from '../support/make-reading.ts';
import { counts, mergeRig, type MergeRig } from './merge-rig.ts';

/** What both sources say of an hour: of each reading the same time and value, the Web API more of everything else. */
function saidOf(minutes: readonly number[]): readonly Observation[] {
  return minutes.flatMap((minute, index): Observation[] => {
    const reading = makeReading(minute * 5, { glucoseMgdl: (100 + minute) as MgDl });
    const ofWebApi = observed(
      {
        ...reading,
        recordId: `reading-${index}`,
        transmitterId: 't',
        transmitterTicks: 1_000 + 300 * minute,
        trendRateMgdlPerMin: 0.2,
        utcOffsetMinutes: 60,
        transmitterGeneration: 'g7',
        displayDevice: 'iOS',
      },
      `reading-${index}`,
    );
    return [
      { ...reading, source: 'share' },
      ofWebApi,
      observed(makeCalibration(minute * 5 + 1, `calibration-${index}`)),
      observed(makeWritten(minute * 5 + 2, `written-${index}`)),
      observed(makeEvent(minute * 5, `event-${index}`, { isDeleted: index % 3 === 0 })),
      observed(makeAlert(minute * 5, `alert-${index}`)),
      observed(makeDevice(5, `device-${index % 2}`)),
    ];
  });
}

/** The same hour in some order, cut into some answers, everything at least once and some of it again. */
const hour = fc
  .uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 })
  .chain((minutes) => {
    const all = saidOf(minutes);
    return fc.record({
      all: fc.constant(all),
      order: fc.tuple(
        fc.shuffledSubarray([...all], { minLength: all.length }),
        fc.subarray([...all]),
      ),
      cut: fc.integer({ min: 1, max: 9 }),
    });
  });

const byIdentity = async ({ records }: MergeRig): Promise<readonly DexcomRecord[]> =>
  [...(await records())].sort((a, b) =>
    `${a.kind} ${a.systemTime} ${a.recordId}` < `${b.kind} ${b.systemTime} ${b.recordId}` ? -1 : 1,
  );

test('any order, any repetition and any cut of the same observations gives the same records', async () => {
  await fc.assert(
    fc.asyncProperty(hour, async ({ all, order: [once, again], cut }) => {
      const straight = await mergeRig();
      await straight.answer(...all);
      const mixed = await mergeRig();
      const said = [...once, ...again];
      for (let at = 0; at < said.length; at += cut) await mixed.answer(...said.slice(at, at + cut));
      expect(await byIdentity(mixed)).toEqual(await byIdentity(straight));

      const before = await mixed.held();
      for (const observation of said) {
        expect(counts(await mixed.answer(observation))).toEqual([0, 0]);
      }
      expect(await mixed.held()).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

test('what the Web API adds to a reading of Share that no sink writes does not move it', async () => {
  const rig = await mergeRig();
  const reading = makeReading(0, { utcOffsetMinutes: 60 });
  await rig.answer({ ...reading, source: 'share' });
  const kept = {
    recordId: 'id',
    transmitterGeneration: 'g7',
    transmitterVariant: 'g715day',
    displayDevice: 'iOS',
    displayApp: 'G7',
  };
  expect(counts(await rig.answer(observed({ ...reading, ...kept })))).toEqual([0, 0]);
  expect(await rig.held()).toMatchObject([{ position: 1, record: { ...reading, ...kept } }]);
  // The first of several stays.
  await rig.answer(observed({ ...reading, ...kept, recordId: 'other', displayDevice: 'receiver' }));
  expect(await rig.held()).toMatchObject([{ position: 1, record: { ...reading, ...kept } }]);
});
