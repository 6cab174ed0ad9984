import { Hono, type Context } from 'hono';
import { readPath } from '../answer/path-and-format.ts';
import { sendJson } from '../answer/send.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { admit, refuse } from '../guard.ts';
import { API_VERSIONS } from '../nightscout-level.ts';
import { readQuery } from '../query/read-query.ts';
import { createCountEndpoint } from './count.ts';
import { createDocumentEndpoints } from './documents.ts';
import { createEchoEndpoint } from './echo.ts';
import { EMPTY_ENDPOINTS } from './empty.ts';
import { createEntriesEndpoint } from './entries.ts';
import type { Endpoint } from './feed-request.ts';
import { createSliceEndpoint, createTimesEndpoint } from './slices.ts';
import { createStatusEndpoint } from './status.ts';
import { testLogin } from './test-login.ts';
import { createVerifyAuth } from './verify-auth.ts';

/** Everything below a version of the interface; `/api/v2` has all of `/api/v1`. */
const BELOW = /\/api\/v[12]\/(.+)$/;

/**
 * What Nightscout answers below `/api/v1`, and once more below `/api/v2`; and `/status.json` and `/treatments.json`, which
 * xDrip’s local service has at its root.
 */
export function createV1Routes(facts: FeedFacts, rows: FeedRows): Hono {
  const endpoints = new Map<string, Endpoint>([
    ['entries', createEntriesEndpoint(facts, rows)],
    ['slice', createSliceEndpoint(facts, rows)],
    ['times', createTimesEndpoint(facts, rows)],
    ['count', createCountEndpoint(facts, rows)],
    ['echo', createEchoEndpoint(facts)],
    ...createDocumentEndpoints(facts, rows),
    ...EMPTY_ENDPOINTS,
    ['status', createStatusEndpoint(facts)],
    ['experiments', testLogin],
  ]);

  /** Undefined for a path that there is none of. */
  const answer = async (context: Context, path: string): Promise<Response | undefined> => {
    const { parts, type } = readPath(path);
    const endpoint = endpoints.get(parts[0] ?? '');
    if (endpoint === undefined) return undefined;
    const admission = await admit(context, facts.access);
    if (admission.kind === 'refused') return refuse(context, admission);
    const query = readQuery(context.req.url);
    const accept = type ?? context.req.header('Accept');
    return endpoint({ context, parts, accept, query, admission });
  };

  const routes = new Hono();
  routes.get('/api/versions', (context) => sendJson(context, API_VERSIONS));
  for (const version of ['v1', 'v2']) {
    for (const ending of ['', '.json']) {
      routes.get(`/api/${version}/verifyauth${ending}`, createVerifyAuth(facts));
    }
    routes.get(`/api/${version}/*`, async (context, next) => {
      const found = await answer(context, BELOW.exec(context.req.path)?.[1] ?? '');
      return found ?? next();
    });
  }
  for (const alias of ['status.json', 'treatments.json']) {
    routes.get(`/${alias}`, async (context, next) => (await answer(context, alias)) ?? next());
  }
  return routes;
}
