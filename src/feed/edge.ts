import type { Context, ErrorHandler, MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { BridgeFailure } from '../domain/failure.ts';
import { readBody } from '../platform/read-body.ts';
import type { ReaderAccess } from '../platform/reader-access.ts';
import { admit, refuse } from './guard.ts';

const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const ALLOW = READS.join(', ');
/** Characters of path and query. */
const LONGEST_URL = 8_000;
/** Nothing that is sent here is kept. */
const MOST_BODY_BYTES = 65_536;
const PREFLIGHT_SECONDS = 600;

/** What every request of the feed goes through first: other origins are welcome, long or writing requests are not. */
export function createEdge(access: ReaderAccess): readonly MiddlewareHandler[] {
  return [
    cors({
      origin: '*',
      allowMethods: [...READS],
      allowHeaders: [
        'api-secret',
        'authorization',
        'content-type',
        'if-modified-since',
        'if-none-match',
      ],
      exposeHeaders: ['Last-Modified', 'ETag'],
      maxAge: PREFLIGHT_SECONDS,
    }),
    compress(),
    limitUrl,
    refuseWrites(access),
  ];
}

/** The answer to whatever a route throws: 400 with the reason where the request was at fault. */
export const answerFailure: ErrorHandler = (thrown, context) => {
  if (!(thrown instanceof BridgeFailure)) return tell(context, 500, 'Internal error');
  if (thrown.code === 'feed.bad_query') return tell(context, 400, 'Bad Request', thrown.message);
  if (thrown.code === 'feed.busy') {
    return tell(context, 503, 'Service Unavailable', thrown.message);
  }
  const description = `The journal cannot be read just now (${thrown.code}). The log of the bridge says more.`;
  return tell(context, 503, 'Service Unavailable', description);
};

/** No such path. */
export function answerNotFound(context: Context): Response {
  return tell(context, 404, 'Not Found');
}

const limitUrl: MiddlewareHandler = async (context, next) => {
  const { pathname, search } = new URL(context.req.url);
  if (pathname.length + search.length <= LONGEST_URL) return next();
  return tell(context, 414, 'URI Too Long', `A request has at most ${LONGEST_URL} characters.`);
};

function refuseWrites(access: ReaderAccess): MiddlewareHandler {
  return async (context, next) => {
    if (READS.includes(context.req.method)) return next();
    const admission = await admit(context, access);
    if (admission.kind === 'refused') return refuse(context, admission);
    const sent = await readBody(context.req.raw, MOST_BODY_BYTES);
    if (sent === undefined) return tell(context, 413, 'Payload Too Large');
    context.header('Allow', ALLOW);
    return tell(context, 405, 'Method Not Allowed', 'This feed can only be read.');
  };
}

function tell(
  context: Context,
  status: 400 | 404 | 405 | 413 | 414 | 500 | 503,
  message: string,
  description?: string,
): Response {
  return context.json(
    { status, message, ...(description === undefined ? {} : { description }) },
    status,
  );
}
