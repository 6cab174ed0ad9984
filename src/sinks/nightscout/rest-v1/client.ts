import { createHash } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import { endpointNamed } from '../../../platform/endpoint.ts';
import type { HttpClient, HttpResponse } from '../../../platform/http-client.ts';
import { notNightscout, statusFailure, type Wares } from '../rest/failures.ts';
import { createSiteTransport, parseJson } from '../rest/transport.ts';
import type { RestV1ReadingOptions } from './options.ts';

type SiteMethod = 'GET' | 'POST' | 'DELETE';

/** Speaks to one site as one user. */
export interface SiteClient {
  /** Host of the site, for messages. */
  readonly site: string;
  /**
   * One request to `/api/v1` + `path`, redirects within the host followed.
   * @throws BridgeFailure as HttpClient.send does, and `nightscout.redirected`.
   */
  send(
    request: { readonly method: SiteMethod; readonly path: string; readonly body?: string },
    signal: AbortSignal,
    withCredential?: boolean,
  ): Promise<HttpResponse>;
  /** The answer's JSON, for a status of 2xx; throws the failure that anything else means. */
  read(answer: HttpResponse, wares?: Wares): unknown;
}

/** Opens nothing: connections are the HttpClient's. */
export function createSiteClient(
  options: RestV1ReadingOptions,
  http: HttpClient,
  clock: Clock,
): SiteClient {
  const transport = createSiteTransport(options.siteUrl, http);
  const { site } = transport;
  const credential = headerCredential(options);
  return {
    site,
    send(request, signal, withCredential = true) {
      const [, collection = ''] = /^\/([a-z]+)/.exec(request.path) ?? [];
      return transport.send(
        {
          ...request,
          path: `/api/v1${request.path}`,
          endpoint: endpointNamed(`nightscout.${collection}`),
          ...(withCredential ? { headers: { 'api-secret': credential } } : {}),
        },
        signal,
      );
    },
    read(answer, wares) {
      if (answer.status < 200 || answer.status > 299) {
        throw statusFailure(answer, site, clock, wares);
      }
      const said = parseJson(answer.text);
      if (said === undefined) throw notNightscout(site);
      return said;
    },
  };
}

/** SHA-1 of the secret or token. Another uploader’s users hold their token as that hash already. */
function headerCredential({ credential: { kind, value } }: RestV1ReadingOptions): string {
  const text = value.reveal();
  if (kind === 'token' && /^[0-9a-f]{40}$/i.test(text)) return text.toLowerCase();
  return createHash('sha1').update(text).digest('hex');
}
