import type { DatedRecord } from './dated-record.ts';

/** A phone or receiver with the settings of its alerts. `time` is its last upload. */
export interface DeviceRecord extends DatedRecord {
  readonly kind: 'device';
  /** What tells the device from others: its transmitter (or generation) and display device. */
  readonly recordId: string;
  /** False where Dexcom named no upload and `time` is when the answer came. */
  readonly isUploadTimeKnown: boolean;
  readonly schedules: readonly DeviceAlertSchedule[];
}

/** When which alerts are on. */
export interface DeviceAlertSchedule {
  /** Empty for the default schedule. */
  readonly name: string;
  readonly isDefault: boolean;
  readonly isEnabled: boolean;
  readonly isActive?: boolean;
  /** Minutes after midnight on the wearer’s clock; the end may lie beyond 1440, on the next day. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** `sunday` … `saturday`. */
  readonly days: readonly string[];
  readonly override?: {
    readonly isEnabled?: boolean;
    readonly mode?: string;
    readonly endTime?: string;
  };
  readonly alerts: readonly DeviceAlertSetting[];
}

/** One alert of a schedule. */
export interface DeviceAlertSetting {
  readonly alertName: string;
  readonly isEnabled: boolean;
  /** In `unit`. */
  readonly value?: number;
  /** Dexcom’s word: `mg/dL`, `mg/dL/min`, `minutes`, … */
  readonly unit?: string;
  readonly snoozeMinutes?: number;
  readonly delayMinutes?: number;
  /** mg/dL that a rate alert must also cross. */
  readonly secondaryTriggerMgdl?: number;
  readonly soundTheme?: string;
  readonly soundOutputMode?: string;
}
