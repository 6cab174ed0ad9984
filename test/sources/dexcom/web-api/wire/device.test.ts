import { describe, expect, test } from '@jest/globals';
import {
  alertSetting,
  AT,
  device,
  deviceWith,
  only,
  reason,
  RECEIVED,
  scheduleSettings,
  translate,
  TRANSMITTER,
} from './wire-records.ts';

const read = (record: object) => only('device', 'devices', record);
const firstSchedule = (record: object) => read(record).schedules[0];

test('a device keeps all that Dexcom says of it, and nothing else', () => {
  const record = deviceWith(
    {
      override: { isOverrideEnabled: true, mode: 'QUIET', endTime: '2025-05-17T08:00:00' },
    },
    alertSetting({ delay: 15 }),
    alertSetting({
      alertName: 'rise',
      value: 3,
      unit: 'mg/dL/min',
      snooze: null,
      secondaryTriggerCondition: 180,
    }),
  );
  const id = `${TRANSMITTER}|iOS`;
  expect(read(record)).toStrictEqual({
    kind: 'device',
    source: 'web-api',
    recordId: id,
    sourceRecordId: id,
    systemTime: AT,
    isUploadTimeKnown: true,
    transmitterId: TRANSMITTER,
    transmitterGeneration: 'g7',
    transmitterVariant: 'g7',
    displayDevice: 'iOS',
    displayApp: 'G7',
    schedules: [
      {
        name: 'Night',
        isDefault: false,
        isEnabled: true,
        isActive: true,
        startMinute: 1_320,
        endMinute: 360,
        days: ['sunday', 'monday'],
        override: { isEnabled: true, mode: 'quiet', endTime: '2025-05-17T08:00:00' },
        alerts: [
          {
            alertName: 'low',
            isEnabled: true,
            value: 70,
            unit: 'mg/dL',
            snoozeMinutes: 30,
            delayMinutes: 15,
            soundTheme: 'modern',
            soundOutputMode: 'sound',
          },
          {
            alertName: 'rise',
            isEnabled: true,
            value: 3,
            unit: 'mg/dL/min',
            secondaryTriggerMgdl: 180,
            soundTheme: 'modern',
            soundOutputMode: 'sound',
          },
        ],
      },
    ],
  });
});

describe('is known by', () => {
  test.each([
    [{ transmitterId: null }, 'g7|iOS'],
    [{ transmitterId: '', transmitterGeneration: 'G6 Pro' }, 'g6Pro|iOS'],
    [{ transmitterId: null, transmitterGeneration: null }, 'unknown|iOS'],
    [{ displayDevice: null }, `${TRANSMITTER}|unknown`],
  ])('%j: %s', (changes, id) => {
    expect(read(device(changes))).toMatchObject({ recordId: id, sourceRecordId: id });
  });
});

describe('the order in an answer says nothing', () => {
  test('so the same settings in another order are the same device', () => {
    const parts = ['tooBright', 'fixedLow', 'high', 'low'].map((alertName) =>
      alertSetting({ alertName }),
    );
    const schedules = [
      { alertScheduleSettings: scheduleSettings({ alertScheduleName: 'B' }), alertSettings: parts },
      { alertScheduleSettings: scheduleSettings({ alertScheduleName: 'A' }), alertSettings: [] },
      {
        alertScheduleSettings: scheduleSettings({
          alertScheduleName: '',
          isDefaultSchedule: true,
          daysOfWeek: ['Saturday', 'funday', 'SUNDAY', 'saturday'],
        }),
        alertSettings: [...parts].reverse(),
      },
    ];
    const { schedules: found } = read(device({ alertSchedules: schedules }));
    expect(found).toEqual(read(device({ alertSchedules: [...schedules].reverse() })).schedules);
    expect(found.map(({ name }) => name)).toEqual(['', 'A', 'B']);
    expect(found[0]?.days).toEqual(['sunday', 'saturday', 'funday']);
    expect(found[2]?.alerts.map(({ alertName }) => alertName)).toEqual([
      'high',
      'low',
      'fixedLow',
      'tooBright',
    ]);
    expect(found[0]?.alerts).toEqual(found[2]?.alerts);
  });
});

describe('what was not said is left out', () => {
  test('of a schedule', () => {
    const bare = { isActive: null, override: null, daysOfWeek: null };
    const schedule = firstSchedule(deviceWith(bare));
    expect(schedule).toMatchObject({ days: [], alerts: [] });
    expect(schedule).not.toHaveProperty('isActive');
    expect(schedule).not.toHaveProperty('override');
    const empty = { override: { isOverrideEnabled: null, mode: null, endTime: null } };
    expect(firstSchedule(deviceWith(empty))).not.toHaveProperty('override');
  });

  test('of an alert', () => {
    const bare = { alertName: 'noReadings', enabled: false };
    expect(firstSchedule(deviceWith({}, bare))?.alerts).toStrictEqual([
      { alertName: 'noReadings', isEnabled: false },
    ]);
  });

  test('and nothing is minus zero, which no journal would give back', () => {
    const bare = { alertName: 'high', enabled: true, delay: -0, snooze: -0, value: -0 };
    expect(firstSchedule(deviceWith({}, bare))?.alerts).toStrictEqual([
      { alertName: 'high', isEnabled: true, value: 0, snoozeMinutes: 0, delayMinutes: 0 },
    ]);
  });

  test('and an alert that cannot be switched off is on', () => {
    const alerts = [{ alertName: 'urgentLow' }, { alertName: 'FixedLow', enabled: null }];
    expect(firstSchedule(deviceWith({}, ...alerts))?.alerts).toStrictEqual([
      { alertName: 'urgentLow', isEnabled: true },
      { alertName: 'fixedLow', isEnabled: true },
    ]);
  });
});

describe('what cannot be read is set aside, with the way to it', () => {
  const inner = 'alertSchedules\\[0\\].alertScheduleSettings';
  test.each([
    [device({ alertSchedules: {} }), /^alertSchedules: expected a list, got an object/],
    [device({ alertSchedules: [7] }), /^alertSchedules\[0\]: .* got the number 7/],
    [device({ alertSchedules: [{}] }), new RegExp(`^${inner}: .* got nothing`)],
    [deviceWith({ isEnabled: 'yes' }), new RegExp(`^${inner}.isEnabled: .* got a text`)],
    [deviceWith({ startTime: 'noon' }), new RegExp(`^${inner}.startTime: .* got a text`)],
    [deviceWith({ startTime: '24:00' }), new RegExp(`^${inner}.startTime: `)],
    [deviceWith({ endTime: null }), new RegExp(`^${inner}.endTime: .* got null`)],
    [deviceWith({}, { enabled: true }), /alertSettings\[0\].alertName: .* got nothing/],
    [deviceWith({}, { alertName: 'low' }), /alertSettings\[0\].enabled: .* got nothing/],
    [
      device({ alertSchedules: [{ alertScheduleSettings: scheduleSettings(), alertSettings: 1 }] }),
      /^alertSchedules\[0\].alertSettings: expected a list/,
    ],
  ])('%j', (record, expected) => {
    expect(reason('devices', record)).toMatch(expected);
    expect(reason('devices', record)).toContain(
      ', in a record of devices of 2025-05-17T03:59:11.000Z',
    );
  });
});

describe('of devices that nothing tells apart', () => {
  const old = device({ lastUploadDate: '2025-01-01T00:00:00' });
  const unknown = device({ lastUploadDate: null });

  test('the one that uploaded last stays, in any order, and the other is set aside', () => {
    for (const records of [
      [old, device(), unknown],
      [unknown, device(), old],
    ]) {
      const { observations, skipped } = translate('devices', ...records);
      expect(observations).toMatchObject([{ systemTime: AT, isUploadTimeKnown: true }]);
      expect(skipped).toHaveLength(2);
      expect(skipped[0]?.reason).toMatch(/^transmitterId: .*another that uploaded later/);
    }
  });

  test('the other is counted once, though its upload time changes', () => {
    const key = (record: object) => translate('devices', record, device()).skipped[0]?.key;
    expect(key(old)).toBe(key(device({ lastUploadDate: '2025-02-02T00:00:00' })));
    const other = device({ displayDevice: 'receiver', lastUploadDate: '2025-02-02T00:00:00' });
    expect(translate('devices', other, device()).skipped).toEqual([]);
  });
});

test('a device without an upload time is as of when the answer came', () => {
  expect(read(device({ lastUploadDate: 'soon' }))).toMatchObject({
    systemTime: RECEIVED,
    isUploadTimeKnown: false,
  });
});
