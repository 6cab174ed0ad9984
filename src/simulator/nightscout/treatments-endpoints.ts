import { epochMs, MINUTE_MS, toIsoUtc } from '../../domain/instant.ts';
import { jsonReply, type WireReply } from '../wire/wire-reply.ts';
import { deleteRows } from './entries-endpoints.ts';
import { answerRows, askedRows, doomedRows } from './find-dated.ts';
import { readIsoInstant } from './iso-instant.ts';
import { normaliseTreatment } from './normalise-treatment.ts';
import { purified } from './purify.ts';
import { isObjectId, isRow, type Row } from './row.ts';
import type { Site, SiteCall } from './site.ts';
import { MongoError } from './site-error.ts';

/** GET /treatments: amounts that are no number are shown as `null`. */
export function listTreatments(site: Site, call: SiteCall): WireReply {
  const rows = askedRows(site, call, 'treatments', (find) =>
    Object.keys(find).length > 0 ? 1_000 : 100,
  );
  const amount = (value: unknown): unknown => (typeof value === 'number' ? value : null);
  return answerRows(
    rows?.map((row) => ({
      ...row,
      carbs: amount(row['carbs']),
      insulin: amount(row['insulin']),
    })),
  );
}

/** DELETE /treatments and /treatments/:id */
export function deleteTreatments(site: Site, call: SiteCall, id?: string): WireReply {
  const doomed = doomedRows(site, call, 'treatments', id);
  return jsonReply(200, deleteRows(site.collections.treatments, doomed));
}

/** POST /treatments: an object or an array; always answered by an array. */
export function postTreatments(site: Site, call: SiteCall): WireReply {
  const { body, fault } = call;
  let rows = (Array.isArray(body) ? body : [body]).filter(isRow);
  if (fault?.kind === 'dropRows') rows = rows.slice(0, Math.max(0, rows.length - fault.count));
  if (fault?.kind === 'mongoError') {
    rows.slice(0, fault.stored).forEach((row) => store(site, row));
    throw new MongoError('the database went away');
  }
  return jsonReply(
    200,
    rows.flatMap((row) => store(site, row)),
  );
}

/** PUT /treatments: one object, answered by an object. */
export function putTreatment(site: Site, call: SiteCall): WireReply {
  if (!isRow(call.body)) throw new MongoError('no document');
  return jsonReply(200, store(site, call.body)[0]);
}

/**
 * Replaces the row with the same `identifier`, `_id`, or `created_at` and `eventType`; else inserts. A `preBolus` makes two
 * rows: its carbohydrates come so many minutes later.
 */
function store(site: Site, given: Row): Row[] {
  const row = normaliseTreatment(purified(given) as Row, toIsoUtc(site.clock.now()));
  const { preBolus, carbs } = row;
  if (typeof preBolus !== 'number' || typeof carbs !== 'number') return [put(site, row)];
  const { carbs: _carbs, ...bolus } = row;
  const read = readIsoInstant(String(row['created_at']));
  const later = epochMs((read?.ms ?? site.clock.now()) + preBolus * MINUTE_MS);
  const eaten = {
    created_at: toIsoUtc(later),
    eventType: row['eventType'],
    carbs,
    ...(row['notes'] === undefined ? {} : { notes: row['notes'] }),
  };
  return [put(site, bolus), put(site, eaten)];
}

function put(site: Site, row: Row): Row {
  const stored = site.collections.treatments;
  const isNamed = row['identifier'] !== undefined && row['identifier'] !== '';
  const at = stored.findIndex(isKnownAs(row));
  const known = stored[at];
  const id = known?.['_id'] ?? (isNamed ? undefined : row['_id']) ?? site.nextId();
  const kept = { ...row, _id: id };
  stored.splice(at < 0 ? stored.length : at, at < 0 ? 0 : 1, kept);
  return at < 0 || isNamed || isObjectId(row['_id']) ? { ...kept } : row;
}

function isKnownAs(row: Row): (known: Row) => boolean {
  const { identifier, _id: id, created_at: createdAt, eventType } = row;
  if (identifier !== undefined && identifier !== '') {
    return (known) => known['identifier'] === identifier || known['_id'] === identifier;
  }
  if (id !== undefined && id !== null && id !== '') return (known) => known['_id'] === id;
  return (known) => known['created_at'] === createdAt && known['eventType'] === eventType;
}
