import { createHash } from 'node:crypto';
import { jsonReply, type WireReply } from '../../wire/wire-reply.ts';
import { isRow, type Row } from '../row.ts';
import type { Caller } from '../site-access.ts';
import type { CollectionName, Site } from '../site.ts';
import { EARLIEST_MS, withDuration, withV3Dates } from './v3-dates.ts';
import { byIdentifier, immutableChange, isLocked, posted } from './v3-documents.ts';
import { v3Status } from './v3-replies.ts';

/** One write to one collection. */
export interface V3Write {
  readonly site: Site;
  readonly name: CollectionName;
  readonly caller: Caller;
  readonly body: unknown;
}

const LOCKED = 'Trying to modify read-only document';

/** POST /:collection: adds a document, or replaces the one it is known to be, a deleted one too. */
export function postDocument(write: V3Write): WireReply {
  const given = bodyOf(write);
  if (given === undefined) return v3Status(400, 'Bad or missing request body');
  const document = withV3Dates(given, write.site.hostUtcOffsetMinutes);
  document['identifier'] ??= computedIdentifier(document);
  const [stored] = posted(write.site.collections[write.name], write.name, document);
  return stored ? replace(write, document, stored, true) : insert(write, document);
}

/** PUT /:collection/:identifier: adds a document or replaces the one that bears the identifier. */
export function putDocument(write: V3Write, identifier: string): WireReply {
  const given = bodyOf(write);
  if (given === undefined) return v3Status(400, 'Bad or missing request body');
  const document = { ...withV3Dates(given, write.site.hostUtcOffsetMinutes), identifier };
  const [stored] = byIdentifier(write.site.collections[write.name], identifier);
  if (!stored) return insert(write, document);
  return stored['isValid'] === false ? v3Status(410) : replace(write, document, stored, false);
}

/** PATCH /:collection/:identifier: sets the fields that are sent. */
export function patchDocument(write: V3Write, identifier: string): WireReply {
  const given = bodyOf(write);
  if (given === undefined) return v3Status(400, 'Bad or missing request body');
  const refused = forbidden(write, 'update');
  if (refused) return refused;
  const [stored] = byIdentifier(write.site.collections[write.name], identifier);
  if (!stored) return v3Status(404);
  if (stored['isValid'] === false) return v3Status(410);
  if (isLocked(stored)) return v3Status(422, LOCKED);
  const field = immutableChange(given, stored, false);
  if (field !== undefined) return v3Status(400, `Field ${field} cannot be modified by the client`);
  const { subject } = write.caller;
  Object.assign(
    stored,
    withDuration(given, stored),
    { srvModified: write.site.clock.now() },
    subject === undefined ? {} : { modifiedBy: subject },
  );
  return v3Status(200);
}

/** DELETE /:collection/:identifier: marks the document as deleted, or takes it out where that is asked for. */
export function deleteDocument(
  write: V3Write,
  identifier: string,
  isPermanent: boolean,
): WireReply {
  const refused = forbidden(write, 'delete');
  if (refused) return refused;
  const { site, name, caller } = write;
  const rows = site.collections[name];
  const [stored] = byIdentifier(rows, identifier);
  if (!stored) return v3Status(404);
  if (isLocked(stored)) return v3Status(422, LOCKED);
  if (isPermanent) rows.splice(rows.indexOf(stored), 1);
  else {
    const { subject } = caller;
    Object.assign(stored, { isValid: false, srvModified: site.clock.now() });
    if (subject !== undefined) stored['modifiedBy'] = subject;
  }
  return v3Status(200);
}

function insert(write: V3Write, document: Row): WireReply {
  const refused = forbidden(write, 'create') ?? malformed(document);
  if (refused) return refused;
  const { site, name } = write;
  const now = site.clock.now();
  const row = { _id: site.nextId(), ...document, ...stamps(write, now, now) };
  site.collections[name].push(row);
  const { identifier } = document;
  return jsonReply(201, { status: 201, identifier, lastModified: now });
}

function replace(write: V3Write, document: Row, stored: Row, isPost: boolean): WireReply {
  const refused = forbidden(write, 'update');
  if (refused) return refused;
  if (isLocked(stored)) return v3Status(422, LOCKED);
  const field = immutableChange(document, stored, isPost);
  if (field !== undefined) return v3Status(400, `Field ${field} cannot be modified by the client`);
  const bad = malformed(document);
  if (bad) return bad;
  const { site, name } = write;
  const now = site.clock.now();
  const known = stored['identifier'] ?? stored['_id'];
  const rows = site.collections[name];
  rows[rows.indexOf(stored)] = {
    _id: stored['_id'],
    ...withDuration({ ...document, ...stamps(write, stored['srvCreated'] ?? now, now) }),
  };
  const { identifier } = document;
  return jsonReply(200, {
    status: 200,
    lastModified: now,
    ...(isPost || known !== identifier ? { identifier, isDeduplication: true } : {}),
    ...(known === identifier ? {} : { deduplicatedIdentifier: known }),
  });
}

function stamps({ caller: { subject } }: V3Write, srvCreated: unknown, srvModified: number): Row {
  return { srvCreated, srvModified, ...(subject === undefined ? {} : { subject }) };
}

function forbidden({ caller, name }: V3Write, verb: string): WireReply | undefined {
  const permission = `api:${name}:${verb}`;
  return caller.may(permission) ? undefined : v3Status(403, `Missing permission ${permission}`);
}

function malformed(document: Row): WireReply | undefined {
  const { identifier, date, utcOffset, app } = document;
  const bad = (field: string): WireReply => v3Status(400, `Bad or missing ${field} field`);
  const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
  if (!isText(identifier)) return bad('identifier');
  if (typeof date !== 'number' || date <= EARLIEST_MS) return bad('date');
  if (typeof utcOffset !== 'number' || Math.abs(utcOffset) > 1_440) return bad('utcOffset');
  return isText(app) ? undefined : bad('app');
}

function bodyOf({ body }: V3Write): Row | undefined {
  // A list passes for a document without a single field of use.
  if (Array.isArray(body)) return body.length === 0 ? undefined : { ...(body as unknown as Row) };
  return isRow(body) && Object.keys(body).length > 0 ? body : undefined;
}

/** UUID v5 of `device_date` and the type of event, under the sixteen bytes `NightscoutRocks!`. */
function computedIdentifier({ device, date, eventType }: Row): string {
  const type = typeof eventType === 'string' && eventType !== '' ? `_${eventType}` : '';
  const bytes = createHash('sha1')
    .update(`NightscoutRocks!${String(device)}_${String(date)}${type}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
