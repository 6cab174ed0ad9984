import type { EpochMs } from '../../domain/instant.ts';

/** What was written down, and for when. Words are Dexcom's; any other text can be given on purpose. */
export interface EventContent {
  /** When it happened, UTC ms. */
  readonly at: EpochMs;
  /** `carbs`, `insulin`, `exercise`, `health`, `bloodGlucose`, `notes`. */
  readonly type: string;
  /** `fastActing`, `longActing`; `light`, `medium`, `heavy`; `illness`, `stress`, … */
  readonly subtype?: string;
  /** Grams, units of insulin, minutes, or what the meter showed. */
  readonly amount?: number;
  /** Of a `bloodGlucose` event; mg/dL when absent. */
  readonly meterUnit?: 'mg/dL' | 'mmol/L';
  /** Of `notes`. */
  readonly text?: string;
}

/** One state of an event: as it was entered, changed or deleted. */
export interface EventVersion {
  readonly content: EventContent;
  /** `vanished`: no longer listed at all, as if it had never been. */
  readonly status: 'created' | 'updated' | 'deleted' | 'vanished';
  /** When the person did that, UTC ms; the upload delay runs from here. */
  readonly enteredAt: EpochMs;
}

/** Something the person wrote down, with all that was done to it since. */
export interface DiaryEvent {
  /** The diary's own name of it, never changing; the services make their ids of it. */
  readonly id: string;
  /** In the order of entering; the first is `created`. */
  readonly versions: readonly [EventVersion, ...EventVersion[]];
}

/** A fingerstick given to the sensor. */
export interface DiaryCalibration {
  readonly id: string;
  readonly at: EpochMs;
  /** Whole mg/dL. */
  readonly valueMgdl: number;
  readonly enteredAt: EpochMs;
  /** One of the habitual ones that only a sensor asking for calibrations gets (G6). */
  readonly isRoutine: boolean;
}
