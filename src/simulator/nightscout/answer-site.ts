import { applyWireFault, replacesApplication } from '../wire/wire-fault.ts';
import {
  htmlReply,
  jsonReply,
  textReply,
  type WireReply,
  type WireRequest,
} from '../wire/wire-reply.ts';
import { splitExtension } from './entries-format.ts';
import type { Site, SiteCall } from './site.ts';
import { MongoError, siteError } from './site-error.ts';
import { isSiteWireFault } from './site-fault.ts';
import { siteRoute } from './site-routes.ts';
import { answerV3, isV3 } from './v3/answer-v3.ts';

/** Largest body of a collection, in bytes. */
const MOST_BYTES = 50 * 1_048_576;
const MOST_BYTES_SMALL = 1_048_576;

type Came = 'secret' | 'token' | 'anonymous' | 'refused';

/** Answers one request below the site's prefix and remembers it without its secrets. */
export async function answerSite(
  site: Site,
  request: WireRequest,
  path: string,
  signal: AbortSignal,
): Promise<WireReply> {
  const split = splitExtension(path.replace(/(.)\/+$/, '$1'), request.headers['accept']);
  const endpoint = `${request.method} ${split.path}`;
  // A document of API v3 goes by its own path: a fault may be set for all of a collection.
  const ofAny = endpoint.replace(/^(\w+ \/api\/v3\/\w+)\/.+$/, '$1/*');
  const fault = site.faults.take([endpoint, ofAny]);
  const call: SiteCall = {
    method: request.method === 'HEAD' ? 'GET' : request.method,
    path: split.path,
    accept: split.accept,
    query: request.query,
    body: undefined,
    fault: fault && !isSiteWireFault(fault) ? fault : undefined,
  };
  const seen: { came?: Came; rows?: number } = {};
  let reply: WireReply;
  if (fault && isSiteWireFault(fault)) {
    const own = replacesApplication(fault)
      ? textReply(200, 'text/html', '')
      : await serve(site, request, call, seen, signal);
    reply = applyWireFault(fault, own, site.clock.now());
  } else if (fault?.kind === 'redirect') {
    reply = textReply(
      fault.status,
      'text/plain; charset=utf-8',
      `Redirecting to ${fault.location}`,
      { location: fault.location },
    );
  } else {
    reply = await serve(site, request, call, seen, signal);
  }
  const query = new URLSearchParams(request.query);
  for (const name of ['secret', 'token']) query.delete(name);
  site.requests.add({
    at: site.clock.now(),
    endpoint: endpoint.replace(/(\/authorization\/request\/).*/, '$1*'),
    query: decodeURIComponent(query.toString().replaceAll('+', ' ')),
    status: reply.status,
    ...seen,
    ...(fault ? { fault: fault.kind } : {}),
  });
  return reply;
}

async function serve(
  site: Site,
  request: WireRequest,
  call: SiteCall,
  seen: { came?: Came; rows?: number },
  signal: AbortSignal,
): Promise<WireReply> {
  if (site.requireHttps && !request.secure && request.headers['x-forwarded-proto'] !== 'https') {
    const target = request.path + (request.rawQuery === '' ? '' : `?${request.rawQuery}`);
    return textReply(307, 'text/plain', '', {
      location: `https://${request.headers['host'] ?? 'localhost'}${target}`,
    });
  }
  if (isV3(call.path) && !request.tooLarge) return answerV3(site, request, call, seen, signal);
  const small = /\/(devicestatus|profile)$/.test(call.path);
  if (request.tooLarge || request.bodyBytes > (small ? MOST_BYTES_SMALL : MOST_BYTES)) {
    return expressError(413, 'request entity too large', call.accept);
  }
  // A body that is no JSON is refused before anybody asks who sent it.
  const body = readBody(request);
  if (body === undefined) return expressError(400, 'Unexpected token in JSON', call.accept);
  const caller = await site.access.admit(request, body, signal);
  seen.came = caller.came;
  if (Array.isArray(body)) seen.rows = body.length;
  else if (Object.keys(body).length > 0) seen.rows = 1;
  const route = siteRoute(call, site.careportal);
  if (!route) return htmlReply(404, `Cannot ${request.method} ${request.path}`);
  if (!route.permissions.every((permission) => caller.may(permission))) {
    return siteError(401, 'Unauthorized', 'Invalid/Missing');
  }
  try {
    return route.run(site, { ...call, body }, caller);
  } catch (thrown) {
    if (thrown instanceof MongoError) return siteError(500, 'Mongo Error', thrown.message);
    throw thrown;
  }
}

/** The JSON body; `{}` when there is none or it calls itself something else; undefined when it is broken. */
function readBody(request: WireRequest): object | undefined {
  const type = request.headers['content-type'] ?? '';
  if (request.body === '' || !/\bjson\b/i.test(type)) return {};
  try {
    const value: unknown = JSON.parse(request.body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function expressError(status: number, message: string, accept: string): WireReply {
  return accept.includes('json')
    ? jsonReply(status, {
        error: { message, stack: `Error: ${message}\n    at parse (index.js:1)` },
      })
    : htmlReply(status, `Error: ${message}`);
}
