import type { Context, MiddlewareHandler } from 'hono';

/** What is only read: GET and HEAD go on, anything else is answered 405. */
export const getOnly: MiddlewareHandler = async (context, next) => {
  const { method } = context.req;
  if (method === 'GET' || method === 'HEAD') return next();
  return refused(context);
};

function refused(context: Context): Response {
  return context.json({ status: 405, message: 'Method not allowed' }, 405, { Allow: 'GET, HEAD' });
}
