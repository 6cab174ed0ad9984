import type { AlertSchedule, AlertSetting } from '../domain/device.ts';
import { isGlucoseMgdl, type BloodGlucose } from '../domain/glucose.ts';
import type { Dated, Provenance } from '../domain/provenance.ts';
import type { RecordKind, RecordOf } from '../domain/record.ts';
import { TRENDS } from '../domain/trend.ts';
import {
  ABOVE_ZERO,
  FLAG,
  INSTANT,
  list,
  MINUTES,
  nested,
  NUMBER,
  optional,
  plain,
  TEXT,
  WORD,
  type Field,
  type Fields,
} from './stored-field.ts';

const oneOf = (expected: string, words: readonly unknown[]): Field =>
  plain(expected, (value) => words.includes(value));

const DATED: Fields<Dated> = {
  systemTime: INSTANT,
  utcOffsetMinutes: optional(
    plain(
      'whole minutes from -1439 to 1439',
      (value) => Number.isInteger(value) && Math.abs(value as number) <= 1439,
    ),
  ),
};

const PROVENANCE: Fields<Provenance> = {
  transmitterId: optional(WORD),
  transmitterTicks: optional(ABOVE_ZERO),
  transmitterGeneration: optional(WORD),
  transmitterVariant: optional(WORD),
  displayDevice: optional(WORD),
  displayApp: optional(WORD),
};

const METER: Fields<BloodGlucose> = {
  value: ABOVE_ZERO,
  unit: oneOf('"mg/dL" or "mmol/L"', ['mg/dL', 'mmol/L']),
};

const SETTING: Fields<AlertSetting> = {
  alertName: WORD,
  isEnabled: FLAG,
  value: optional(NUMBER),
  unit: optional(TEXT),
  snoozeMinutes: optional(NUMBER),
  delayMinutes: optional(NUMBER),
  secondaryTriggerMgdl: optional(NUMBER),
  soundTheme: optional(TEXT),
  soundOutputMode: optional(TEXT),
};

const OVERRIDE: Fields<NonNullable<AlertSchedule['override']>> = {
  isEnabled: optional(FLAG),
  mode: optional(TEXT),
  endTime: optional(TEXT),
};

const SCHEDULE: Fields<AlertSchedule> = {
  name: TEXT,
  isDefault: FLAG,
  isEnabled: FLAG,
  isActive: optional(FLAG),
  startMinute: MINUTES,
  endMinute: MINUTES,
  days: list(TEXT),
  override: optional(nested(OVERRIDE)),
  alerts: list(nested(SETTING)),
};

const shared = (kind: RecordKind) => ({
  kind: plain(`"${kind}"`, (value) => value === kind),
  ...DATED,
  ...PROVENANCE,
});

/**
 * What every field of every kind of record must be to be kept. The compiler asks for an entry here as soon as a record
 * gets a new field: none can be dropped unseen.
 */
export const RECORD_FIELDS: { readonly [Kind in RecordKind]: Fields<RecordOf<Kind>> } = {
  reading: {
    ...shared('reading'),
    glucoseMgdl: plain('whole mg/dL from 39 to 1000', isGlucoseMgdl),
    trend: optional(oneOf('one of the ten trends', TRENDS)),
    trendRateMgdlPerMin: optional(NUMBER),
    recordId: optional(WORD),
  },
  calibration: { ...shared('calibration'), recordId: WORD, meter: nested(METER) },
  event: {
    ...shared('event'),
    recordId: WORD,
    eventType: WORD,
    eventSubtype: optional(WORD),
    amount: optional(ABOVE_ZERO),
    meter: optional(nested(METER)),
    text: optional(WORD),
    unit: optional(WORD),
    enteredAt: optional(INSTANT),
    isDeleted: FLAG,
    sameAsCalibration: optional(WORD),
  },
  alert: { ...shared('alert'), recordId: WORD, alertName: WORD, alertState: WORD },
  device: {
    ...shared('device'),
    recordId: WORD,
    isUploadTimeKnown: FLAG,
    schedules: list(nested(SCHEDULE)),
  },
};
