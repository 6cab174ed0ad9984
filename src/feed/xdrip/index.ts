import { Hono } from 'hono';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { createGuard } from '../guard.ts';
import { toBriefRow, toXdripRow, type ReadingRow } from './xdrip-row.ts';

const USUAL_COUNT = 24;
const MOST_COUNT = 1_000;

/** Nothing of what a watch tells xDrip in passing is kept here. */
const NOT_IMPLEMENTED = 501;
const TOLD = ['steps', 'heart', 'tasker'] as const;

/**
 * `/sgv.json` as xDrip’s local web service answers: the newest readings, newest first, however old. The first one also names
 * the units. Paths that only begin so are answered too, as xDrip does.
 */
export function createXdripRoutes(facts: FeedFacts, rows: FeedRows): Hono {
  const routes = new Hono();
  routes.on(
    'GET',
    ['/sgv.json', '/:path{sgv\\.json.+}'],
    createGuard(facts.access),
    async (context) => {
      const asked = context.req.query();
      const count = countOf(asked['count']);
      const readings = (await rows.entries.newest(count + 1, 'sgv')) as readonly ReadingRow[];
      if (readings.length === 0 && 'no_empty' in asked) {
        return context.body('', 200, { 'Content-Type': 'application/json' });
      }
      const toRow = 'brief_mode' in asked ? toBriefRow : toXdripRow;
      const [first, ...others] = readings
        .slice(0, count)
        .map((row, index) => toRow(row, readings[index + 1]));
      if (first === undefined) return context.json([]);
      const results = TOLD.filter((name) => name in asked).map(
        (name) => [`${name}_result`, NOT_IMPLEMENTED] as const,
      );
      return context.json([
        {
          ...first,
          units_hint: facts.display.units === 'mmol' ? 'mmol' : 'mgdl',
          ...Object.fromEntries(results),
          ...('sensor' in asked ? { sensor_status: 'not available' } : {}),
        },
        ...others,
      ]);
    },
  );
  return routes;
}

/** 24 where the number is none. */
function countOf(text: string | undefined): number {
  if (text === undefined || !/^-?\d+$/.test(text)) return USUAL_COUNT;
  return Math.min(Math.max(Number(text), 1), MOST_COUNT);
}
