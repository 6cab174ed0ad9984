import type { DatedRecord } from './dated-record.ts';
import type { NightscoutDirection, Trend } from './trend.ts';

/**
 * One estimated glucose value. Plain data: it can be sent, stored and printed as JSON. What Dexcom did not say is missing,
 * never guessed.
 */
export interface GlucoseReading extends DatedRecord {
  readonly kind: 'reading';
  /** Which of Dexcom’s services said it. */
  readonly source: 'share' | 'web-api';
  /** Whole mg/dL from 40 to 400; 39 stands for LOW (below 40) and 401 for HIGH (above 400). */
  readonly glucoseMgdl: number;
  /** The same in mmol/L, rounded to one decimal as Nightscout shows it. */
  readonly glucoseMmol: number;
  /** The sensor said LOW: below 40 mg/dL, how far is not known. */
  readonly isLow: boolean;
  /** The sensor said HIGH: above 400 mg/dL, how far is not known. */
  readonly isHigh: boolean;
  /** Missing where the sensor’s word was missing or is not known. */
  readonly trend?: Trend;
  /** Dexcom’s number of the trend, 0 to 9; missing as `trend`. */
  readonly trendNumber?: number;
  /** `↑↑` to `↓↓`; `?` not computable, `-` out of range; empty where there is no trend. */
  readonly trendArrow: string;
  /** `rising quickly` to `falling quickly`, in English; empty where there is no trend. */
  readonly trendDescription: string;
  /** As Nightscout’s entries spell it; missing as `trend`. */
  readonly direction?: NightscoutDirection;
  /** mg/dL per minute. Web API only. */
  readonly trendRateMgdlPerMin?: number;
  /** Dexcom’s id of the record. Web API only. */
  readonly recordId?: string;
}

/** A reading that `follow` gives. */
export interface FollowedReading extends GlucoseReading {
  /** Dexcom showed it only after newer ones that were given before: it fills a gap. */
  readonly isLate: boolean;
}
