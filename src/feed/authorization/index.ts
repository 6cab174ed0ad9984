import { Hono } from 'hono';
import type { FeedFacts } from '../feed-facts.ts';
import { addressOf, refuse } from '../guard.ts';

/** What a pass allows, in Nightscout’s words. */
const PERMISSION_GROUPS = [['*:*:read']];

/**
 * `/api/v2/authorization/request/<token>`: a pass in exchange for the secret, its SHA-1, or a pass that is still good. The answer
 * has the shape of Nightscout’s.
 */
export function createAuthorizationRoutes({ account, access }: FeedFacts): Hono {
  const routes = new Hono();
  routes.get('/api/v2/authorization/request/:token', async (context) => {
    const pass = await access.exchange(context.req.param('token'), addressOf(context));
    if ('kind' in pass) return refuse(context, pass);
    const { token, iat, exp } = pass;
    return context.json({ token, sub: account, permissionGroups: PERMISSION_GROUPS, iat, exp });
  });
  return routes;
}
