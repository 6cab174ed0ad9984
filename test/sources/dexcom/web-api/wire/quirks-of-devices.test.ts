import { describe, expect, test } from '@jest/globals';
import { testQuirks, type QuirkRow } from './quirk-rows.ts';
import {
  alertSetting,
  device,
  deviceWith,
  RECEIVED,
  scheduleSettings,
  translate,
} from './wire-records.ts';

const alerts = (...expected: object[]) => ({
  schedules: [
    expect.objectContaining({ alerts: expected.map((one) => expect.objectContaining(one)) }),
  ],
});
const schedule = (expected: object) => ({ schedules: [expect.objectContaining(expected)] });
const wholeDay = { startMinute: 0, endMinute: 0, isDefault: true };

const ROWS: readonly QuirkRow[] = [
  [
    'alert name fixedLow undocumented (device)',
    'devices',
    deviceWith({}, alertSetting({ alertName: 'fixedLow', value: 55 })),
    alerts({ alertName: 'fixedLow', value: 55 }),
  ],
  [
    'default schedule with wrong start/end -> 00:00',
    'devices',
    deviceWith({
      alertScheduleName: '',
      isDefaultSchedule: true,
      startTime: '08:00',
      endTime: 'x',
    }),
    schedule(wholeDay),
  ],
  [
    'default schedule with missing start/end -> 00:00',
    'devices',
    deviceWith({
      alertScheduleName: '',
      isDefaultSchedule: true,
      startTime: null,
      endTime: undefined,
    }),
    schedule(wholeDay),
  ],
  [
    'a schedule without a name is the default one',
    'devices',
    deviceWith({ alertScheduleName: '', isDefaultSchedule: null }),
    schedule(wholeDay),
  ],
  [
    '"" inside daysOfWeek',
    'devices',
    deviceWith({ daysOfWeek: ['', 'friday', ''] }),
    schedule({ days: ['friday'] }),
  ],
  [
    'times as `0:00`, 12-hour `9:00 PM`',
    'devices',
    deviceWith({ startTime: '0:00', endTime: '9:00 PM' }),
    schedule({ startMinute: 0, endMinute: 1_260 }),
  ],
  [
    'end time over 24 h (up to 47:59, next day)',
    'devices',
    deviceWith({ startTime: '22:00', endTime: '30:00' }),
    schedule({ startMinute: 1_320, endMinute: 1_800 }),
  ],
  [
    'duplicate alertSettings of one name -> newest systemTime wins',
    'devices',
    deviceWith(
      {},
      alertSetting({ value: 60, systemTime: '2025-05-01T10:00:00' }),
      alertSetting({ value: 65, systemTime: '2025-05-03T10:00:00' }),
      alertSetting({ alertName: 'LOW', value: 75, systemTime: '2025-05-02T10:00:00' }),
      alertSetting({ value: 80, systemTime: null }),
    ),
    alerts({ alertName: 'low', value: 65 }),
  ],
  [
    'fall rate negative -> absolute',
    'devices',
    deviceWith({}, alertSetting({ alertName: 'fall', value: -3, unit: 'mg/dL/min' })),
    alerts({ value: 3, unit: 'mg/dL/min' }),
  ],
  [
    'urgentLow snooze 28 means 30',
    'devices',
    deviceWith({}, alertSetting({ alertName: 'urgentLow', snooze: 28 })),
    alerts({ snoozeMinutes: 30 }),
  ],
  [
    'snooze 28 of another alert stays 28',
    'devices',
    deviceWith({}, alertSetting({ snooze: 28 })),
    alerts({ snoozeMinutes: 28 }),
  ],
  [
    'rate alert unit "minutes" in old data',
    'devices',
    deviceWith({}, alertSetting({ alertName: 'rise', value: 2, unit: 'minutes' })),
    alerts({ value: 2, unit: 'mg/dL/min' }),
  ],
  [
    'SecondaryTriggerCondition with a capital',
    'devices',
    deviceWith(
      {},
      alertSetting({
        alertName: 'rise',
        secondaryTriggerCondition: undefined,
        SecondaryTriggerCondition: 180,
      }),
    ),
    alerts({ secondaryTriggerMgdl: 180 }),
  ],
  [
    'receiver with an empty schedule list',
    'devices',
    device({ displayDevice: 'receiver', alertSchedules: [] }),
    { schedules: [] },
  ],
  ['schedule list missing', 'devices', device({ alertSchedules: undefined }), { schedules: [] }],
  [
    'lastUploadDate missing',
    'devices',
    device({ lastUploadDate: undefined }),
    { systemTime: RECEIVED, isUploadTimeKnown: false },
  ],
  [
    'lastUploadDate empty as .NET writes it',
    'devices',
    device({ lastUploadDate: '0001-01-01T00:00:00' }),
    { systemTime: RECEIVED, isUploadTimeKnown: false },
  ],
];

describe('quirk', () => {
  testQuirks(ROWS);

  test('a default schedule may stand beside others', () => {
    const record = device({
      alertSchedules: [scheduleSettings(), scheduleSettings({ isDefaultSchedule: true })].map(
        (settings) => ({ alertScheduleSettings: settings, alertSettings: [] }),
      ),
    });
    expect(translate('devices', record).observations).toMatchObject([
      { schedules: [{ isDefault: true }, { isDefault: false }] },
    ]);
  });
});
