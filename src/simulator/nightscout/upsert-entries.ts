import { epochMs, MINUTE_MS, toIsoUtc, type EpochMs } from '../../domain/instant.ts';
import { readIsoInstant, type ZonedInstant } from './iso-instant.ts';
import { isObjectId, isUuidText, type Row } from './row.ts';
import { MongoError } from './site-error.ts';

/** What storing a row needs to know of its site. */
export interface StoringSite {
  readonly now: EpochMs;
  /** Zone of the site's host, used where a row has only `date`. */
  readonly hostUtcOffsetMinutes: number;
  readonly nextId: () => string;
}

/**
 * Stores entries as Nightscout 15.0.7 does, in order: each is merged into the row with the same `sysTime` and `type`,
 * or inserted. Gives the rows back as the answer shows them: normalised, with `_id` only where one was inserted.
 * @throws MongoError where MongoDB would refuse; rows before the refused one stay stored.
 */
export function upsertEntries(stored: Row[], incoming: readonly Row[], site: StoringSite): Row[] {
  // Looked up by key: an import of years would else compare each row with all that are there.
  const byKey = new Map<string, Row>();
  for (const row of stored) {
    const key = keyOf(row);
    if (key !== undefined && !byKey.has(key)) byKey.set(key, row);
  }
  return incoming
    .map((row) => normaliseEntry(row, site))
    .map((row) => {
      const key = keyOf(row);
      const known = key === undefined ? stored.find(sameInFull(row)) : byKey.get(key);
      if (!known) {
        const inserted = { ...row, _id: row['_id'] ?? site.nextId() };
        const kept = { ...inserted };
        stored.push(kept);
        if (key !== undefined) byKey.set(key, kept);
        return inserted;
      }
      if (row['_id'] !== undefined && row['_id'] !== known['_id']) {
        throw new MongoError(
          "Performing an update on the path '_id' would modify the immutable field '_id'",
        );
      }
      Object.assign(known, row);
      return row;
    });
}

function normaliseEntry(given: Row, site: StoringSite): Row {
  const row: Row = { ...given };
  if (row['_id'] !== undefined && !isObjectId(row['_id'])) {
    if (isUuidText(row['_id']) && !row['identifier']) row['identifier'] = row['_id'];
    delete row['_id'];
  }
  const time = timeOf(row, site);
  row['utcOffset'] = time?.offsetMinutes ?? null;
  row['sysTime'] = time ? toIsoUtc(epochMs(time.ms)) : null;
  if (row['dateString']) row['dateString'] = row['sysTime'];
  return row;
}

function timeOf(row: Row, site: StoringSite): ZonedInstant | undefined {
  const { dateString, date } = row;
  if (typeof dateString === 'string' && dateString !== '') return readIsoInstant(dateString);
  const host = site.hostUtcOffsetMinutes;
  const zoned = (ms: number): ZonedInstant | undefined =>
    Math.abs(ms) > 8.64e15 ? undefined : { ms: Math.trunc(ms), offsetMinutes: host };
  if (typeof dateString === 'number' && dateString !== 0) {
    const at = zoned(dateString);
    return at && { ...at, offsetMinutes: 0 };
  }
  if (typeof date === 'number' && date !== 0) return zoned(date);
  if (typeof date === 'string' && date !== '') {
    const read = readIsoInstant(date);
    return read && { ms: read.ms, offsetMinutes: host };
  }
  return zoned(site.now);
}

/** What a row is known by, if it has both. */
function keyOf(row: Row): string | undefined {
  const { sysTime, type } = row;
  return sysTime && type ? JSON.stringify([sysTime, type]) : undefined;
}

/** Without a key the whole document is the key. */
function sameInFull(row: Row): (known: Row) => boolean {
  return (known) =>
    Object.entries(row).every(
      ([field, value]) => JSON.stringify(known[field] ?? null) === JSON.stringify(value ?? null),
    );
}

/** Four days: what a query without a date is cut to, in ms. */
export const FLOOR_MS = 4 * 24 * 60 * MINUTE_MS;
