import { expect, test } from '@jest/globals';
import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import { makeReading } from '../support/make-reading.ts';
import { observed } from '../support/make-kinds.ts';
import { mergeRig } from './merge-rig.ts';

const range = (n: number) => [...Array(n).keys()];
const reading = (k: number, displayDevice: string, clockErrorMs = 0): Reading => {
  const made = makeReading(k * 5, {
    glucoseMgdl: (100 + k) as MgDl,
    transmitterId: 'transmitter',
    transmitterTicks: 1_000 + k * 300,
    displayDevice,
  });
  return {
    ...made,
    systemTime: epochMs(made.systemTime + clockErrorMs),
    recordId: `${displayDevice}-${k}`,
  };
};

test.each([
  ['receiver', -240],
  ['receiver', -900],
  ['shareReceiver', 140],
  ['touchscreenReceiver', 600],
])(
  'one answer of a phone and a %s whose clock is %d s off keeps every reading at the time of the phone',
  async (displayDevice, seconds) => {
    const { answer, records } = await mergeRig();
    const phone = range(24).map((k) => observed(reading(k, 'iOS')));
    const receiver = range(24).map((k) => observed(reading(k, displayDevice, seconds * 1_000)));
    const both = [...receiver, ...phone];
    expect((await answer(...both)).added).toHaveLength(24);
    expect(await records()).toMatchObject(
      range(24).map((k) => ({
        systemTime: reading(k, 'iOS').systemTime,
        glucoseMgdl: 100 + k,
        recordId: `iOS-${k}`,
      })),
    );
    const again = await answer(...both);
    expect([again.added, again.changed]).toEqual([[], []]);
    // A value that the receiver corrects is that of the same instant, not of a neighbour.
    const corrected = { ...reading(7, displayDevice, seconds * 1_000), glucoseMgdl: 180 as MgDl };
    const { changed } = await answer(observed(corrected));
    expect(changed).toMatchObject([{ systemTime: reading(7, 'iOS').systemTime, glucoseMgdl: 180 }]);
  },
);
