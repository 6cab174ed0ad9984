import { Hono } from 'hono';
import { createAuthorizationRoutes } from './authorization/index.ts';
import { createFeedRows } from './create-feed-rows.ts';
import { answerFailure, answerNotFound, createEdge } from './edge.ts';
import type { FeedFacts } from './feed-facts.ts';
import { createGuard } from './guard.ts';
import { createOpenApiRoutes } from './openapi/index.ts';
import { createPebbleRoutes } from './pebble/index.ts';
import { createPropertiesRoutes } from './properties/index.ts';
import { createV1Routes } from './v1/index.ts';
import { createV3Routes } from './v3/index.ts';
import { createXdripRoutes } from './xdrip/index.ts';

/**
 * The feed of one account: what a Nightscout (and xDrip’s local service) would answer from the same records, for reading only. It can
 * be mounted beside other routes: it takes only the paths that are its own.
 */
export function createFeed(facts: FeedFacts): Hono {
  const rows = createFeedRows(facts);
  const groups = [
    createPebbleRoutes(facts, rows),
    createXdripRoutes(facts, rows),
    createPropertiesRoutes(facts, rows),
    createAuthorizationRoutes(facts),
    createV3Routes(facts, rows),
    createOpenApiRoutes(),
    createV1Routes(facts, rows),
  ];
  const feed = new Hono();
  const outside = groups.flatMap(({ routes }) => routes.map(({ path }) => path));
  const paths = new Set(['/api/*', ...outside.filter((path) => !path.startsWith('/api/'))]);
  for (const path of paths) feed.use(path, ...createEdge(facts.access));
  for (const group of groups) feed.route('/', group);
  feed.all('/api/*', createGuard(facts.access), answerNotFound);
  feed.onError(answerFailure);
  return feed;
}
