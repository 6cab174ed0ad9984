import { LOW_MGDL } from '../../domain/glucose.ts';
import { MINUTE_MS } from '../../domain/instant.ts';
import type { SeenReading } from './seen-reading.ts';

/** The readings of five minutes, summed up as Nightscout does. */
export interface Summed {
  /** Mean of the readings above LOW, mg/dL; absent where there is none. */
  readonly mean?: number;
  /** The newest of them, mg/dL. */
  readonly last?: number;
  /** When that was, UTC ms. */
  readonly mills?: number;
  /** Newest first. */
  readonly sgvs: readonly SeenReading[];
}

/** One of the last four stretches of five minutes. */
export interface Bucket extends Summed {
  /** 0 is the newest. */
  readonly index: number;
  /** UTC ms; null where there is no reading to count from. */
  readonly fromMills: number | null;
  readonly toMills: number | null;
  readonly isEmpty?: true;
}

const BUCKETS = 4;
const BUCKET_MS = 5 * MINUTE_MS;

/**
 * Four stretches of five minutes back from the newest reading, which lies in the middle of the first. The first reading that
 * is in none of them ends the search, as in Nightscout.
 * @param readings newest first
 */
export function fillBuckets(readings: readonly SeenReading[], now: number): readonly Bucket[] {
  const past = readings.filter(({ mills }) => mills <= now);
  const newest = past[0]?.mills;
  const held: SeenReading[][] = Array.from({ length: BUCKETS }, () => []);
  if (newest !== undefined) {
    for (const reading of past) {
      const fits = held.find((_, index) => {
        const from = startOf(newest, index);
        return reading.mills >= from && reading.mills <= from + BUCKET_MS;
      });
      if (fits === undefined) break;
      fits.push(reading);
    }
  }
  return held.map((sgvs, index) => {
    const from = newest === undefined ? null : startOf(newest, index);
    const span = {
      index,
      fromMills: from,
      toMills: from === null ? null : from + BUCKET_MS,
      sgvs,
    };
    return sgvs.length === 0 ? { ...span, isEmpty: true } : { ...sumUp(sgvs), ...span };
  });
}

/** A bucket without its place, as `bgnow` and `delta.previous` show it. */
export function withoutPlace({ mean, last, mills, sgvs }: Bucket): Summed {
  return mean === undefined || last === undefined || mills === undefined
    ? { sgvs }
    : { mean, last, mills, sgvs };
}

function startOf(newest: number, index: number): number {
  return newest - BUCKET_MS / 2 - index * BUCKET_MS;
}

/** LOW says that a value lies below 40, and not which: it has no part in a mean. */
function sumUp(sgvs: readonly SeenReading[]): Omit<Summed, 'sgvs'> {
  const known = sgvs.filter(({ mgdl }) => mgdl > LOW_MGDL);
  const newest = known[0];
  if (newest === undefined) return {};
  const sum = known.reduce((total, { mgdl }) => total + mgdl, 0);
  return { mean: sum / known.length, last: newest.mgdl, mills: newest.mills };
}
