import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../../src/domain/instant.ts';
import { toDeviceStatus } from '../../../src/sinks/nightscout/device-status.ts';
import { deviceAt, hold, scheduleWith } from '../../support/make-journal-record.ts';

const AT = epochMs(1_700_000_000_000);
const LATER = epochMs(AT + 60_000);

describe('toDeviceStatus', () => {
  test('gives the whole document, with no uploader whose battery nobody knows', () => {
    const held = hold(deviceAt(AT, 70));
    expect(toDeviceStatus(held)).toEqual({
      device: 'dexcom://g7',
      created_at: '2023-11-14T22:13:20.000Z',
      date: AT,
      app: 'nightscout-dexcom-bridge',
      identifier: expect.stringMatching(/^[0-9a-f]{8}-/),
      srvCreated: held.recordedAt,
      srvModified: held.changedAt,
      dexcom: {
        id: 'hash-of-a-transmitter|iOS',
        settings: expect.stringMatching(/^[0-9a-f]{16}$/),
        generation: 'g7',
        variant: 'g715day',
        displayDevice: 'iOS',
        app: 'G7',
        lastUploadDate: '2023-11-14T22:13:20.000Z',
        alertSchedules: [
          {
            isDefault: true,
            isEnabled: true,
            start: '00:00',
            end: '24:00',
            days: ['sunday', 'monday'],
            alerts: [{ name: 'low', isEnabled: true, value: 70, unit: 'mg/dL', snoozeMinutes: 30 }],
          },
        ],
      },
    });
  });

  test('an upload that Dexcom did not name is not claimed', () => {
    const status = toDeviceStatus(hold(deviceAt(AT, 70, { isUploadTimeKnown: false })));
    expect(status.dexcom).not.toHaveProperty('lastUploadDate');
  });

  test('settings are the same whenever and whether they are active, and others where a limit is', () => {
    const settings = (lowMgdl: number, at = AT, isActive = true) => {
      const schedules = [{ ...scheduleWith(lowMgdl), isActive }];
      return toDeviceStatus(hold(deviceAt(at, lowMgdl, { schedules }))).dexcom.settings;
    };
    expect(settings(70, LATER, false)).toBe(settings(70));
    expect(settings(75)).not.toBe(settings(70));
  });

  test('the same settings met anew later are another document', () => {
    const identifier = (at = AT) => toDeviceStatus(hold(deviceAt(at, 70))).identifier;
    expect(identifier()).toBe(identifier());
    expect(identifier(LATER)).not.toBe(identifier());
  });

  test('a schedule’s name comes through whole', () => {
    const schedules = [{ ...scheduleWith(70), name: 'School <9am & up' }];
    const status = toDeviceStatus(hold(deviceAt(AT, 70, { schedules })));
    expect(status.dexcom.alertSchedules).toMatchObject([{ name: 'School &lt;9am & up' }]);
  });
});
