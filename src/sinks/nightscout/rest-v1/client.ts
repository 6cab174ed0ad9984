import { createHash } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import { endpointNamed } from '../../../platform/endpoint.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../platform/http-client.ts';
import { notNightscout, statusFailure, type Wares } from './failures.ts';
import type { RestV1ReadingOptions } from './options.ts';
import { redirectTarget } from './redirect.ts';

/** Room for a sleeping hoster to wake and for Nightscout's own delay after a wrong secret. */
const TIMEOUT_MS = 60_000;
const MOST_REDIRECTS = 3;

/** Hosts that only a local network can reach: there the site is spoken to as if a proxy had ended TLS. */
export const LOCAL_HOST =
  /^([^.:]+|.*\.(local|internal|lan|home\.arpa)|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[(::1|f[cd].*)\])$/;

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
  let base = options.siteUrl;
  const { host: site } = new URL(base);
  const credential = headerCredential(options);
  return {
    site,
    async send(request, signal, withCredential = true) {
      const path = `/api/v1${request.path}`;
      let url = `${base}${path}`;
      for (let hop = 0; ; hop += 1) {
        const answer = await http.send(toHttp(request, url, withCredential && credential), signal);
        const target = redirectTarget(answer, url);
        if (target === undefined || hop === MOST_REDIRECTS) return answer;
        url = target;
        // The next request goes to the right address at once, and the secret no longer in the open.
        if (url.endsWith(path)) base = url.slice(0, -path.length);
      }
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

/** The value, or undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function toHttp(
  request: { readonly method: SiteMethod; readonly path: string; readonly body?: string },
  url: string,
  credential: string | false,
): HttpRequest {
  const { protocol, hostname } = new URL(url);
  const [, collection = ''] = /^\/([a-z]+)/.exec(request.path) ?? [];
  return {
    endpoint: endpointNamed(`nightscout.${collection}`),
    method: request.method,
    url,
    timeoutMs: TIMEOUT_MS,
    headers: {
      Accept: 'application/json',
      ...(credential === false ? {} : { 'api-secret': credential }),
      ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      // QUIRK(nightscout, 15.0.7): plain http is redirected to https unless a proxy claims to have ended TLS.
      // Inside a local network there is no https to go to.
      ...(protocol === 'http:' && LOCAL_HOST.test(hostname)
        ? { 'X-Forwarded-Proto': 'https' }
        : {}),
    },
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}
