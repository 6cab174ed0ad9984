import { toIsoUtc } from '../../domain/instant.ts';
import { jsonReply, type WireReply } from '../wire/wire-reply.ts';
import { deleteRows } from './entries-endpoints.ts';
import { answerRows, askedRows, doomedRows } from './find-dated.ts';
import { createdAt } from './normalise-treatment.ts';
import { purified } from './purify.ts';
import { isObjectId, isRow, type Row } from './row.ts';
import type { Site, SiteCall } from './site.ts';
import { MongoError, siteError } from './site-error.ts';

/** GET /devicestatus */
export function listDevicestatus(site: Site, call: SiteCall): WireReply {
  return answerRows(askedRows(site, call, 'devicestatus', () => 10));
}

/** DELETE /devicestatus and /devicestatus/:id */
export function deleteDevicestatus(site: Site, call: SiteCall, id?: string): WireReply {
  if (id !== undefined && id !== '*' && !isObjectId(id)) return badId(id);
  const doomed = doomedRows(site, call, 'devicestatus', id);
  return jsonReply(200, deleteRows(site.collections.devicestatus, doomed));
}

/** POST /devicestatus: always inserts, the same one as often as it is sent. */
export function postDevicestatus(site: Site, call: SiteCall): WireReply {
  const { body, fault } = call;
  let rows = (Array.isArray(body) ? body : [body]).filter(isRow);
  const invalid = rows.find((row) => row['_id'] !== undefined && !isObjectId(row['_id']));
  if (invalid) return badId(invalid['_id']);
  if (fault?.kind === 'dropRows') rows = rows.slice(0, Math.max(0, rows.length - fault.count));
  if (fault?.kind === 'mongoError') {
    rows.slice(0, fault.stored).forEach((row) => insert(site, row));
    throw new MongoError('the database went away');
  }
  return jsonReply(
    200,
    rows.map((row) => insert(site, row)),
  );
}

function insert(site: Site, given: Row): Row {
  const row = purified(given) as Row;
  const inserted = {
    ...row,
    ...createdAt(row['created_at'], toIsoUtc(site.clock.now())),
    _id: row['_id'] ?? site.nextId(),
  };
  site.collections.devicestatus.push({ ...inserted });
  return inserted;
}

function badId(id: unknown): WireReply {
  return siteError(
    400,
    'Invalid _id format',
    `Must be 24-character hex string. Got: ${String(id)}`,
  );
}
