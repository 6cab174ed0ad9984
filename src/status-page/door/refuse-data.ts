import type { Context } from 'hono';
import type { Refusal } from '../../platform/reader-access.ts';

/** The answer to a script or a program that may not read. */
export function refuseData(context: Context, refusal: Refusal): Response {
  const { status, message, retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) context.header('Retry-After', String(retryAfterSeconds));
  return context.json({ status, message }, status);
}
