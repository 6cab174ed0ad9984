import { HIGH_MGDL, LOW_MGDL } from '../../domain/glucose.ts';
import { epochMs, MINUTE_MS, toIsoUtc } from '../../domain/instant.ts';
import type { EntryRow } from '../entry-row.ts';

/** A reading as xDrip’s local web service shows it in brief. */
export interface BriefRow {
  /** UTC ms. */
  readonly date: number;
  /** mg/dL; 39 is LOW, 401 is HIGH. */
  readonly sgv: number;
  /**
   * mg/dL in five minutes since the reading before, three decimals. Absent where that one is missing or more than 20 minutes
   * older, and where one of the two is LOW or HIGH, which are no values to reckon with.
   */
  readonly delta?: number;
  /** Absent where no trend was reported. */
  readonly direction?: string;
  /** Nothing is known of noise: as xDrip says then. */
  readonly noise: 1;
}

/** The same whole. What only a transmitter’s own receiver knows has the value that xDrip gives where it follows others. */
export interface XdripRow extends BriefRow {
  readonly _id: string;
  readonly device: string;
  /** The wearer’s display time where its offset is known, else UTC: `2026-11-21T17:30:00.000+0100`. */
  readonly dateString: string;
  readonly sysTime: string;
  readonly filtered: 0;
  readonly unfiltered: 0;
  readonly rssi: 100;
  readonly type: 'sgv';
}

/** Row of a glucose reading. */
export type ReadingRow = Extract<EntryRow, { readonly type: 'sgv' }>;

const STEP_MS = 5 * MINUTE_MS;
const FURTHEST_MS = 20 * MINUTE_MS;

/** @param before the reading before, if any */
export function toXdripRow(row: ReadingRow, before: ReadingRow | undefined): XdripRow {
  const text = localText(row.date, row.utcOffset ?? 0);
  return {
    _id: row._id,
    device: row.device,
    dateString: text,
    sysTime: text,
    ...toBriefRow(row, before),
    filtered: 0,
    unfiltered: 0,
    rssi: 100,
    type: 'sgv',
  };
}

/** @param before the reading before, if any */
export function toBriefRow(row: ReadingRow, before: ReadingRow | undefined): BriefRow {
  const delta = before && deltaOf(row, before);
  return {
    date: row.date,
    sgv: row.sgv,
    ...(delta === undefined ? {} : { delta }),
    ...(row.direction === undefined ? {} : { direction: row.direction }),
    noise: 1,
  };
}

function deltaOf(row: ReadingRow, before: ReadingRow): number | undefined {
  const elapsedMs = row.date - before.date;
  if (elapsedMs <= 0 || elapsedMs > FURTHEST_MS) return undefined;
  if (isLimit(row.sgv) || isLimit(before.sgv)) return undefined;
  const change = ((row.sgv - before.sgv) / elapsedMs) * STEP_MS;
  // Half a thousandth goes away from nought.
  return (Math.sign(change) * Math.round(Math.abs(change) * 1000)) / 1000;
}

function isLimit(mgdl: number): boolean {
  return mgdl <= LOW_MGDL || mgdl >= HIGH_MGDL;
}

function localText(utcMs: number, offsetMinutes: number): string {
  const size = Math.abs(offsetMinutes);
  const two = (part: number): string => String(part).padStart(2, '0');
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
  return toIsoUtc(epochMs(utcMs + offsetMinutes * MINUTE_MS)).replace('Z', zone);
}
