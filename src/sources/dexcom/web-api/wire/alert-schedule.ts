import type { AlertSchedule } from '../../../../domain/device.ts';
import { readAlertSettings } from './alert-setting.ts';
import { isWireObject, wordOf } from './json-value.ts';
import { openWords } from './open-words.ts';
import { parseTimeOfDay } from './time-of-day.ts';
import { Unreadable } from './unreadable.ts';
import { withoutUndefined } from './without-undefined.ts';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const dayWord = openWords(DAYS);
const modeWord = openWords(['unknown', 'quiet', 'vibrate']);

/** A schedule begins on its own day. */
const LAST_START_MINUTE = 1_439;

/**
 * The alert schedules of a device, the default one first, the others by name.
 * QUIRK(web-api, 2018): a receiver has an empty list.
 * @throws Unreadable
 */
export function readAlertSchedules(value: unknown): readonly AlertSchedule[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Unreadable('alertSchedules', 'a list', value);
  return (value as readonly unknown[])
    .map((entry, index) => readAlertSchedule(entry, `alertSchedules[${index}]`))
    .sort(defaultThenName);
}

function readAlertSchedule(value: unknown, path: string): AlertSchedule {
  if (!isWireObject(value)) throw new Unreadable(path, 'an object', value);
  const settings = value['alertScheduleSettings'];
  const inner = `${path}.alertScheduleSettings`;
  if (!isWireObject(settings)) throw new Unreadable(inner, 'an object', settings);
  const name = wordOf(settings['alertScheduleName']) ?? '';
  const isEnabled = settings['isEnabled'];
  if (typeof isEnabled !== 'boolean') {
    throw new Unreadable(`${inner}.isEnabled`, 'true or false', isEnabled);
  }
  const said = settings['isDefaultSchedule'];
  // Dexcom names every schedule but the default one.
  const isDefault = typeof said === 'boolean' ? said : name === '';
  return {
    name,
    isDefault,
    isEnabled,
    ...withoutUndefined({
      isActive: booleanOf(settings['isActive']),
      override: readOverride(settings['override']),
    }),
    // QUIRK(web-api, 2020): the default schedule lasts all day, yet its start and end are wrong or missing at times.
    startMinute: isDefault
      ? 0
      : readMinute(settings['startTime'], `${inner}.startTime`, LAST_START_MINUTE),
    endMinute: isDefault ? 0 : readMinute(settings['endTime'], `${inner}.endTime`),
    days: readDays(settings['daysOfWeek']),
    alerts: readAlertSettings(value['alertSettings'], `${path}.alertSettings`),
  };
}

function readMinute(value: unknown, path: string, most = Infinity): number {
  const minute = parseTimeOfDay(value);
  if (minute === undefined || minute > most) {
    throw new Unreadable(path, 'a time of day such as 22:00', value);
  }
  return minute;
}

/** QUIRK(web-api, 2020): empty texts stand among the days. */
function readDays(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  const days = (value as readonly unknown[]).map(dayWord).filter((day) => day !== undefined);
  const place = (day: string) => (DAYS.includes(day) ? DAYS.indexOf(day) : DAYS.length);
  return [...new Set(days)].sort((a, b) => place(a) - place(b));
}

function readOverride(value: unknown): AlertSchedule['override'] {
  if (!isWireObject(value)) return undefined;
  const override = withoutUndefined({
    isEnabled: booleanOf(value['isOverrideEnabled']),
    mode: modeWord(value['mode']),
    endTime: wordOf(value['endTime']),
  });
  return Object.keys(override).length === 0 ? undefined : override;
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function defaultThenName(a: AlertSchedule, b: AlertSchedule): number {
  if (a.isDefault !== b.isDefault) return a.isDefault ? -1 : 1;
  return a.name === b.name ? 0 : a.name < b.name ? -1 : 1;
}
