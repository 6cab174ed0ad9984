import type { MiddlewareHandler } from 'hono';
import type { ReaderAccess } from '../../platform/reader-access.ts';
import { addressOf, refuse } from '../guard.ts';
import { answerStatus } from './answer.ts';

/** As the guard of the other routes; what it refuses is told in the words of API v3. */
export function createV3Guard(access: ReaderAccess): MiddlewareHandler {
  return async (context, next) => {
    const admission = await access.admit(context.req.raw, addressOf(context));
    if (admission.kind !== 'refused') return next();
    return admission.status === 401
      ? answerStatus(context, 401, 'Missing or bad access token or JWT')
      : refuse(context, admission);
  };
}
