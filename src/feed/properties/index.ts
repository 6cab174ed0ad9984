import { Hono } from 'hono';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { createGuard } from '../guard.ts';
import { readProperties } from './feed-properties.ts';

/** `/api/v2/properties`, all of them or those named (`/bgnow,delta`); `?pretty=1` spreads them over lines. */
export function createPropertiesRoutes(facts: FeedFacts, rows: FeedRows): Hono {
  const routes = new Hono();
  routes.on(
    'GET',
    ['/api/v2/properties', '/api/v2/properties/:names'],
    createGuard(facts.access),
    async (context) => {
      const names = context.req.param('names').split(',').filter((name) => name !== '');
      const all = await readProperties(facts, rows, facts.display.units);
      const chosen = Object.entries(all).filter(([name]) => names.includes(name));
      const answer = names.length === 0 ? all : Object.fromEntries(chosen);
      return (context.req.query('pretty') ?? '') === ''
        ? context.json(answer)
        : context.body(JSON.stringify(answer, null, 2), 200, {
            'Content-Type': 'application/json',
          });
    },
  );
  return routes;
}
