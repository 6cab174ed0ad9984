/** What every record of Dexcom’s tells of its time and of the devices it went through. */
export interface DatedRecord {
  /** When it was measured or happened: UTC, whole milliseconds since 1970, as `new Date(time)` takes it. */
  readonly time: number;
  /** The same instant as text in UTC: `2026-11-21T08:15:30.000Z`. */
  readonly iso: string;
  /** Minutes that the wearer’s clock was ahead of UTC (east positive), where Dexcom told. */
  readonly utcOffsetMinutes?: number;
  /** The same instant on the wearer’s clock, where Dexcom told its offset: `2026-11-21T09:15:30.000+01:00`. */
  readonly localIso?: string;
  /** Dexcom’s hash of the transmitter. Web API only, as all that follow. */
  readonly transmitterId?: string;
  /** Seconds on the transmitter’s own clock. */
  readonly transmitterTicks?: number;
  /** Such as `g6` or `g7`; a word that is new is given as it came. */
  readonly transmitterGeneration?: string;
  /** Such as `g715day`. */
  readonly transmitterVariant?: string;
  /** Such as `iOS`, `android` or `receiver`. */
  readonly displayDevice?: string;
  /** Such as `G7`. */
  readonly displayApp?: string;
}
