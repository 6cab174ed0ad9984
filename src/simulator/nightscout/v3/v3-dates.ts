import { epochMs, MINUTE_MS, toIsoUtc } from '../../../domain/instant.ts';
import { readIsoInstant, type ZonedInstant } from '../iso-instant.ts';
import type { Row } from '../row.ts';

/** What lies before is no date: 2000-01-01 in UTC ms. */
export const EARLIEST_MS = 946_684_800_000;

/** Reads a date as API v3 does: milliseconds, seconds, either as text, or ISO 8601. */
export function readV3Date(value: unknown, hostUtcOffsetMinutes: number): ZonedInstant | undefined {
  const given = isNumeric(value) ? Number.parseFloat(String(value)) : value;
  if (typeof given === 'number' && given !== 0) {
    const ms = Math.trunc(given < EARLIEST_MS ? given * 1000 : given);
    return ms < EARLIEST_MS ? undefined : { ms, offsetMinutes: hostUtcOffsetMinutes };
  }
  if (typeof given !== 'string' || given === '') return undefined;
  const read = readIsoInstant(given);
  return read === undefined || read.ms < EARLIEST_MS ? undefined : read;
}

/** A document with `date`, `utcOffset` and `created_at` as API v3 makes them of what was sent. */
export function withV3Dates(given: Row, hostUtcOffsetMinutes: number): Row {
  const read =
    readV3Date(given['date'], hostUtcOffsetMinutes) ??
    readV3Date(given['created_at'], hostUtcOffsetMinutes);
  if (read === undefined) return { ...given };
  return {
    ...given,
    date: read.ms,
    utcOffset: given['utcOffset'] ?? read.offsetMinutes,
    created_at: toIsoUtc(epochMs(read.ms)),
  };
}

/** The end of a treatment that has a duration, as API v3 adds it when it replaces or changes one. */
export function withDuration(document: Row, stored: Row = {}): Row {
  const base = [document, stored]
    .flatMap((row) => [row['mills'], row['created_at'], row['date']])
    .map((value) => readV3Date(value, 0)?.ms)
    .find((ms) => ms !== undefined);
  const duration = document['duration'] ?? stored['duration'];
  if (base === undefined || duration === undefined) return document;
  const endmills = document['endmills'] ?? base + (Number(duration) || 0) * MINUTE_MS;
  const durationInMilliseconds = Number(endmills) - base;
  if (!(durationInMilliseconds >= 0)) return document;
  return {
    ...document,
    endmills,
    durationInMilliseconds,
    duration: Math.round(durationInMilliseconds / MINUTE_MS),
  };
}

/** True for a number, and for a text that is one. */
export function isNumeric(value: unknown): boolean {
  return (
    (typeof value === 'number' || typeof value === 'string') &&
    !Number.isNaN(Number.parseFloat(String(value))) &&
    Number.isFinite(Number(value))
  );
}
