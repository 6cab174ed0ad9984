import type { Alert } from '../domain/alert.ts';
import type { Calibration } from '../domain/calibration.ts';
import type { Device } from '../domain/device.ts';
import { HIGH_MGDL, LOW_MGDL, mmolText } from '../domain/glucose.ts';
import { epochMs, MINUTE_MS, toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Observation } from '../domain/record.ts';
import { trendNumber } from '../domain/trend.ts';
import type { UserEvent } from '../domain/user-event.ts';
import type { DeviceRecord } from './device-record.ts';
import type { GlucoseReading } from './glucose-reading.ts';
import type { AlertRecord, CalibrationRecord, EventRecord } from './history-records.ts';
import { TREND_WORDS } from './trend-words.ts';

/** A reading as callers see it. Changes no value. */
export function toGlucoseReading(observation: Observation<Reading>): GlucoseReading {
  const { systemTime, sourceRecordId, utcOffsetMinutes, source, kind, ...facts } = observation;
  const { glucoseMgdl, trend } = facts;
  const words = trend === undefined ? undefined : TREND_WORDS[trend];
  return {
    kind,
    source,
    ...timed(systemTime, utcOffsetMinutes),
    ...facts,
    glucoseMmol: Number(mmolText(glucoseMgdl)),
    isLow: glucoseMgdl <= LOW_MGDL,
    isHigh: glucoseMgdl >= HIGH_MGDL,
    trendArrow: words?.arrow ?? '',
    trendDescription: words?.description ?? '',
    ...(trend === undefined || words === undefined
      ? {}
      : { trendNumber: trendNumber(trend), direction: words.direction }),
  };
}

export function toCalibrationRecord(observation: Observation<Calibration>): CalibrationRecord {
  const { systemTime, sourceRecordId, utcOffsetMinutes, source, ...facts } = observation;
  return { ...timed(systemTime, utcOffsetMinutes), ...facts };
}

export function toEventRecord(observation: Observation<UserEvent>): EventRecord {
  const { systemTime, sourceRecordId, utcOffsetMinutes, source, sameAsCalibration, ...facts } =
    observation;
  return { ...timed(systemTime, utcOffsetMinutes), ...facts };
}

export function toAlertRecord(observation: Observation<Alert>): AlertRecord {
  const { systemTime, sourceRecordId, utcOffsetMinutes, source, ...facts } = observation;
  return { ...timed(systemTime, utcOffsetMinutes), ...facts };
}

export function toDeviceRecord(observation: Observation<Device>): DeviceRecord {
  const { systemTime, sourceRecordId, utcOffsetMinutes, source, ...facts } = observation;
  return { ...timed(systemTime, utcOffsetMinutes), ...facts };
}

function timed(
  time: EpochMs,
  utcOffsetMinutes: number | undefined,
): Pick<GlucoseReading, 'time' | 'iso' | 'utcOffsetMinutes' | 'localIso'> {
  const iso = toIsoUtc(time);
  return utcOffsetMinutes === undefined
    ? { time, iso }
    : { time, iso, utcOffsetMinutes, localIso: localIso(time, utcOffsetMinutes) };
}

/** The wearer’s clock and how far it was from UTC. */
function localIso(time: EpochMs, utcOffsetMinutes: number): string {
  const shifted = toIsoUtc(epochMs(time + utcOffsetMinutes * MINUTE_MS));
  const size = Math.abs(utcOffsetMinutes);
  const [hours, minutes] = [Math.floor(size / 60), size % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${shifted.slice(0, -1)}${utcOffsetMinutes < 0 ? '-' : '+'}${hours ?? ''}:${minutes ?? ''}`;
}
