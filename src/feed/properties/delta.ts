import { mmolText } from '../../domain/glucose.ts';
import { MINUTE_MS } from '../../domain/instant.ts';
import type { Display } from '../../platform/display.ts';
import { withoutPlace, type Bucket, type Summed } from './buckets.ts';

/** How far glucose moved in five minutes, by Nightscout’s rule. */
export interface Delta {
  /** Between the two means, mg/dL, however far apart. */
  readonly absolute: number;
  readonly elapsedMins: number;
  /** The two lie more than nine minutes apart: the rest is reckoned on the line between them. */
  readonly interpolated: boolean;
  /** mg/dL. */
  readonly mean5MinsAgo: number;
  /** UTC ms. */
  readonly times: { readonly recent: number; readonly previous: number };
  /** Whole mg/dL in five minutes. */
  readonly mgdl: number;
  /** The same in the units of the display. */
  readonly scaled: number;
  /** With its sign: `+2`, `-0.3`. */
  readonly display: string;
  readonly previous: Summed;
}

const MOST_MINUTES = 9;
const STEP_MINUTES = 5;

/** Undefined where the newest bucket, or every one before it, has no value above LOW. */
export function deltaOf(buckets: readonly Bucket[], units: Display['units']): Delta | undefined {
  const recent = newestBucket(buckets);
  if (recent?.mills === undefined || recent.mean === undefined) return undefined;
  const before = recent.mills;
  const previous = buckets.find(({ mills }) => mills !== undefined && mills < before);
  if (previous?.mills === undefined || previous.mean === undefined) return undefined;
  const absolute = recent.mean - previous.mean;
  const elapsedMins = (recent.mills - previous.mills) / MINUTE_MS;
  const interpolated = elapsedMins > MOST_MINUTES;
  const mean5MinsAgo =
    recent.mean - (interpolated ? (absolute / elapsedMins) * STEP_MINUTES : absolute);
  const mgdl = Math.round(recent.mean - mean5MinsAgo);
  // What is shown is the difference of the two values as they are shown.
  const scaled =
    units === 'mmol'
      ? Math.round((Number(mmolText(recent.mean)) - Number(mmolText(mean5MinsAgo))) * 10) / 10
      : mgdl;
  return {
    absolute,
    elapsedMins,
    interpolated,
    mean5MinsAgo,
    times: { recent: recent.mills, previous: previous.mills },
    mgdl,
    scaled,
    display: `${scaled >= 0 ? '+' : ''}${scaled}`,
    previous: withoutPlace(previous),
  };
}

/** The newest bucket that holds a reading at all. */
export function newestBucket(buckets: readonly Bucket[]): Bucket | undefined {
  return buckets.find(({ isEmpty }) => isEmpty !== true);
}
