import type { WireReply, WireRequest } from '../wire/wire-reply.ts';
import { bearerOf } from './endpoints/data-endpoint.ts';
import { tokenForm } from './oauth/token-endpoint.ts';
import type { WebApiRequestRecord } from './web-api-request-record.ts';
import type { WebApiWorld } from './web-api-world.ts';

/** Counts the refresh token of a request before anything can come of it; `answered` puts the request into the log. */
export function rememberRequest(
  world: WebApiWorld,
  request: WireRequest,
  endpoint: string,
): { answered(reply: WireReply, fault: string | undefined): void } {
  const form = endpoint === 'token' ? tokenForm(request) : new URLSearchParams();
  const refresh = form.get('refresh_token');
  const use = refresh === null ? undefined : world.office.present(refresh);
  const bearer = bearerOf(request);
  const accessToken = bearer === '' ? undefined : world.office.accessOrdinal(bearer);
  const client = form.get('client_id') ?? request.query.get('client_id');
  const { query } = request;
  const at = world.clock.now();
  return {
    answered(reply, fault) {
      world.requests.add({
        at,
        endpoint,
        method: request.method,
        status: reply.status,
        ...text('userAgent', request.headers['user-agent']),
        ...text('client', client),
        ...text('grantType', form.get('grant_type')),
        ...text('startDate', query.get('startDate')),
        ...text('endDate', query.get('endDate')),
        ...text('lastSyncTime', query.get('lastSyncTime')),
        ...(use ? { refreshToken: use.ordinal, refreshUse: use.presented } : {}),
        ...(accessToken === undefined ? {} : { accessToken }),
        ...outcome(reply),
        ...text('fault', fault),
      });
    },
  };
}

function text<Name extends keyof WebApiRequestRecord>(
  name: Name,
  value: string | null | undefined,
): { readonly [N in Name]?: string } {
  return value === null || value === undefined
    ? {}
    : ({ [name]: value } as { readonly [N in Name]?: string });
}

/** The number of records, or the error word, where the answer is the application's own. */
function outcome(reply: WireReply): Pick<WebApiRequestRecord, 'records' | 'error'> {
  if (reply.headers['content-type'] !== 'application/json') return {};
  let body: unknown;
  try {
    body = JSON.parse(reply.body);
  } catch {
    return {};
  }
  if (typeof body !== 'object' || body === null) return {};
  const { records, error } = body as Readonly<Record<string, unknown>>;
  return {
    ...(Array.isArray(records) ? { records: records.length } : {}),
    ...(typeof error === 'string' ? { error } : {}),
  };
}
