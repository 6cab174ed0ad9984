import { HIGH_MGDL, LOW_MGDL, mmolText } from '../domain/glucose.ts';
import { MINUTE_MS, type EpochMs } from '../domain/instant.ts';
import type { Display } from '../platform/display.ts';

type Units = Display['units'];

/** A value with its instant; what a reading and its shown form have in common. */
export interface DatedGlucose {
  readonly at: EpochMs;
  readonly glucoseMgdl: number;
}

/** Arrows by Dexcom’s trend number, 0–9; nothing where the sensor said nothing. */
const ARROWS = ['', '↑↑', '↑', '↗', '→', '↘', '↓', '↓↓', '?', '?'];
/** Half a period to one and a half: the reading before is the neighbour, and nothing else is. */
const NEAREST_MS = 2.5 * MINUTE_MS;
const FARTHEST_MS = 7.5 * MINUTE_MS;

/** The arrow of a trend number; empty where none was said. */
export function trendArrow(trend: number | undefined): string {
  return trend === undefined ? '' : (ARROWS[trend] ?? '');
}

/** The unit as people write it. */
export function unitName(units: Units): string {
  return units === 'mmol' ? 'mmol/L' : 'mg/dL';
}

/** The number alone, in the unit. */
export function glucoseNumber(mgdl: number, units: Units): string {
  return units === 'mmol' ? mmolText(mgdl) : String(mgdl);
}

/** `LOW` and `HIGH` beyond what the sensor measures, else number and unit; never a number that was not measured. */
export function glucoseText(mgdl: number, units: Units): string {
  const bound = (limit: number) => `${glucoseNumber(limit, units)} ${unitName(units)}`;
  if (mgdl <= LOW_MGDL) return `LOW (below ${bound(LOW_MGDL + 1)})`;
  if (mgdl >= HIGH_MGDL) return `HIGH (above ${bound(HIGH_MGDL - 1)})`;
  return bound(mgdl);
}

/**
 * The difference to the neighbouring reading as that of the two numbers that are shown: `+2`, `-0.1`, `0`. Undefined where
 * there is no neighbour, or where one of the two is beyond what the sensor measures. Pure.
 * @param before ascending; what is not older than the reading is passed over
 */
export function deltaText(
  { at, glucoseMgdl }: DatedGlucose,
  before: readonly DatedGlucose[],
  units: Units,
): string | undefined {
  const neighbour = before.findLast((other) => at - other.at >= NEAREST_MS);
  if (neighbour === undefined || at - neighbour.at > FARTHEST_MS) return undefined;
  if (isBeyond(glucoseMgdl) || isBeyond(neighbour.glucoseMgdl)) return undefined;
  const change =
    Number(glucoseNumber(glucoseMgdl, units)) - Number(glucoseNumber(neighbour.glucoseMgdl, units));
  const digits = Math.abs(change).toFixed(units === 'mmol' ? 1 : 0);
  if (Number(digits) === 0) return digits;
  return `${change < 0 ? '-' : '+'}${digits}`;
}

function isBeyond(mgdl: number): boolean {
  return mgdl <= LOW_MGDL || mgdl >= HIGH_MGDL;
}
