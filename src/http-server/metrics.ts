import { Hono } from 'hono';
import { getOnly } from './get-only.ts';

/** The page that Prometheus reads, from whoever makes it. */
export interface MetricsPage {
  readonly contentType: string;
  render(): Promise<string>;
}

/** `/metrics`: open without a secret, as it holds no glucose value and nobody’s name but those of accounts. */
export function createMetricsRoutes(page: MetricsPage): Hono {
  const routes = new Hono();
  routes.use('/metrics', getOnly);
  routes.get('/metrics', async (context) =>
    context.body(await page.render(), 200, { 'Content-Type': page.contentType }),
  );
  return routes;
}
