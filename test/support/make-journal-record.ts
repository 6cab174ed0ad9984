import type { Alert } from '../../src/domain/alert.ts';
import type { Calibration } from '../../src/domain/calibration.ts';
import type { AlertSchedule, Device } from '../../src/domain/device.ts';
import { epochMs, MINUTE_MS, type EpochMs } from '../../src/domain/instant.ts';
import type { JournalRecord, Position } from '../../src/domain/journal-record.ts';
import type { DexcomRecord } from '../../src/domain/record.ts';
import type { UserEvent } from '../../src/domain/user-event.ts';

let positions = 0;

/** A record as the journal hands it out, at a position of its own, first held an hour after it happened. */
export function hold<R extends DexcomRecord>(record: R, changedAt?: EpochMs): JournalRecord<R> {
  positions += 1;
  const recordedAt = epochMs(record.systemTime + 60 * MINUTE_MS);
  return {
    position: positions as Position,
    record,
    recordedAt,
    changedAt: changedAt ?? recordedAt,
  };
}

/** A calibration of 105 mg/dL. */
export function calibrationAt(systemTime: EpochMs, more: Partial<Calibration> = {}): Calibration {
  return {
    kind: 'calibration',
    systemTime,
    recordId: `cal-${systemTime}`,
    meter: { value: 105, unit: 'mg/dL' },
    ...more,
  };
}

/** An event of 15 grams. */
export function eventAt(systemTime: EpochMs, more: Partial<UserEvent> = {}): UserEvent {
  return {
    kind: 'event',
    systemTime,
    recordId: `event-${systemTime}`,
    eventType: 'carbs',
    amount: 15,
    isDeleted: false,
    ...more,
  };
}

/** An urgent low that sounded. */
export function alertAt(systemTime: EpochMs, more: Partial<Alert> = {}): Alert {
  return {
    kind: 'alert',
    systemTime,
    recordId: `alert-${systemTime}`,
    alertName: 'urgentLow',
    alertState: 'activeAlarming',
    ...more,
  };
}

/** A phone whose low alert sounds at `lowMgdl`. */
export function deviceAt(systemTime: EpochMs, lowMgdl: number, more: Partial<Device> = {}): Device {
  return {
    kind: 'device',
    systemTime,
    recordId: 'hash-of-a-transmitter|iOS',
    isUploadTimeKnown: true,
    transmitterGeneration: 'g7',
    transmitterVariant: 'g715day',
    displayDevice: 'iOS',
    displayApp: 'G7',
    schedules: [scheduleWith(lowMgdl)],
    ...more,
  };
}

/** The default schedule with one alert. */
export function scheduleWith(lowMgdl: number): AlertSchedule {
  return {
    name: '',
    isDefault: true,
    isEnabled: true,
    isActive: true,
    startMinute: 0,
    endMinute: 1440,
    days: ['sunday', 'monday'],
    alerts: [
      { alertName: 'low', isEnabled: true, value: lowMgdl, unit: 'mg/dL', snoozeMinutes: 30 },
    ],
  };
}
