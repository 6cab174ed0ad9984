import type { EpochMs } from './instant.ts';

/** What Dexcom says of the devices a record went through. Words are Dexcom's own; an unknown one is kept as it came. */
export interface Provenance {
  /** Dexcom's hash of the transmitter; never empty. */
  readonly transmitterId?: string;
  /** Seconds on the transmitter's own clock, above 0. */
  readonly transmitterTicks?: number;
  /** Such as `g6` or `g7`. */
  readonly transmitterGeneration?: string;
  /** Such as `g715day`. */
  readonly transmitterVariant?: string;
  /** Such as `iOS`, `android` or `receiver`. */
  readonly displayDevice?: string;
  /** Such as `G7`. */
  readonly displayApp?: string;
}

/** When something was measured or happened, as Dexcom's clocks had it. */
export interface Dated {
  /** UTC, by the clock of the device. */
  readonly systemTime: EpochMs;
  /** Offset of the wearer's display from UTC, −1439 … 1439 minutes, east positive. */
  readonly utcOffsetMinutes?: number;
}
