import { epochMs, toIsoUtc } from '../../domain/instant.ts';
import { jsonReply, type WireReply } from '../wire/wire-reply.ts';
import { matches, readFind, withNumbers, type Find } from './find-query.ts';
import { readIsoInstant } from './iso-instant.ts';
import { isRow, isUuidText, type Row } from './row.ts';
import type { Site, SiteCall } from './site.ts';
import { MongoError } from './site-error.ts';
import { FLOOR_MS } from './upsert-entries.ts';

/** The two collections that are ordered by `created_at`. */
export type DatedName = 'treatments' | 'devicestatus';

/** What a query asks for is no instant, or no question that MongoDB knows. */
class BadQuery extends Error {}

/** The rows that a GET asks for, newest first; undefined where the database fails. */
export function askedRows(
  site: Site,
  call: SiteCall,
  name: DatedName,
  usualCount: (find: Find) => number,
): Row[] | undefined {
  if (call.fault?.kind === 'mongoError') return undefined;
  const find = readFind(call.query);
  const count = Number.parseInt(call.query.get('count') ?? '', 10);
  try {
    const rows = findDated(site, name, find);
    return rows.slice(0, Number.isNaN(count) ? usualCount(find) : Math.abs(count) || undefined);
  } catch (thrown) {
    if (thrown instanceof BadQuery || thrown instanceof MongoError) return undefined;
    throw thrown;
  }
}

/** The answer to a GET. The site keeps a failure of its database to itself: 200 and `null`. */
export function answerRows(rows: readonly Row[] | undefined): WireReply {
  return jsonReply(200, rows ?? null);
}

/** The rows that a DELETE means. @throws MongoError where the query is none. */
export function doomedRows(
  site: Site,
  call: SiteCall,
  name: DatedName,
  id: string | undefined,
): ReadonlySet<Row> {
  const find = readFind(call.query);
  if (id !== undefined && id !== '*') find['_id'] = id;
  try {
    return new Set(findDated(site, name, find));
  } catch (thrown) {
    if (thrown instanceof BadQuery) throw new MongoError(thrown.message);
    throw thrown;
  }
}

function findDated(site: Site, name: DatedName, asked: Find): Row[] {
  const find =
    name === 'treatments' ? withNumbers(asked, ['insulin', 'carbs', 'glucose']) : { ...asked };
  if (name === 'treatments') {
    for (const field of ['eventType', 'notes', 'enteredBy']) {
      const pattern = /^\/(.*)\/([a-z]*)$/.exec(typeof find[field] === 'string' ? find[field] : '');
      if (pattern) find[field] = new RegExp(pattern[1] ?? '', pattern[2]);
    }
  }
  const { _id: id } = find;
  if (id === undefined) boundByDate(site, find);
  // An id that is a UUID is somebody's identifier.
  if (name === 'treatments' && isUuidText(id)) {
    delete find['_id'];
    find['$or'] = [{ identifier: id }, { _id: id }];
  }
  return site.collections[name]
    .filter((row) => matches(row, find))
    .sort((a, b) => (String(a['created_at']) < String(b['created_at']) ? 1 : -1));
}

/** Instants become UTC texts; a query that names none is cut to the last four days. */
function boundByDate(site: Site, find: Find): void {
  const created = find['created_at'];
  if (isRow(created)) {
    find['created_at'] = Object.fromEntries(
      Object.entries(created).map(([operator, text]) => [operator, toUtc(text)]),
    );
  } else if (typeof created === 'string') {
    throw new BadQuery('Cannot assign to read only property');
  } else if (find['dateString'] === undefined) {
    find['created_at'] = { $gte: toIsoUtc(epochMs(site.clock.now() - FLOOR_MS)) };
  }
}

function toUtc(text: unknown): unknown {
  if (typeof text !== 'string' || !Number.isNaN(Number(text))) return text;
  const read = readIsoInstant(text.replace(' ', '+'));
  if (!read) throw new BadQuery(`Cannot parse ${text} as a valid ISO-8601 date`);
  return toIsoUtc(epochMs(read.ms));
}
