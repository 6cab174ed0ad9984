import type { Alert } from '../../src/domain/alert.ts';
import type { Calibration } from '../../src/domain/calibration.ts';
import type { AlertSchedule, Device } from '../../src/domain/device.ts';
import type { DexcomRecord, Observation } from '../../src/domain/record.ts';
import type { UserEvent } from '../../src/domain/user-event.ts';
import { makeReading } from './make-reading.ts';

const at = (minute: number) => makeReading(minute).systemTime;

/** A fingerstick of 100 mg/dL given to the sensor, `minute` minutes after EPOCH_MS. */
export function makeCalibration(
  minute: number,
  recordId = 'calibration-1',
  more: Partial<Calibration> = {},
): Calibration {
  return {
    kind: 'calibration',
    systemTime: at(minute),
    recordId,
    meter: { value: 100, unit: 'mg/dL' },
    ...more,
  };
}

/** 20 g of carbohydrates, unless it says otherwise. */
export function makeEvent(
  minute: number,
  recordId = 'event-1',
  more: Partial<UserEvent> = {},
): UserEvent {
  return {
    kind: 'event',
    systemTime: at(minute),
    recordId,
    eventType: 'carbs',
    amount: 20,
    isDeleted: false,
    ...more,
  };
}

/** A fingerstick of 100 mg/dL that was only written down. */
export function makeWritten(
  minute: number,
  recordId = 'written-1',
  more: Partial<UserEvent> = {},
): UserEvent {
  const { amount: _, ...event } = makeEvent(minute, recordId, { eventType: 'bloodGlucose' });
  return { ...event, meter: { value: 100, unit: 'mg/dL' }, ...more };
}

/** A high alert that sounds. */
export function makeAlert(minute: number, recordId = 'alert-1', more: Partial<Alert> = {}): Alert {
  return {
    kind: 'alert',
    systemTime: at(minute),
    recordId,
    alertName: 'high',
    alertState: 'activeAlarming',
    ...more,
  };
}

const SCHEDULE: AlertSchedule = {
  name: '',
  isDefault: true,
  isEnabled: true,
  startMinute: 0,
  endMinute: 1440,
  days: ['sunday', 'monday'],
  override: { isEnabled: false, mode: 'quiet' },
  alerts: [
    { alertName: 'high', isEnabled: true, value: 200, unit: 'mg/dL', snoozeMinutes: 30 },
    { alertName: 'fall', isEnabled: false, value: -3, unit: 'mg/dL/min', secondaryTriggerMgdl: 90 },
  ],
};

/** A phone with its alert settings. */
export function makeDevice(
  minute: number,
  recordId = 'device-1',
  more: Partial<Device> = {},
): Device {
  return {
    kind: 'device',
    systemTime: at(minute),
    recordId,
    displayDevice: 'iOS',
    displayApp: 'G7',
    isUploadTimeKnown: true,
    schedules: [SCHEDULE],
    ...more,
  };
}

/** The record as the Web API said it, under its own id unless told otherwise. */
export function observed<R extends DexcomRecord>(
  record: R,
  sourceRecordId = record.recordId ?? 'reading-1',
): Observation<R> {
  return { ...record, source: 'web-api', sourceRecordId };
}
