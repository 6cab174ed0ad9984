import { MINUTE_MS } from '../../domain/instant.ts';
import type { Display } from '../../platform/display.ts';
import type { PageReading } from '../page-state.ts';
import { glucoseNumber, isBeyond, unitName } from './glucose-words.ts';
import { howLong } from './how-long.ts';

/** Half a period to one and a half: the reading before is the neighbour, and nothing else is. */
const NEAREST_MS = 2.5 * MINUTE_MS;
const FARTHEST_MS = 7.5 * MINUTE_MS;

/** The change since the neighbouring reading, or why there is none to show. */
export type Delta =
  | { readonly kind: 'known'; readonly text: string; readonly overMs: number }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The change from the neighbouring reading to the newest, as the difference of the two figures that are shown.
 * @param readings ascending, the newest last.
 */
export function deltaOf(readings: readonly PageReading[], units: Display['units']): Delta {
  const newest = readings.at(-1);
  if (newest === undefined) return unknown('no reading');
  const before = readings.findLast(({ at }) => newest.at - at >= NEAREST_MS);
  if (before === undefined) return unknown('no change to show: it is the first reading');
  const overMs = newest.at - before.at;
  if (overMs > FARTHEST_MS) {
    return unknown(`no change to show: the reading before is ${howLong(overMs)} older`);
  }
  if (isBeyond(newest.glucoseMgdl) || isBeyond(before.glucoseMgdl)) {
    return unknown('no change to show: beyond what the sensor measures');
  }
  const change =
    Number(glucoseNumber(newest.glucoseMgdl, units)) -
    Number(glucoseNumber(before.glucoseMgdl, units));
  return { kind: 'known', text: `${signed(change, units)} ${unitName(units)}`, overMs };
}

function signed(change: number, units: Display['units']): string {
  const digits = Math.abs(change).toFixed(units === 'mmol' ? 1 : 0);
  if (Number(digits) === 0) return `±${digits}`;
  return `${change < 0 ? '−' : '+'}${digits}`;
}

function unknown(reason: string): Delta {
  return { kind: 'unknown', reason };
}
