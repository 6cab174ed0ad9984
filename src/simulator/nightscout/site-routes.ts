import { jsonReply, type WireReply } from '../wire/wire-reply.ts';
import {
  deleteDevicestatus,
  listDevicestatus,
  postDevicestatus,
} from './devicestatus-endpoints.ts';
import {
  countEntries,
  currentEntry,
  deleteEntries,
  entryById,
  listEntries,
  postEntries,
} from './entries-endpoints.ts';
import { pebble } from './pebble-endpoint.ts';
import { isObjectId } from './row.ts';
import type { Site, SiteCall } from './site.ts';
import type { Caller } from './site-access.ts';
import { requestJwt, status, verifyAuth } from './status-endpoints.ts';
import {
  deleteTreatments,
  listTreatments,
  postTreatments,
  putTreatment,
} from './treatments-endpoints.ts';

/** Where a call leads, and what the caller must be allowed for it. */
export interface SiteRoute {
  /** Every one of them is needed. */
  readonly permissions: readonly string[];
  readonly run: (site: Site, call: SiteCall, caller: Caller) => WireReply;
}

const VERBS: Readonly<Record<string, string>> = {
  GET: 'read',
  POST: 'create',
  PUT: 'update',
  DELETE: 'delete',
};

/** Finds the route of a call; undefined is a 404. Nightscout asks for reading before it looks at the verb. */
export function siteRoute(call: SiteCall, careportal = true): SiteRoute | undefined {
  const [, api, version, ...rest] = call.path.split('/');
  const open = (run: SiteRoute['run']): SiteRoute => ({ permissions: [], run });
  if (call.method === 'GET' && call.path === '/pebble') {
    return { permissions: ['api:entries:read'], run: pebble };
  }
  if (api !== 'api') return undefined;
  if (call.method === 'GET' && version === 'versions') {
    return open(() =>
      jsonReply(200, [
        { version: '1.0.0', url: '/api/v1' },
        { version: '2.0.0', url: '/api/v2' },
        { version: '3.0.3-alpha', url: '/api/v3' },
      ]),
    );
  }
  if (version !== 'v1' && version !== 'v2') return undefined;
  const [name = '', spec, more] = rest;
  if (name === 'authorization' && spec === 'request' && more !== undefined) {
    return open((site) => requestJwt(site, more));
  }
  const verb = VERBS[call.method];
  if (verb === undefined) return undefined;
  if (name === 'entries' || name === 'treatments' || name === 'devicestatus') {
    const isClosed = name === 'treatments' && call.method !== 'GET' && !careportal;
    const run = isClosed ? undefined : collectionRoute(call.method, name, spec);
    const read = `api:${name}:read`;
    const permissions = verb === 'read' ? [read] : [read, `api:${name}:${verb}`];
    return run && { permissions, run };
  }
  return call.method === 'GET' ? readRoute(name, spec) : undefined;
}

function collectionRoute(
  method: string,
  name: 'entries' | 'treatments' | 'devicestatus',
  spec: string | undefined,
): SiteRoute['run'] | undefined {
  if (name === 'entries') {
    if (method === 'DELETE') return (site, call) => deleteEntries(site, call, spec);
    if (method === 'PUT') return undefined;
    if (method === 'POST') {
      if (spec !== undefined && spec !== 'preview') return undefined;
      return (site, call) => postEntries(site, call, spec === undefined);
    }
    if (spec === 'current') return currentEntry;
    if (isObjectId(spec)) return (site, call) => entryById(site, call, spec);
    return (site, call) => listEntries(site, call, spec);
  }
  const isTreatments = name === 'treatments';
  if (method === 'DELETE') {
    const remove = isTreatments ? deleteTreatments : deleteDevicestatus;
    return (site, call) => remove(site, call, spec);
  }
  // One row of these cannot be asked for by its id.
  if (spec !== undefined) return undefined;
  if (method === 'GET') return isTreatments ? listTreatments : listDevicestatus;
  if (method === 'PUT') return isTreatments ? putTreatment : undefined;
  return isTreatments ? postTreatments : postDevicestatus;
}

function readRoute(name: string, spec: string | undefined): SiteRoute | undefined {
  switch (`${name}/${spec ?? ''}`) {
    case 'status/':
      return { permissions: ['api:status:read'], run: status };
    case 'verifyauth/':
      return { permissions: [], run: (_site, _call, caller) => verifyAuth(caller) };
    case 'experiments/test':
      return {
        permissions: ['authorization:debug:test'],
        run: () => jsonReply(200, { status: 'ok' }),
      };
    case 'count/entries':
      return { permissions: ['api:entries:read'], run: countEntries };
    case 'profile/':
    case 'profiles/':
      return { permissions: ['api:profile:read'], run: () => jsonReply(200, []) };
    case 'profile/current':
      return { permissions: ['api:profile:read'], run: () => jsonReply(200, null) };
    default:
      return undefined;
  }
}
