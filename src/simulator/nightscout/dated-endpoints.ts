import { epochMs, toIsoUtc } from '../../domain/instant.ts';
import { jsonReply, type WireReply } from '../wire/wire-reply.ts';
import { deleteRows } from './entries-endpoints.ts';
import { matches, readFind, withNumbers, type Find } from './find-query.ts';
import { readIsoInstant } from './iso-instant.ts';
import { isObjectId, isRow, isUuidText, type Row } from './row.ts';
import { createdAt, normaliseTreatment } from './normalise-treatment.ts';
import type { Site, SiteCall } from './site.ts';
import { MongoError, siteError } from './site-error.ts';
import { FLOOR_MS } from './upsert-entries.ts';

/** The two collections that are ordered by `created_at`. */
type Dated = 'treatments' | 'devicestatus';

/** GET, newest first. */
export function listDated(site: Site, call: SiteCall, name: Dated): WireReply {
  const find = readFind(call.query);
  const usual = name === 'devicestatus' ? 10 : Object.keys(find).length > 0 ? 1_000 : 100;
  const count = Number.parseInt(call.query.get('count') ?? '', 10);
  const rows = findDated(site, name, find).slice(0, Number.isNaN(count) ? usual : count);
  const shown =
    name === 'treatments'
      ? rows.map((row) => ({
          ...row,
          carbs: typeof row['carbs'] === 'number' ? row['carbs'] : null,
          insulin: typeof row['insulin'] === 'number' ? row['insulin'] : null,
        }))
      : rows;
  return jsonReply(200, shown);
}

/** DELETE by id or by query. */
export function deleteDated(site: Site, call: SiteCall, name: Dated, id?: string): WireReply {
  const find =
    id === undefined || id === '*'
      ? readFind(call.query)
      : isUuidText(id)
        ? { identifier: id }
        : { _id: id };
  const rows =
    'identifier' in find
      ? site.collections[name].filter((row) => matches(row, find))
      : findDated(site, name, find);
  return jsonReply(200, deleteRows(site.collections[name], new Set(rows)));
}

/** POST /treatments: replaces the row with the same `identifier`, `_id`, or `created_at` and `eventType`; else inserts. */
export function postTreatments(site: Site, call: SiteCall): WireReply {
  const answered = rowsOf(call.body).map((given) => {
    const row = normaliseTreatment(given, toIsoUtc(site.clock.now()));
    const stored = site.collections.treatments;
    const key = keyOf(row);
    const at = stored.findIndex((known) => matches(known, key));
    const id = at < 0 ? (row['_id'] ?? site.nextId()) : stored[at]?.['_id'];
    if (at >= 0 && row['_id'] !== undefined && row['_id'] !== id) {
      throw new MongoError("the (immutable) field '_id' was found to have been altered");
    }
    const kept = { ...row, _id: id };
    stored.splice(at < 0 ? stored.length : at, at < 0 ? 0 : 1, kept);
    return at < 0 || row['identifier'] !== undefined ? kept : row;
  });
  return jsonReply(200, answered);
}

/** POST /devicestatus: always inserts. */
export function postDevicestatus(site: Site, call: SiteCall): WireReply {
  const rows = rowsOf(call.body);
  if (rows.some((row) => row['_id'] !== undefined && !isObjectId(row['_id']))) {
    return siteError(400, 'Invalid _id format');
  }
  const now = toIsoUtc(site.clock.now());
  const inserted = rows.map((row) => ({
    ...row,
    ...createdAt(row['created_at'], now),
    _id: row['_id'] ?? site.nextId(),
  }));
  site.collections.devicestatus.push(...inserted.map((row) => ({ ...row })));
  return jsonReply(200, inserted);
}

function rowsOf(body: unknown): Row[] {
  return (Array.isArray(body) ? body : [body]).filter(isRow);
}

function findDated(site: Site, name: Dated, asked: Find): Row[] {
  const find =
    name === 'treatments' ? withNumbers(asked, ['insulin', 'carbs', 'glucose']) : { ...asked };
  const created = find['created_at'];
  if (isRow(created)) {
    find['created_at'] = Object.fromEntries(
      Object.entries(created).map(([operator, text]) => [operator, toUtc(text)]),
    );
  }
  for (const field of ['eventType', 'notes', 'enteredBy']) {
    const pattern = /^\/(.*)\/([a-z]*)$/.exec(typeof find[field] === 'string' ? find[field] : '');
    if (pattern) find[field] = new RegExp(pattern[1] ?? '', pattern[2]);
  }
  if (created === undefined && !('_id' in find)) {
    find['created_at'] = { $gte: toIsoUtc(epochMs(site.clock.now() - FLOOR_MS)) };
  }
  return site.collections[name]
    .filter((row) => matches(row, find))
    .sort((a, b) => (String(a['created_at']) < String(b['created_at']) ? 1 : -1));
}

function toUtc(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  const read = readIsoInstant(text.replace(' ', '+'));
  if (!read) throw new MongoError(`Cannot parse ${text} as a valid ISO-8601 date`);
  return toIsoUtc(epochMs(read.ms));
}

function keyOf(row: Row): Find {
  if (row['identifier'] !== undefined) return { identifier: row['identifier'] };
  if (row['_id'] !== undefined) return { _id: row['_id'] };
  return { created_at: row['created_at'], eventType: row['eventType'] };
}
