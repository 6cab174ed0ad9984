import type { WireReply, WireRequest } from '../../wire/wire-reply.ts';
import type { CollectionName, Site, SiteCall } from '../site.ts';
import type { Caller } from '../site-access.ts';
import { byIdentifier, shown } from './v3-documents.ts';
import { v3Result, v3Status } from './v3-replies.ts';
import { historyRows, projected, searchRows } from './v3-search.ts';
import { deleteDocument, patchDocument, postDocument, putDocument } from './v3-writes.ts';

const API_VERSION = '3.0.3-alpha';
const VERBS = ['create', 'read', 'update', 'delete'];
const COLLECTIONS = ['entries', 'treatments', 'devicestatus'] as const;
/** Rows that a fault keeps out of the store go here. */
const NOWHERE: Site['collections'] = { entries: [], treatments: [], devicestatus: [] };

/** What an answer leaves in the log of requests. */
interface Seen {
  came?: Caller['came'];
  rows?: number;
}

/** True for what API v3 answers. */
export function isV3(path: string): boolean {
  return /^\/api\/v3(\/|$)/.test(path);
}

/** Answers one request to API v3: it goes by the pass in `Authorization` alone. */
export async function answerV3(
  site: Site,
  request: WireRequest,
  call: SiteCall,
  seen: Seen,
  signal: AbortSignal,
): Promise<WireReply> {
  const [, , , name = '', identifier, since] = call.path.split('/');
  const body = readBody(request);
  if (body === undefined) return v3Status(500, 'Internal Server Error');
  if (call.method === 'GET' && name === 'version' && identifier === undefined) {
    return v3Result(version(site));
  }
  if (Object.keys(body).length > 0) seen.rows = 1;
  const isStatus = call.method === 'GET' && name === 'status' && identifier === undefined;
  if (!isStatus && !isCollection(name)) return v3Status(404, 'Bad operation or collection');
  const { authorization } = request.headers;
  if (authorization === undefined || !/^bearer \S+$/i.test(authorization)) {
    return v3Status(401, 'Missing or bad access token or JWT');
  }
  const bare = { ...request, headers: { authorization }, query: new URLSearchParams() };
  const caller = await site.access.admit(bare, undefined, signal);
  seen.came = caller.came;
  if (caller.came !== 'token') return v3Status(401, 'Bad access token or JWT');
  if (!isCollection(name)) {
    // QUIRK(nightscout, 15.0.7): it asks for permissions of a collection called "undefined".
    const held = VERBS.filter((verb) => caller.may(`api:undefined:${verb}`));
    const letters = held.map((verb) => verb.charAt(0)).join('');
    const apiPermissions = Object.fromEntries(
      letters === '' ? [] : COLLECTIONS.map((collection) => [collection, letters]),
    );
    return v3Result({ ...version(site), apiPermissions });
  }
  const isRead = call.method === 'GET';
  if (isRead && !caller.may(`api:${name}:read`)) {
    return v3Status(403, `Missing permission api:${name}:read`);
  }
  if (isRead) return read(site, call, name, identifier, since);
  if (call.fault?.kind === 'mongoError' && call.fault.stored === 0) return databaseError();
  const isLost = call.fault?.kind === 'dropRows';
  const write = {
    site: isLost ? { ...site, collections: NOWHERE } : site,
    name,
    caller,
    body,
  };
  const reply = change(write, call, identifier);
  if (isLost) NOWHERE[name].length = 0;
  return call.fault?.kind === 'mongoError' ? databaseError() : reply;
}

function read(
  site: Site,
  call: SiteCall,
  name: CollectionName,
  identifier: string | undefined,
  since: string | undefined,
): WireReply {
  if (call.fault?.kind === 'mongoError') return databaseError();
  if (identifier === undefined) return searchRows(site, call, name);
  if (identifier === 'history' && since !== undefined) return historyRows(site, name, since);
  const [row] = byIdentifier(site.collections[name], identifier);
  if (!row) return v3Status(404);
  const fields = call.query.get('fields');
  // QUIRK(nightscout, 15.0.7): it does not see that a document is deleted unless it reads that field.
  const sees = fields === null || fields === '_all' || fields.split(',').includes('isValid');
  if (sees && row['isValid'] === false) return v3Status(410);
  return v3Result(projected(shown(row, name), fields));
}

function change(
  write: Parameters<typeof postDocument>[0],
  { method, query }: SiteCall,
  identifier: string | undefined,
): WireReply {
  if (identifier === undefined) {
    return method === 'POST' ? postDocument(write) : v3Status(404, 'Bad operation or collection');
  }
  switch (method) {
    case 'PUT':
      return putDocument(write, identifier);
    case 'PATCH':
      return patchDocument(write, identifier);
    case 'DELETE':
      return deleteDocument(write, identifier, query.get('permanent') === 'true');
    default:
      return v3Status(404, 'Bad operation or collection');
  }
}

function version({ version: number, clock }: Site): object {
  return {
    version: number,
    apiVersion: API_VERSION,
    srvDate: clock.now(),
    storage: { storage: 'mongodb', version: '6.0.5' },
  };
}

function databaseError(): WireReply {
  return v3Status(500, 'Database error');
}

function isCollection(name: string): name is CollectionName {
  return COLLECTIONS.some((known) => known === name);
}

/** The JSON body; `{}` when there is none; undefined when it is broken. */
function readBody({ body, headers }: WireRequest): object | undefined {
  if (body === '' || !/\bjson\b/i.test(headers['content-type'] ?? '')) return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
