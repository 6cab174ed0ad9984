import type { Handler } from 'hono';
import type { FeedFacts } from '../feed-facts.ts';
import { admit, refuse } from '../guard.ts';
import { CACHE_CONTROL } from '../answer/send.ts';

/**
 * `/verifyauth`: what the secret that was shown allows, always with 200, as Nightscout says it. Nobody may write here, so
 * nobody is told that they may. Trying secrets is as slow here as anywhere.
 */
export function createVerifyAuth({ access }: Pick<FeedFacts, 'access'>): Handler {
  return async (context) => {
    const admission = await admit(context, access);
    if (admission.kind === 'refused' && admission.status !== 401) return refuse(context, admission);
    const message = {
      canRead: admission.kind !== 'refused',
      canWrite: false,
      isAdmin: false,
      message: admission.kind === 'known' ? 'OK' : 'UNAUTHORIZED',
      rolefound: 'NOTFOUND',
      permissions: showsNothing(context.req.raw) ? 'DEFAULT' : 'ROLE',
    };
    context.header('Cache-Control', CACHE_CONTROL);
    return context.json({ status: 200, message });
  };
}

/** As the access sees it: an empty text and the word null are nothing. */
function showsNothing({ headers, url }: Request): boolean {
  const { searchParams } = new URL(url);
  const shown = [
    headers.get('api-secret'),
    headers.get('authorization'),
    ...searchParams.getAll('secret'),
    ...searchParams.getAll('token'),
  ];
  return shown.every((text) => text === null || ['', 'null'].includes(text.trim()));
}
