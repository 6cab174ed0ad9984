import { Hono } from 'hono';

const PATH = '/openapi.json';
/** A feed is mounted at one or two places; the rest are other ways to write them. */
const MOST_KEPT = 8;

/** `/openapi.json`: what the feed answers, and how. It holds nothing of anybody, so it needs no secret. */
export function createOpenApiRoutes(): Hono {
  const made = new Map<string, string>();
  const routes = new Hono();
  routes.get(PATH, async (context) => {
    const base = new URL(context.req.url).pathname.replace(/\/[^/]*\/?$/, '') || '/';
    let text = made.get(base);
    if (text === undefined) {
      const { openApiDocument } = await import('./document.ts');
      text = JSON.stringify(openApiDocument(base));
      if (made.size < MOST_KEPT) made.set(base, text);
    }
    return context.body(text, 200, { 'Content-Type': 'application/json' });
  });
  return routes;
}
