import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../../src/domain/instant.ts';
import { toMeterEntry } from '../../../src/sinks/nightscout/mbg.ts';
import { toTreatment } from '../../../src/sinks/nightscout/treatment.ts';
import { calibrationAt, hold } from '../../support/make-journal-record.ts';

const AT = epochMs(1_700_000_000_000);

describe('toMeterEntry', () => {
  test('gives the whole document, under another device and identifier than the treatment', () => {
    const held = hold(calibrationAt(AT, { utcOffsetMinutes: 60 }));
    const entry = toMeterEntry(held, 'my-device');
    expect(entry).toEqual({
      type: 'mbg',
      mbg: 105,
      date: AT,
      dateString: '2023-11-14T22:13:20.000Z',
      sysTime: '2023-11-14T22:13:20.000Z',
      created_at: '2023-11-14T22:13:20.000Z',
      utcOffset: 60,
      device: 'my-device-mbg',
      app: 'nightscout-dexcom-bridge',
      identifier: expect.stringMatching(/^[0-9a-f]{8}-/),
      srvCreated: held.recordedAt,
      srvModified: held.changedAt,
    });
    expect(entry?.identifier).not.toBe(toTreatment(held, 'my-device')?.identifier);
  });

  test.each([
    [105, 'mg/dL', 105],
    [105.4, 'mg/dL', 105],
    [5.5, 'mmol/L', 99],
    [5.8, 'mmol/L', 105],
    [10, 'mmol/L', 180],
  ] as const)('%d %s is %d mg/dL', (value, unit, mbg) => {
    expect(toMeterEntry(hold(calibrationAt(AT, { meter: { value, unit } })), 'd')?.mbg).toBe(mbg);
  });

  test('what rounds to nothing is no entry', () => {
    const meter = { value: 0.01, unit: 'mmol/L' } as const;
    expect(toMeterEntry(hold(calibrationAt(AT, { meter })), 'd')).toBeUndefined();
  });
});
