import type { BridgeFailure } from '../../../domain/failure.ts';
import type { Clock } from '../../../platform/clock.ts';
import { endpointNamed } from '../../../platform/endpoint.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../platform/http-client.ts';
import type { Secret } from '../../../platform/secret.ts';
import type { Wares } from '../rest/failures.ts';
import { createSiteTransport } from '../rest/transport.ts';
import { answerFailure, missingIn, passRefused } from './failures.ts';
import type { RestV3ReadingOptions } from './options.ts';
import { createPassKeeper } from './pass-keeper.ts';

/** One request below `/api/v3`. */
export interface V3Request {
  readonly method: HttpRequest['method'];
  /** With its query. */
  readonly path: string;
  /** JSON. */
  readonly body?: string;
}

/** Speaks to one site by API v3 as the subject of one access token. */
export interface V3Client {
  /** Host of the site, for messages. */
  readonly site: string;
  /**
   * One request; a pass that is refused, or permits too little, is renewed once.
   * @throws BridgeFailure as HttpClient.send does, `nightscout.redirected`, and what getting a pass throws.
   */
  send(request: V3Request, signal: AbortSignal): Promise<HttpResponse>;
  /** One request without the token. */
  sendOpenly(request: V3Request, signal: AbortSignal): Promise<HttpResponse>;
  /** What an answer other than success means. */
  failureOf(answer: HttpResponse, wares: Wares): BridgeFailure;
}

/** Opens nothing: connections are the HttpClient's. */
export function createV3Client(
  { siteUrl, token }: Pick<RestV3ReadingOptions, 'siteUrl' | 'token'>,
  http: HttpClient,
  clock: Clock,
): V3Client {
  const transport = createSiteTransport(siteUrl, http);
  const { site } = transport;
  const passes = createPassKeeper(token, transport, clock);

  function sendWith(
    pass: Secret | undefined,
    request: V3Request,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    const [, collection = ''] = /^\/([a-z]+)/.exec(request.path) ?? [];
    return transport.send(
      {
        ...request,
        path: `/api/v3${request.path}`,
        endpoint: endpointNamed(`nightscout.${collection}`),
        ...(pass ? { headers: { Authorization: `Bearer ${pass.reveal()}` } } : {}),
      },
      signal,
    );
  }

  return {
    site,
    async send(request, signal) {
      const pass = await passes.current(signal);
      const answer = await sendWith(pass, request, signal);
      if (answer.status !== 401 && missingIn(answer) === undefined) return answer;
      // A site that was installed anew knows no older pass. And one whose subject was deleted goes on taking the pass, which then
      // permits nothing: only when it is asked for another does it say that the token is gone.
      const other = await passes.instead(pass, signal);
      const again = await sendWith(other, request, signal);
      if (again.status === 401) throw passRefused(site);
      return again;
    },
    sendOpenly: (request, signal) => sendWith(undefined, request, signal),
    failureOf: (answer, wares) => answerFailure(answer, site, clock, wares),
  };
}
