import { jsonReply, type WireReply } from '../wire/wire-reply.ts';

/** What the database refused; the site answers 500 `Mongo Error`. */
export class MongoError extends Error {}

/** The site's own error answer. */
export function siteError(status: number, message: string, description?: unknown): WireReply {
  return jsonReply(status, {
    status,
    message,
    ...(description === undefined ? {} : { description }),
  });
}
