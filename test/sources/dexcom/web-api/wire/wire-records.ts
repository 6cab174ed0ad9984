import { epochMs } from '../../../../../src/domain/instant.ts';
import type { Observation, RecordKind, RecordOf } from '../../../../../src/domain/record.ts';
import { translateRecords } from '../../../../../src/sources/dexcom/web-api/wire/index.ts';
import type { HistoryList } from '../../../../../src/sources/history-source.ts';

/** 2025-05-17T03:59:11Z */
export const AT = epochMs(Date.UTC(2025, 4, 17, 3, 59, 11));
/** When the answers of these tests came. */
export const RECEIVED = epochMs(Date.UTC(2025, 4, 17, 7, 0, 0));
export const TRANSMITTER = 'd55d01d0341ed0ba2cd99b322e8c5b609254f47d10c7cd12b99b4922effeba44';

const common = {
  recordId: '763923b7-5424-451e-b37d-fd8ff635b308',
  systemTime: '2025-05-17T03:59:11Z',
  displayTime: '2025-05-16T19:59:11-08:00',
  transmitterId: TRANSMITTER,
  transmitterGeneration: 'g7',
  transmitterGenerationVariant: 'g715day',
  displayDevice: 'android',
  displayApp: 'G7',
};

/** What `common` becomes. */
export const COMMON = {
  source: 'web-api',
  recordId: common.recordId,
  sourceRecordId: common.recordId,
  systemTime: AT,
  utcOffsetMinutes: -480,
  transmitterId: TRANSMITTER,
  transmitterGeneration: 'g7',
  transmitterVariant: 'g715day',
  displayDevice: 'android',
  displayApp: 'G7',
};

export const egv = (changes: object = {}): object => ({
  ...common,
  transmitterTicks: 864_300,
  value: 124,
  status: null,
  trend: 'flat',
  trendRate: -0.4,
  unit: 'mg/dL',
  rateUnit: 'mg/dL/min',
  ...changes,
});

export const calibration = (changes: object = {}): object => ({
  ...common,
  transmitterTicks: 864_300,
  value: 124,
  unit: 'mg/dL',
  ...changes,
});

export const event = (changes: object = {}): object => ({
  ...common,
  recordedSystemTime: '2025-05-17T04:10:00Z',
  recordedDisplayTime: '2025-05-16T20:10:00-08:00',
  eventStatus: 'created',
  eventType: 'carbs',
  eventSubType: null,
  value: '45',
  unit: 'grams',
  ...changes,
});

export const alert = (changes: object = {}): object => ({
  ...common,
  alertName: 'urgentLow',
  alertState: 'activeAlarming',
  ...changes,
});

export const alertSetting = (changes: object = {}): object => ({
  alertName: 'low',
  value: 70,
  unit: 'mg/dL',
  snooze: 30,
  enabled: true,
  systemTime: '2025-05-01T10:00:00',
  displayTime: '2025-05-01T02:00:00',
  delay: null,
  secondaryTriggerCondition: null,
  soundTheme: 'modern',
  soundOutputMode: 'sound',
  ...changes,
});

export const scheduleSettings = (changes: object = {}): object => ({
  alertScheduleName: 'Night',
  isEnabled: true,
  isDefaultSchedule: false,
  startTime: '22:00',
  endTime: '06:00',
  daysOfWeek: ['sunday', 'monday'],
  isActive: true,
  override: null,
  ...changes,
});

export const device = (changes: object = {}): object => ({
  lastUploadDate: '2025-05-17T03:59:11Z',
  transmitterId: TRANSMITTER,
  transmitterGeneration: 'g7',
  transmitterGenerationVariant: 'g7',
  displayDevice: 'iOS',
  displayApp: 'G7',
  alertSchedules: [],
  ...changes,
});

/** A device with one schedule of one alert. */
export const deviceWith = (settings: object, ...alerts: object[]): object =>
  device({
    alertSchedules: [{ alertScheduleSettings: scheduleSettings(settings), alertSettings: alerts }],
  });

export const translate = (list: HistoryList, ...records: unknown[]) =>
  translateRecords(list, records, { receivedAt: RECEIVED });

/** The one observation that a record becomes. */
export function only<Kind extends RecordKind>(
  kind: Kind,
  list: HistoryList,
  record: unknown,
): Observation<RecordOf<Kind>> {
  const { observations, skipped } = translate(list, record);
  const [first] = observations;
  if (skipped.length > 0 || observations.length !== 1 || first?.kind !== kind) {
    throw new Error(`expected one ${kind}, got ${JSON.stringify({ observations, skipped })}`);
  }
  return first as Observation<RecordOf<Kind>>;
}

export const reading = (changes: object = {}) => only('reading', 'egvs', egv(changes));

/** Why a record is set aside. */
export function reason(list: HistoryList, record: unknown): string {
  const { observations, skipped } = translate(list, record);
  const [first] = skipped;
  if (observations.length > 0 || skipped.length !== 1 || first === undefined) {
    throw new Error(`expected one set aside, got ${JSON.stringify({ observations, skipped })}`);
  }
  return first.reason;
}
