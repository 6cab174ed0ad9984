import type { AlertSetting } from '../../../../domain/device.ts';
import { ALERT_NAMES, alertNameWord } from './alert-words.ts';
import { readSystemTime } from './dated.ts';
import { isWireObject, type WireObject } from './json-value.ts';
import { openWords } from './open-words.ts';
import { Unreadable } from './unreadable.ts';
import { withoutUndefined } from './without-undefined.ts';

const unitWord = openWords([
  ...['unknown', 'grams', 'mg/dL', 'mmol/L', 'mg/dL/min', 'mmol/L/min', 'minutes', 'units'],
]);
const soundThemeWord = openWords(['unknown', 'modern', 'classic']);
const soundOutputWord = openWords(['unknown', 'sound', 'vibrate', 'match']);

/** These cannot be switched off. */
const ALWAYS_ENABLED: readonly string[] = ['urgentLow', 'fixedLow'];

/**
 * The settings of one schedule, one of each name, in the order in which Dexcom documents the names: the order of the answer
 * says nothing, and must not make a device look changed.
 * QUIRK(web-api, 2020): a name comes twice; the newest system time wins, and of equals the first.
 * @param path where the list stands, for a reason
 * @throws Unreadable
 */
export function readAlertSettings(value: unknown, path: string): readonly AlertSetting[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Unreadable(path, 'a list', value);
  const newest = new Map<string, { readonly at: number; readonly setting: AlertSetting }>();
  for (const [index, entry] of (value as readonly unknown[]).entries()) {
    const setting = readAlertSetting(entry, `${path}[${index}]`);
    const at = isWireObject(entry) ? (readSystemTime(entry['systemTime']) ?? 0) : 0;
    const known = newest.get(setting.alertName);
    if (known === undefined || at > known.at) newest.set(setting.alertName, { at, setting });
  }
  return [...newest.values()].map(({ setting }) => setting).sort(byName);
}

function readAlertSetting(value: unknown, path: string): AlertSetting {
  if (!isWireObject(value)) throw new Unreadable(path, 'an object', value);
  const alertName = alertNameWord(value['alertName']);
  if (alertName === undefined) {
    throw new Unreadable(`${path}.alertName`, 'a word such as urgentLow', value['alertName']);
  }
  const isEnabled = value['enabled'] ?? (ALWAYS_ENABLED.includes(alertName) || undefined);
  if (typeof isEnabled !== 'boolean') {
    throw new Unreadable(`${path}.enabled`, 'true or false', isEnabled);
  }
  return {
    alertName,
    isEnabled,
    ...withoutUndefined({
      value: readValue(alertName, value['value']),
      unit: readUnit(alertName, value['unit']),
      snoozeMinutes: readSnooze(alertName, value['snooze']),
      delayMinutes: numberOf(value['delay']),
      secondaryTriggerMgdl: readSecondaryTrigger(value),
      soundTheme: soundThemeWord(value['soundTheme']),
      soundOutputMode: soundOutputWord(value['soundOutputMode']),
    }),
  };
}

/** QUIRK(web-api, 2018): the rate of a fall is below 0 at times; Dexcom means its size. */
function readValue(alertName: string, value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && alertName === 'fall' ? Math.abs(number) : number;
}

/** QUIRK(web-api, 2017): in old data a rate is said to be in minutes. */
function readUnit(alertName: string, value: unknown): string | undefined {
  const unit = unitWord(value);
  const isRate = alertName === 'rise' || alertName === 'fall';
  return isRate && unit === 'minutes' ? 'mg/dL/min' : unit;
}

/** QUIRK(web-api, 2018-09): 28 minutes for an urgent low, very often; Dexcom means 30. */
function readSnooze(alertName: string, value: unknown): number | undefined {
  const minutes = numberOf(value);
  return alertName === 'urgentLow' && minutes === 28 ? 30 : minutes;
}

/** QUIRK(web-api, 2024): the first letter is a capital at times. */
function readSecondaryTrigger(setting: WireObject): number | undefined {
  return numberOf(setting['secondaryTriggerCondition'] ?? setting['SecondaryTriggerCondition']);
}

/** Plus zero, so that nothing is ever minus zero: the journal would not give it back. */
function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined;
}

/** Documented names first, in their order; others behind, by their letters. */
function byName(a: AlertSetting, b: AlertSetting): number {
  return placeOf(a) - placeOf(b) || (a.alertName < b.alertName ? -1 : 1);
}

function placeOf({ alertName }: AlertSetting): number {
  const at = (ALERT_NAMES as readonly string[]).indexOf(alertName);
  return at < 0 ? ALERT_NAMES.length : at;
}
