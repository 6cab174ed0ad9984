import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Address of the other end of the connection; undefined where there is no connection. */
export function peerAddress(context: Context): string | undefined {
  const bindings = context.env as { readonly incoming?: unknown } | undefined;
  return bindings?.incoming === undefined ? undefined : getConnInfo(context).remote.address;
}
