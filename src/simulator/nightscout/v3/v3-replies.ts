import { jsonReply, type WireReply } from '../../wire/wire-reply.ts';

/** API v3's answer without a result. */
export function v3Status(status: number, message?: string): WireReply {
  return jsonReply(status, { status, ...(message === undefined ? {} : { message }) });
}

/** API v3's answer with a result. */
export function v3Result(result: unknown): WireReply {
  return jsonReply(200, { status: 200, result });
}
