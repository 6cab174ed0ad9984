import { without } from './record-quirk.ts';
import type { WireRecord } from './wire-record.ts';

/** An oddity of the list of devices. */
export interface DeviceQuirk {
  readonly about: string;
  readonly isLossy?: true;
  readonly apply: (devices: readonly WireRecord[]) => readonly WireRecord[];
}

const eachDevice = (about: string, change: (device: WireRecord) => WireRecord): DeviceQuirk => ({
  about,
  apply: (devices) => devices.map(change),
});

const eachSchedule = (
  about: string,
  change: (settings: WireRecord, alerts: readonly WireRecord[]) => WireRecord,
): DeviceQuirk =>
  eachDevice(about, (device) => ({
    ...device,
    alertSchedules: partsOf(device['alertSchedules']).map((schedule) => ({
      ...schedule,
      ...change(
        schedule['alertScheduleSettings'] as WireRecord,
        partsOf(schedule['alertSettings']),
      ),
    })),
  }));

const eachSetting = (
  about: string,
  change: (setting: WireRecord) => readonly WireRecord[],
): DeviceQuirk =>
  eachSchedule(about, (_settings, alerts) => ({ alertSettings: alerts.flatMap(change) }));

const times = (
  about: string,
  isDefault: boolean,
  change: (settings: WireRecord) => WireRecord,
): DeviceQuirk =>
  eachSchedule(about, (settings) =>
    settings['isDefaultSchedule'] === isDefault ? { alertScheduleSettings: change(settings) } : {},
  );

const named = (name: string, change: WireRecord) => (setting: WireRecord) => [
  setting['alertName'] === name ? { ...setting, ...change } : setting,
];

/** Odd ways of telling of devices and their alert settings. */
export const deviceQuirks = {
  noDevices: { about: 'no device is told of', isLossy: true, apply: () => [] },
  lastUploadMissing: {
    ...eachDevice('no upload is named', (device) => without(device, 'lastUploadDate')),
    isLossy: true,
  },
  deviceTransmitterNull: eachDevice('the transmitter id of a device is null', (device) => ({
    ...device,
    transmitterId: null,
  })),
  receiverWithoutSchedules: {
    ...eachDevice('a receiver has no schedules', (device) =>
      device['displayDevice'] === 'receiver' ? { ...device, alertSchedules: [] } : device,
    ),
    isLossy: true,
  },
  defaultTimesMissing: times('the default schedule says no times', true, (settings) =>
    without(settings, 'startTime', 'endTime'),
  ),
  defaultTimesWrong: times('the default schedule says senseless times', true, (settings) => ({
    ...settings,
    startTime: '24:60',
    endTime: '',
  })),
  emptyDay: eachSchedule('an empty word stands among the days', (settings) => ({
    alertScheduleSettings: {
      ...settings,
      daysOfWeek: ['', ...(settings['daysOfWeek'] as readonly string[])],
    },
  })),
  shortTimes: eachSchedule('times of day have no leading zero, as 0:00', (settings) => ({
    alertScheduleSettings: eachTime(settings, (hour, minute) => `${hour}:${minute}`),
  })),
  twelveHourTimes: eachSchedule('times of day are written 9:00 PM', (settings) => ({
    alertScheduleSettings: eachTime(
      settings,
      (hour, minute) => `${hour % 12 === 0 ? 12 : hour % 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`,
    ),
  })),
  endBeyondMidnight: times('an end on the next day counts on, as 31:00', false, (settings) => ({
    ...settings,
    endTime: String(settings['endTime']).replace(/^\d\d/, (hour) => String(Number(hour) + 24)),
  })),
  duplicateSettings: eachSetting('an older setting of the same alert is told too', (setting) => [
    {
      ...setting,
      enabled: setting['enabled'] !== true,
      systemTime: '2020-01-01T00:00:00Z',
      displayTime: '2020-01-01T00:00:00+00:00',
    },
    setting,
  ]),
  negativeFall: eachSetting('the rate of falling is negative', (setting) => [
    setting['alertName'] === 'fall' ? { ...setting, value: -Number(setting['value']) } : setting,
  ]),
  urgentLowSnooze28: eachSetting(
    'urgent low snoozes for 28 minutes',
    named('urgentLow', { snooze: 28 }),
  ),
  rateUnitMinutes: eachSetting('the unit of a rate is minutes', (setting) =>
    named(setting['alertName'] === 'rise' ? 'rise' : 'fall', { unit: 'minutes' })(setting),
  ),
  capitalSecondaryTrigger: eachSetting('SecondaryTriggerCondition has a capital', (setting) => [
    {
      ...without(setting, 'secondaryTriggerCondition'),
      SecondaryTriggerCondition: setting['secondaryTriggerCondition'],
    },
  ]),
  settingTimesMissing: eachSetting('settings say no times', (setting) => [
    without(setting, 'systemTime', 'displayTime'),
  ]),
  fixedLowSetting: {
    ...eachSchedule('there is a setting for fixedLow', (_settings, alerts) => ({
      alertSettings: [
        ...alerts,
        { alertName: 'fixedLow', value: null, unit: null, snooze: null, enabled: true },
      ],
    })),
    isLossy: true,
  },
} satisfies Readonly<Record<string, DeviceQuirk>>;

function partsOf(list: unknown): readonly WireRecord[] {
  return list as readonly WireRecord[];
}

function eachTime(
  settings: WireRecord,
  write: (hour: number, minute: string) => string,
): WireRecord {
  const again = (text: unknown): string => {
    const [hour = '', minute = ''] = String(text).split(':');
    return write(Number(hour), minute);
  };
  return {
    ...settings,
    startTime: again(settings['startTime']),
    endTime: again(settings['endTime']),
  };
}
