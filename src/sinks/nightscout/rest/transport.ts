import type { Endpoint } from '../../../platform/endpoint.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../platform/http-client.ts';
import { redirectTarget } from './redirect.ts';

/** Room for a sleeping hoster to wake and for Nightscout's own delay after a wrong secret. */
const TIMEOUT_MS = 60_000;
const MOST_REDIRECTS = 3;

/** Hosts that only a local network can reach: there the site is spoken to as if a proxy had ended TLS. */
export const LOCAL_HOST =
  /^([^.:]+|.*\.(local|internal|lan|home\.arpa)|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[(::1|f[cd].*)\])$/;

/** One request to a site. */
export interface SiteRequest {
  readonly method: HttpRequest['method'];
  /** Below the site's address, with its query. */
  readonly path: string;
  readonly endpoint: Endpoint;
  /** JSON. */
  readonly body?: string;
  /** Those of the credential. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The way to one site. */
export interface SiteTransport {
  /** Host of the site, for messages. */
  readonly site: string;
  /**
   * One request, redirects within the host followed.
   * @throws BridgeFailure as HttpClient.send does, and `nightscout.redirected`.
   */
  send(request: SiteRequest, signal: AbortSignal): Promise<HttpResponse>;
}

/** Opens nothing: connections are the HttpClient's. @param siteUrl without a slash at its end */
export function createSiteTransport(siteUrl: string, http: HttpClient): SiteTransport {
  let base = siteUrl;
  return {
    site: new URL(siteUrl).host,
    async send(request, signal) {
      const { path } = request;
      let url = `${base}${path}`;
      for (let hop = 0; ; hop += 1) {
        const answer = await http.send(toHttp(request, url), signal);
        const target = redirectTarget(answer, url);
        if (target === undefined || hop === MOST_REDIRECTS) return answer;
        url = target;
        // The next request goes to the right address at once, and the secret no longer in the open.
        if (url.endsWith(path)) base = url.slice(0, -path.length);
      }
    },
  };
}

/** The value, or undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function toHttp({ method, endpoint, body, headers }: SiteRequest, url: string): HttpRequest {
  const { protocol, hostname } = new URL(url);
  return {
    endpoint,
    method,
    url,
    timeoutMs: TIMEOUT_MS,
    headers: {
      Accept: 'application/json',
      ...headers,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      // QUIRK(nightscout, 15.0.7): plain http is redirected to https unless a proxy claims to have ended TLS.
      // Inside a local network there is no https to go to.
      ...(protocol === 'http:' && LOCAL_HOST.test(hostname)
        ? { 'X-Forwarded-Proto': 'https' }
        : {}),
    },
    ...(body === undefined ? {} : { body }),
  };
}
