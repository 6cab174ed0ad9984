import type { Dated, Provenance } from './provenance.ts';

/** A phone or receiver with its alert settings. It counts as changed when anything but its upload time does. */
export interface Device extends Dated, Provenance {
  readonly kind: 'device';
  /** What tells the device from others: its transmitter (or generation) and display device. */
  readonly recordId: string;
  /** `systemTime` is the last upload that Dexcom named; false where it named none and it is when the device was seen. */
  readonly isUploadTimeKnown: boolean;
  readonly schedules: readonly AlertSchedule[];
}

/** When which alerts are on. */
export interface AlertSchedule {
  /** Empty for the default schedule. */
  readonly name: string;
  readonly isDefault: boolean;
  readonly isEnabled: boolean;
  readonly isActive?: boolean;
  /** Minutes after midnight on the wearer's clock; the end may lie beyond 1440, on the next day. */
  readonly startMinute: number;
  readonly endMinute: number;
  /** `sunday` … `saturday`. */
  readonly days: readonly string[];
  readonly override?: {
    readonly isEnabled?: boolean;
    readonly mode?: string;
    readonly endTime?: string;
  };
  readonly alerts: readonly AlertSetting[];
}

/** One alert of a schedule. */
export interface AlertSetting {
  readonly alertName: string;
  readonly isEnabled: boolean;
  /** In `unit`. */
  readonly value?: number;
  /** Dexcom's word: `mg/dL`, `mg/dL/min`, `minutes`, … */
  readonly unit?: string;
  readonly snoozeMinutes?: number;
  readonly delayMinutes?: number;
  /** mg/dL that a rate alert must also cross. */
  readonly secondaryTriggerMgdl?: number;
  readonly soundTheme?: string;
  readonly soundOutputMode?: string;
}
