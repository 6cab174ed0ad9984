import { Hono } from 'hono';
import { HOUR_MS } from '../domain/instant.ts';
import type { Doorkeeper } from './door/doorkeeper.ts';
import { refuseData } from './door/refuse-data.ts';
import type { PageFacts } from './page-facts.ts';
import { readReadings } from './read-readings.ts';
import { readState } from './read-state.ts';
import type { StreamHub } from './stream-hub.ts';
import { noAccount } from './stream-routes.ts';
import { packSeries } from './view/series.ts';
import { SPANS, spanOf } from './view/spans.ts';

/** What the data are read from. */
export interface DataFacts {
  readonly facts: PageFacts;
  readonly doorkeeper: Doorkeeper;
  readonly hubs: ReadonlyMap<string, StreamHub>;
}

/** `/page/state?account=` and `/page/readings?account=&hours=`, for the script of the page. */
export function createDataRoutes({ facts, doorkeeper, hubs }: DataFacts): Hono {
  const routes = new Hono();

  routes.get('/page/state', async (context) => {
    const visit = await doorkeeper.judge(context);
    if (visit.kind === 'out') return refuseData(context, visit.refusal);
    const account = context.req.query('account') ?? '';
    const hub = hubs.get(account);
    if (hub === undefined) return noAccount(context);
    return context.json(await readState(facts, account, hub.history));
  });

  routes.get('/page/readings', async (context) => {
    const visit = await doorkeeper.judge(context);
    if (visit.kind === 'out') return refuseData(context, visit.refusal);
    const account = context.req.query('account') ?? '';
    if (!hubs.has(account)) return noAccount(context);
    const span = spanOf(Number(context.req.query('hours')));
    if (span === undefined) {
      const known = SPANS.map(({ hours }) => hours).join(', ');
      return context.json({ status: 400, message: `hours must be one of ${known}.` }, 400);
    }
    const { sources } = await facts.describe(account);
    const names = sources.map(({ name }) => name);
    const readings = await readReadings(facts, account, span.hours * HOUR_MS, names);
    return context.json(packSeries(readings));
  });
  return routes;
}
