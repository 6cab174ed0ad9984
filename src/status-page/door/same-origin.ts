import type { Context } from 'hono';

/**
 * Whether a form was sent from a page of ours: browsers say so, and no page can make them lie. Programs that are no
 * browser say nothing, and cannot be led by somebody else’s page.
 */
export function isSameOrigin(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = context.req.header('origin');
  if (origin === undefined) return true;
  const from = hostOf(origin);
  // A proxy may have put its own name into Host; no page can make a browser send X-Forwarded-Host.
  const ours = [context.req.header('host'), context.req.header('x-forwarded-host')];
  return from !== undefined && ours.some((name) => name?.toLowerCase() === from);
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return undefined;
  }
}
