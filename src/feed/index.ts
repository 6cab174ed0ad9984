import { Hono, type Context } from 'hono';
import { basePath } from 'hono/route';
import { createAuthorizationRoutes } from './authorization/index.ts';
import { createFeedRows } from './create-feed-rows.ts';
import { answerFailure, answerNotFound, createEdge } from './edge.ts';
import type { FeedFacts } from './feed-facts.ts';
import { createGuard } from './guard.ts';
import { createOpenApiRoutes } from './openapi/index.ts';
import { createPebbleRoutes } from './pebble/index.ts';
import { plainPath } from './plain-path.ts';
import { createPropertiesRoutes } from './properties/index.ts';
import { createV1Routes } from './v1/index.ts';
import { createV3Routes } from './v3/index.ts';
import { createXdripRoutes } from './xdrip/index.ts';

/** What a request brings along into the routes. */
interface Bindings {
  /** Its path below the feed, in the one spelling that the routes know. */
  readonly feedPath?: string;
}

/**
 * The feed of one account: what a Nightscout (and xDrip’s local service) would answer from the same records, for reading only. It can
 * be mounted beside other routes: it takes only the paths that are its own, however they are spelled.
 */
export function createFeed(facts: FeedFacts): Hono {
  const routes = createFeedRoutes(facts);
  const feed = new Hono();
  feed.use('*', (context: Context, next) => {
    const feedPath = plainPath(pathBelow(context));
    if (feedPath === undefined) return next();
    const bindings: Bindings = { ...(context.env as object | undefined), feedPath };
    return Promise.resolve(routes.fetch(context.req.raw, bindings));
  });
  return feed;
}

/** The routes of a feed. Every request goes through the same edge first, whichever of them answers. */
export function createFeedRoutes(facts: FeedFacts): Hono {
  const rows = createFeedRows(facts);
  const routes = new Hono<{ Bindings: Bindings }>({
    getPath: (_request, options) => options?.env?.feedPath ?? '/',
  }) as unknown as Hono;
  routes.use('*', ...createEdge(facts.access));
  for (const group of [
    createPebbleRoutes(facts, rows),
    createXdripRoutes(facts, rows),
    createPropertiesRoutes(facts, rows),
    createAuthorizationRoutes(facts),
    createV3Routes(facts, rows),
    createOpenApiRoutes(),
    createV1Routes(facts, rows),
  ]) {
    routes.route('/', group);
  }
  routes.all('/api/*', createGuard(facts.access), answerNotFound);
  routes.notFound(answerNotFound);
  routes.onError(answerFailure);
  return routes;
}

/** The path below where the feed is mounted, as it was sent: a part is decoded only after the path was taken apart. */
function pathBelow(context: Context): string {
  const [path = ''] = context.req.raw.url.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/, 1);
  const above = basePath(context).split('/').filter(Boolean).length;
  return `/${path
    .split('/')
    .slice(above + 1)
    .join('/')}`;
}
