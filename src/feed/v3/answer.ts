import type { Context } from 'hono';

type Status = 400 | 401 | 404 | 405 | 406;

/** The answer that holds something. */
export function answerResult(
  context: Context,
  result: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return context.json({ status: 200, result }, 200, headers);
}

/** The answer that says why there is nothing. */
export function answerStatus(context: Context, status: Status, message?: string): Response {
  return context.json({ status, ...(message === undefined ? {} : { message }) }, status);
}

/** For a path that names nothing. */
export function answerNotFound(context: Context): Response {
  return answerStatus(context, 404, 'Bad operation or collection');
}
