import { Hono } from 'hono';
import type { Asset, Assets } from './asset-store.ts';

/** A year: a changed file has another name. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** `/page/assets/<name>`: the page’s own files. They hold nothing of anybody, so that they are open. */
export function createAssetRoutes(assets: () => Promise<Assets | undefined>): Hono {
  const routes = new Hono();
  routes.get('/page/assets/:name', async (context) => {
    const held = await assets();
    const asked = context.req.param('name');
    const files: readonly Asset[] = held === undefined ? [] : [held.look, held.script, held.style];
    const asset = files.find(({ name }) => name === asked);
    if (asset === undefined) {
      return context.json({ status: 404, message: 'There is no such file.' }, 404);
    }
    const isZipped = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '');
    const tag = `"${asset.name}${isZipped ? '-gz' : ''}"`;
    context.header('Cache-Control', FOR_EVER);
    context.header('ETag', tag);
    context.header('Vary', 'Accept-Encoding');
    const known = context.req.header('if-none-match') ?? '';
    if (known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)) {
      return context.body(null, 304);
    }
    context.header('Content-Type', asset.type);
    if (isZipped) context.header('Content-Encoding', 'gzip');
    return context.body(isZipped ? asset.gzipped : asset.plain);
  });
  return routes;
}
