import type { Find } from './find-query.ts';
import { matches, readFind, withNumbers } from './find-query.ts';
import { formatEntries } from './entries-format.ts';
import { purified } from './purify.ts';
import { isObjectId, isRow, type Row } from './row.ts';
import type { Site, SiteCall } from './site.ts';
import { MongoError } from './site-error.ts';
import { FLOOR_MS, upsertEntries } from './upsert-entries.ts';
import { jsonReply, type WireReply } from '../wire/wire-reply.ts';

const NUMBERS = ['date', 'sgv', 'filtered', 'unfiltered', 'rssi', 'noise', 'mbg'];
const USUAL_COUNT = 10;

/** GET /entries and /entries/:type, newest first. */
export function listEntries(site: Site, call: SiteCall, type?: string): WireReply {
  const find = { ...readFind(call.query), ...(type === undefined ? {} : { type }) };
  const rows = findEntries(site, find);
  const count = Number.parseInt(call.query.get('count') ?? '', 10);
  return formatEntries(
    rows.slice(0, Number.isNaN(count) ? USUAL_COUNT : Math.abs(count) || undefined),
    call.accept,
  );
}

/** GET /entries/current: the newest row of any type. */
export function currentEntry(site: Site, call: SiteCall): WireReply {
  return formatEntries(findEntries(site, {}).slice(0, 1), call.accept);
}

/** GET /entries/:id */
export function entryById(site: Site, call: SiteCall, id: string): WireReply {
  const row = site.collections.entries.find((known) => known['_id'] === id.toLowerCase());
  if (!row) throw new MongoError(`No such id: '${id}'`);
  return formatEntries([row], call.accept);
}

/** GET /count/entries/where */
export function countEntries(site: Site, call: SiteCall): WireReply {
  const count = findEntries(site, readFind(call.query)).length;
  return jsonReply(200, count === 0 ? [] : [{ _id: null, count }]);
}

/** DELETE /entries and /entries/:spec */
export function deleteEntries(site: Site, call: SiteCall, spec?: string): WireReply {
  const find = {
    ...readFind(call.query),
    ...(spec === undefined ? {} : isObjectId(spec) ? { _id: spec.toLowerCase() } : { type: spec }),
  };
  const doomed = new Set(findEntries(site, find));
  return jsonReply(200, deleteRows(site.collections.entries, doomed));
}

/** POST /entries: one object with `date`, or an array; anything else is taken and lost under 200. */
export function postEntries(site: Site, call: SiteCall, keep: boolean): WireReply {
  const { body, fault } = call;
  let rows: Row[] = [];
  if (Array.isArray(body)) rows = body.filter(isRow).map((row) => purified(row) as Row);
  else if (isRow(body) && 'date' in body) rows = [purified(body) as Row];
  if (!keep) return jsonReply(200, rows);
  if (fault?.kind === 'dropRows') rows = rows.slice(0, Math.max(0, rows.length - fault.count));
  const { collections, nextId, hostUtcOffsetMinutes, clock } = site;
  const storing = { now: clock.now(), hostUtcOffsetMinutes, nextId };
  if (fault?.kind === 'mongoError') {
    upsertEntries(collections.entries, rows.slice(0, fault.stored), storing);
    throw new MongoError('the database went away');
  }
  return jsonReply(200, upsertEntries(collections.entries, rows, storing));
}

/** Takes the rows out of a collection and answers as the driver does. */
export function deleteRows(
  stored: Row[],
  doomed: ReadonlySet<Row>,
): { readonly acknowledged: true; readonly deletedCount: number } {
  const left = stored.filter((row) => !doomed.has(row));
  stored.splice(0, stored.length, ...left);
  return { acknowledged: true, deletedCount: doomed.size };
}

function findEntries(site: Site, asked: Find): Row[] {
  const find = withNumbers(asked, NUMBERS);
  if (hasNaN(find['date'])) throw new MongoError('a date in the query is no number');
  const bounded = '_id' in find || 'date' in find || 'dateString' in find;
  if (!bounded) find['date'] = { $gte: site.clock.now() - FLOOR_MS };
  return site.collections.entries
    .filter((row) => matches(row, find))
    .sort((a, b) => dateOf(b) - dateOf(a));
}

function hasNaN(value: unknown): boolean {
  if (isRow(value)) {
    return Object.entries(value).some(([operator, one]) => operator !== '$exists' && hasNaN(one));
  }
  return Number.isNaN(value);
}

function dateOf(row: Row): number {
  const { date } = row;
  return typeof date === 'number' ? date : Number.NEGATIVE_INFINITY;
}
