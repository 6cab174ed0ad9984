import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import type { Admission, Refusal, ReaderAccess } from '../platform/reader-access.ts';

/**
 * Lets only those through who may read: asks the access what the request shows, and answers what it refuses in Nightscout’s
 * words.
 */
export function createGuard(access: ReaderAccess): MiddlewareHandler {
  return async (context, next) => {
    const admission = await admit(context, access);
    if (admission.kind === 'refused') return refuse(context, admission);
    return next();
  };
}

/** What the access says of a request. */
export function admit(context: Context, access: ReaderAccess): Promise<Admission> {
  return access.admit(context.req.raw, addressOf(context));
}

/** The answer to a request that is refused; the same body whatever was wrong. */
export function refuse(context: Context, refusal: Refusal): Response {
  const { status, message, retryAfterSeconds } = refusal;
  if (status === 401) {
    return context.json(
      { status, message: 'Unauthorized', description: 'Invalid/Missing' },
      status,
    );
  }
  return context.json(
    { status, message: 'Too Many Requests', description: message },
    status,
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  );
}

/** The other end of the connection; undefined where there is none, as for a request made in this process. */
export function addressOf(context: Context): string | undefined {
  const { incoming, server } = (context.env ?? {}) as { incoming?: unknown; server?: unknown };
  return incoming === undefined && server === undefined
    ? undefined
    : getConnInfo(context).remote.address;
}
