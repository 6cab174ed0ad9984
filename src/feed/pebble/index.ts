import { Hono } from 'hono';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { createGuard } from '../guard.ts';
import { pebbleAnswer } from './pebble-answer.ts';

/** `/pebble` as Nightscout answers, and `/pebble.json`, which watch faces made for xDrip ask for. */
export function createPebbleRoutes(facts: FeedFacts, rows: FeedRows): Hono {
  const routes = new Hono();
  routes.on('GET', ['/pebble', '/pebble.json'], createGuard(facts.access), async (context) => {
    const { units, count } = context.req.query();
    const asked = (units ?? '') === '' ? facts.display.units : units;
    return context.json(
      await pebbleAnswer(facts, rows, asked === 'mmol' ? 'mmol' : 'mg/dl', countOf(count)),
    );
  });
  return routes;
}

/** One where the number is none, nought or below. */
function countOf(text: string | undefined): number {
  return Math.max(Number.parseInt(text ?? '', 10) || 1, 1);
}
