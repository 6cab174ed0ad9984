import { Hono, type Context } from 'hono';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { createGuard } from '../guard.ts';
import { readProperties } from './feed-properties.ts';

/** `/api/v2/properties`, all of them or those named (`/bgnow,delta`); `?pretty=1` spreads them over lines. */
export function createPropertiesRoutes(facts: FeedFacts, rows: FeedRows): Hono {
  const answer = async (context: Context, asked: string): Promise<Response> => {
    const names = asked.split(',').filter((name) => name !== '');
    const all = await readProperties(facts, rows, facts.display.units);
    const chosen = Object.entries(all).filter(([name]) => names.includes(name));
    const told = names.length === 0 ? all : Object.fromEntries(chosen);
    if ((context.req.query('pretty') ?? '') === '') return context.json(told);
    return context.body(JSON.stringify(told, null, 2), 200, { 'Content-Type': 'application/json' });
  };
  const routes = new Hono();
  const guard = createGuard(facts.access);
  routes.get('/api/v2/properties', guard, (context) => answer(context, ''));
  routes.get('/api/v2/properties/:names', guard, (context) =>
    answer(context, context.req.param('names')),
  );
  return routes;
}
