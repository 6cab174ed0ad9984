import { createHash } from 'node:crypto';
import type { AlertSchedule, AlertSetting, Device } from '../../domain/device.ts';
import { toIsoUtc } from '../../domain/instant.ts';
import type { JournalRecord } from '../../domain/journal-record.ts';
import { documentIdentifier } from './document-identifier.ts';
import { APP } from './entry.ts';
import { plainText } from './plain-text.ts';

/** The state of one of Dexcom's devices as Nightscout stores it. It has no `uploader`: that would claim a battery. */
export interface DeviceStatus {
  readonly device: string;
  readonly created_at: string;
  /** The same instant, whole UTC ms. */
  readonly date: number;
  readonly utcOffset?: number;
  readonly app: string;
  readonly identifier: string;
  readonly srvCreated: number;
  readonly srvModified: number;
  /** Read by nobody but people and this bridge. */
  readonly dexcom: {
    /** What tells the device from others of the same account. */
    readonly id: string;
    /** Hash of everything below but the upload: the row is written when it changes. */
    readonly settings: string;
    readonly generation?: string;
    readonly variant?: string;
    readonly displayDevice?: string;
    readonly app?: string;
    readonly lastUploadDate?: string;
    readonly alertSchedules: readonly unknown[];
  };
}

/** The document of a device as it stands now: other settings, or the same ones met anew, are another document. */
export function toDeviceStatus(held: JournalRecord<Device>): DeviceStatus {
  const { record } = held;
  const seenAt = toIsoUtc(record.systemTime);
  const told = defined({
    generation: record.transmitterGeneration,
    variant: record.transmitterVariant,
    displayDevice: record.displayDevice,
    app: record.displayApp,
    alertSchedules: record.schedules.map(scheduleSummary),
  });
  const settings = createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16);
  return {
    device: plainText(`dexcom://${record.transmitterGeneration ?? 'unknown'}`),
    created_at: seenAt,
    date: record.systemTime,
    ...(record.utcOffsetMinutes === undefined ? {} : { utcOffset: record.utcOffsetMinutes }),
    app: APP,
    identifier: documentIdentifier('device', record.recordId, `${settings} ${seenAt}`),
    srvCreated: held.recordedAt,
    srvModified: held.changedAt,
    dexcom: {
      id: plainText(record.recordId),
      settings,
      ...told,
      ...(record.isUploadTimeKnown ? { lastUploadDate: seenAt } : {}),
      alertSchedules: told.alertSchedules,
    },
  };
}

function scheduleSummary(schedule: AlertSchedule): unknown {
  // Whether it is active just now is no setting: it would make a row each morning and each evening.
  const { name, isDefault, isEnabled, override } = schedule;
  return defined({
    name: name === '' ? undefined : plainText(name),
    isDefault,
    isEnabled,
    start: timeOfDay(schedule.startMinute),
    end: timeOfDay(schedule.endMinute),
    days: schedule.days.map(plainText),
    override: override && defined({ ...override }),
    alerts: schedule.alerts.map(alertSummary),
  });
}

function alertSummary(alert: AlertSetting): unknown {
  return defined({
    name: plainText(alert.alertName),
    isEnabled: alert.isEnabled,
    value: alert.value,
    unit: alert.unit,
    snoozeMinutes: alert.snoozeMinutes,
    delayMinutes: alert.delayMinutes,
    secondaryTriggerMgdl: alert.secondaryTriggerMgdl,
    soundTheme: alert.soundTheme,
    soundOutputMode: alert.soundOutputMode,
  });
}

/** `21:30`; hours above 23 are on the next day, as Dexcom writes them too. */
function timeOfDay(minute: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

type Defined<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** Without the fields that were not said. Texts of the vendor lose nothing to HTML. */
function defined<T extends object>(fields: T): Defined<T> {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    said.map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? plainText(value) : value,
    ]),
  ) as Defined<T>;
}
