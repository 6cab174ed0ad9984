import { expect, test } from '@jest/globals';
import { makeDevice, observed } from '../support/make-kinds.ts';
import { counts, mergeRig } from './merge-rig.ts';

test('a device with the same settings is known and keeps its first upload time', async () => {
  const { answer, held } = await mergeRig();
  expect(counts(await answer(observed(makeDevice(0))))).toEqual([1, 0]);
  const later = makeDevice(60, 'device-1', { isUploadTimeKnown: false });
  expect(counts(await answer(observed(later)))).toEqual([0, 0]);
  expect(await held()).toMatchObject([{ position: 1, record: makeDevice(0) }]);
});

test('a device with other settings is changed, and so when it is set back', async () => {
  const { answer, held } = await mergeRig();
  await answer(observed(makeDevice(0)));
  const [schedule] = makeDevice(0).schedules;
  const quiet = makeDevice(30, 'device-1', {
    schedules: [{ ...schedule!, alerts: schedule!.alerts.slice(1) }],
  });
  expect((await answer(observed(quiet))).changed).toEqual([quiet]);
  expect(await held()).toMatchObject([{ position: 2, record: quiet }]);
  expect((await answer(observed(makeDevice(60)))).changed).toEqual([makeDevice(60)]);
  expect(await held()).toMatchObject([{ position: 3, record: makeDevice(60) }]);
});

test('two devices with the same settings at the same time are two', async () => {
  const { answer, held } = await mergeRig();
  await answer(observed(makeDevice(0, 'phone')));
  await answer(observed(makeDevice(0, 'receiver')));
  expect(await held()).toHaveLength(2);
});
