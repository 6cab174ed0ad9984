import { epochMs, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';
import type { SensorRecord } from '../../patient/sensor-record.ts';
import type { DiaryAlert } from '../../patient/alert-story.ts';
import type { EventContent } from '../../patient/diary-event.ts';
import { alertRecordId, alertsOf } from './alert-rows.ts';
import { schedulesOf } from './device-records.ts';
import { egvRow, lastWord } from './egv-rows.ts';
import { calibrationsOf } from './entry-rows.ts';
import { productWords } from './product.ts';
import { recordIdOf, type RecordsWorld, type WireRecord } from './records-world.ts';
import { wholeSeconds } from './wire-time.ts';

/** One measurement, however many observations there are of it. */
export interface TrueReading {
  /** To the millisecond, as Share tells it; the Web API cuts it to the second. */
  readonly systemTime: EpochMs;
  /** Dexcom's last word at the Web API, 39 to 401. */
  readonly glucoseMgdl: number;
  /** What was measured and Share tells; differs from the last word where the Web API was rewritten. */
  readonly measuredMgdl: number;
  readonly trend: string;
  readonly trendRateMgdlPerMin: number;
  readonly utcOffsetMinutes: number;
  /** What the Web API lists of it: the phone's record, and the receiver's where one was carried. */
  readonly observations: readonly {
    readonly recordId: string;
    readonly displayDevice: string;
    /** By that device's clock, whole seconds. */
    readonly systemTime: EpochMs;
    readonly transmitterId: string;
    readonly transmitterTicks: number;
  }[];
}

export interface TrueEvent extends Omit<EventContent, 'at'> {
  /** The diary's id, by which it is changed. */
  readonly id: string;
  readonly recordId: string;
  /** Whole seconds. */
  readonly systemTime: EpochMs;
  readonly isDeleted: boolean;
  /** No longer listed, without a word: what was taken of it before is to stay. */
  readonly isVanished: boolean;
  /** Record id of the calibration that is the same fingerstick. */
  readonly sameAsCalibration?: string;
}

export interface TrueCalibration {
  readonly recordId: string;
  readonly systemTime: EpochMs;
  readonly valueMgdl: number;
}

export interface TrueAlert {
  readonly recordId: string;
  readonly systemTime: EpochMs;
  readonly alertName: DiaryAlert['name'];
  readonly alertState: DiaryAlert['state'];
}

/** What a perfect bridge ends with, by each thing's last system time; no quirk shows here. */
export interface WebApiTruth {
  readonly readings: readonly TrueReading[];
  /** Live, deleted and vanished ones, as last changed. */
  readonly events: readonly TrueEvent[];
  readonly calibrations: readonly TrueCalibration[];
  readonly alerts: readonly TrueAlert[];
  /** The alert schedules, each as they held from an instant of the span on, oldest first. */
  readonly settings: readonly {
    readonly from: EpochMs;
    readonly schedules: readonly WireRecord[];
  }[];
}

const SAME_FINGERSTICK_MS = 5 * MINUTE_MS;
/** After everything that will ever be changed. */
const AT_LAST = epochMs(8_640_000_000_000_000);

/** The truth of a span, from inclusive, to exclusive, in whole seconds of the devices' clocks. */
export function tellTruth(world: RecordsWorld, from: EpochMs, to: EpochMs): WebApiTruth {
  const { patient, diary } = world;
  const inSpan = (at: EpochMs): boolean => wholeSeconds(at) >= from && wholeSeconds(at) < to;
  const start = epochMs(Math.max(from, diary.since));
  const readings = patient
    .truth(start, epochMs(to + 1_000))
    .filter(({ origin, systemTime }) => origin !== 'watch' && inSpan(systemTime))
    .map((reading) => trueReading(world, reading));
  const calibrations = calibrationsOf(
    world,
    epochMs(from - HOUR_MS),
    epochMs(to + HOUR_MS),
    epochMs(to + HOUR_MS),
  ).map(({ id, at, valueMgdl }): TrueCalibration => ({
    recordId: recordIdOf(world, 'calibration', id),
    systemTime: wholeSeconds(at),
    valueMgdl,
  }));
  return {
    readings,
    calibrations: calibrations.filter(({ systemTime }) => inSpan(systemTime)),
    events: trueEvents(world, from, to, calibrations),
    alerts: alertsOf(world, from, epochMs(to + 1_000))
      .filter(({ at }) => inSpan(at))
      .map((alert) => ({
        recordId: alertRecordId(world, alert),
        systemTime: wholeSeconds(alert.at),
        alertName: alert.name,
        alertState: alert.state,
      })),
    settings: settingsIn(world, start, to),
  };
}

function trueReading(world: RecordsWorld, reading: SensorRecord): TrueReading {
  const hasReceiver =
    reading.origin === 'sensor' && world.diary.receiverAt(reading.systemTime) !== undefined;
  const devices = hasReceiver ? (['phone', 'receiver'] as const) : (['phone'] as const);
  return {
    systemTime: reading.systemTime,
    glucoseMgdl: lastWord(world, reading, AT_LAST),
    measuredMgdl: reading.glucoseMgdl,
    trend: reading.trend,
    trendRateMgdlPerMin: reading.trendRateMgdlPerMin,
    utcOffsetMinutes: reading.utcOffsetMinutes,
    observations: devices.map((device) => {
      const { at, key, record } = egvRow(world, reading, device, AT_LAST);
      return {
        recordId: key,
        displayDevice: String(record['displayDevice']),
        systemTime: at,
        transmitterId: String(record['transmitterId']),
        transmitterTicks: Number(record['transmitterTicks']),
      };
    }),
  };
}

function trueEvents(
  world: RecordsWorld,
  from: EpochMs,
  to: EpochMs,
  calibrations: readonly TrueCalibration[],
): readonly TrueEvent[] {
  if (!productWords(world.product()).hasEntries) return [];
  const events: TrueEvent[] = [];
  for (const { id, versions } of world.diary.events(from, epochMs(to + 1_000))) {
    const { content, status } = versions.at(-1) ?? versions[0];
    const { at, ...rest } = content;
    const systemTime = wholeSeconds(at);
    if (systemTime < from || systemTime >= to) continue;
    const same = calibrations.find(
      (calibration) =>
        content.type === 'bloodGlucose' &&
        (content.meterUnit ?? 'mg/dL') === 'mg/dL' &&
        calibration.valueMgdl === content.amount &&
        Math.abs(calibration.systemTime - systemTime) <= SAME_FINGERSTICK_MS,
    );
    events.push({
      ...rest,
      id,
      recordId: recordIdOf(world, 'event', id),
      systemTime,
      isDeleted: status === 'deleted',
      isVanished: status === 'vanished',
      ...(same ? { sameAsCalibration: same.recordId } : {}),
    });
  }
  return events.sort((a, b) => a.systemTime - b.systemTime);
}

function settingsIn(world: RecordsWorld, from: EpochMs, to: EpochMs): WebApiTruth['settings'] {
  const settings: { from: EpochMs; schedules: readonly WireRecord[] }[] = [];
  let before = epochMs(to - 1);
  while (before >= from) {
    const changedAt = world.diary.planChangedAt(before);
    settings.unshift({ from: changedAt, schedules: schedulesOf(world, before) });
    before = epochMs(changedAt - 1);
  }
  return settings;
}
