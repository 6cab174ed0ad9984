import type { EpochMs } from './instant.ts';
import type { MgDl } from './glucose.ts';
import type { Trend } from './trend.ts';

/** Which Dexcom service said something. */
export type SourceName = 'share' | 'web-api';

/** What any source may say of one estimated glucose value. A missing field was not said; it is never guessed. */
export interface ReadingFacts {
  readonly kind: 'reading';
  /** UTC of the measurement. Nightscout keys on it to the millisecond. */
  readonly systemTime: EpochMs;
  readonly glucoseMgdl: MgDl;
  readonly trend?: Trend;
  /** mg/dL per minute. */
  readonly trendRateMgdlPerMin?: number;
  /** Offset of the wearer's display from UTC, −1439 … 1439 minutes, east positive. */
  readonly utcOffsetMinutes?: number;
  /** Dexcom's hash of the transmitter; never empty. */
  readonly transmitterId?: string;
  /** Seconds on the transmitter's own clock, above 0. */
  readonly transmitterTicks?: number;
}

/** A reading as one source reported it. Several observations may be one record. */
export interface Observation extends ReadingFacts {
  readonly source: SourceName;
  /** The source's own id of the record. Share has none. */
  readonly sourceRecordId?: string;
}

/** A reading as the journal holds it: what all its observations together say. `systemTime` is the first one ever seen and never changes. */
export type Reading = ReadingFacts;

/** One thing Dexcom reported, normalised. */
export type DexcomRecord = Reading;
