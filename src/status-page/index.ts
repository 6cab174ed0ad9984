import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { createAssetRoutes } from './asset-routes.ts';
import { createAssetStore } from './asset-store.ts';
import { createDataRoutes } from './data-routes.ts';
import { createDoorkeeper } from './door/doorkeeper.ts';
import { CONTENT_POLICY } from './door/policy.ts';
import type { PageFacts } from './page-facts.ts';
import { createPageDocuments } from './page-routes.ts';
import { createStreamHub } from './stream-hub.ts';
import { createStreamRoutes } from './stream-routes.ts';

/**
 * The status page: `/`, `/accounts/<name>/`, and what they load below `/page/`. Changes nothing but the cookie of a
 * visitor. Touches neither disk nor journal before it is asked.
 */
export function createPageRoutes(facts: PageFacts): Hono {
  const routes = new Hono();
  const assets = createAssetStore();
  const doorkeeper = createDoorkeeper(facts.access, facts.clock);
  const hubs = new Map(
    facts.accounts.map(({ name }) => [name, createStreamHub(facts, name)] as const),
  );
  const shared = { facts, doorkeeper, hubs };

  for (const path of ['/', '/accounts/:name', '/accounts/:name/', '/page/*']) {
    routes.use(path, async (context, next) => {
      await next();
      context.header('Content-Security-Policy', CONTENT_POLICY);
      context.header('Referrer-Policy', 'same-origin');
      if (!context.res.headers.has('cache-control')) context.header('Cache-Control', 'no-store');
    });
  }
  for (const path of ['/', '/accounts/:name/', '/page/state', '/page/readings']) {
    routes.use(path, compress());
  }
  routes.route('/', createPageDocuments({ ...shared, assets }));
  routes.route('/', createDataRoutes(shared));
  routes.route('/', createStreamRoutes(shared));
  routes.route('/', createAssetRoutes(assets));
  return routes;
}
