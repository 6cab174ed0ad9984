import type { BridgeFailure } from '../../../domain/failure.ts';
import { SECOND_MS, type EpochMs } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import { endpointNamed } from '../../../platform/endpoint.ts';
import type { HttpClient, HttpResponse } from '../../../platform/http-client.ts';
import { parseHttpDate } from '../../../platform/http-date.ts';
import type { CallBudget } from './call-budget.ts';
import { judgeAnswer, unreadableAnswer } from './judge-answer.ts';
import type { WebApiOptions } from './options.ts';
import type { TokenKeeper } from './token-keeper.ts';
import type { TokenRecord } from './token-record.ts';

/** What a call asks for. */
export interface WebApiCall {
  /** Last part of the path, such as `egvs`; also names the call to people. */
  readonly path: string;
  /** Parameters of the window, where the endpoint takes one. */
  readonly query?: string;
}

/** What a call brought. */
export interface WebApiAnswer<T> {
  readonly content: T;
  /** The server’s clock when it answered, where it told. */
  readonly serverTime: EpochMs | undefined;
}

/** Data calls for one person. Throws BridgeFailure `web-api.…` or `http.…`, or the signal’s reason. */
export interface WebApiClient {
  /**
   * Calls, once more with new tokens where they are refused, and reads the answer.
   * @param read throws RangeError for what is not the answer it should be
   */
  get<T>(
    call: WebApiCall,
    read: (text: string) => T,
    signal: AbortSignal,
  ): Promise<WebApiAnswer<T>>;
}

/** What the client is given. */
export interface WebApiClientParts {
  readonly options: WebApiOptions;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly keeper: TokenKeeper;
  readonly budget: CallBudget;
}

/** Longest that one call may take, in ms: 30 days of readings are sometimes gathered for a minute. */
const CALL_TIMEOUT_MS = 90 * SECOND_MS;

/** Calls nothing until asked. */
export function createWebApiClient(parts: WebApiClientParts): WebApiClient {
  const { options, http, clock, keeper, budget } = parts;
  /**
   * What is closed to us, by path, and under which consent that was said: an application may be let into one list and
   * not into another.
   */
  const shut = new Map<string, { readonly failure: BridgeFailure; readonly consent: EpochMs }>();

  async function refuseWhileShut(path: string): Promise<void> {
    const known = shut.get(path);
    if (known === undefined) return;
    const { failure, consent } = known;
    const isOver = failure.retryAt === undefined || clock.now() >= failure.retryAt;
    if (!isOver && (await keeper.authorisedAt()) === consent) throw failure;
    shut.delete(path);
  }

  async function send(
    { path, query }: WebApiCall,
    tokens: TokenRecord,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    budget.take();
    const response = await http.send(
      {
        endpoint: endpointNamed(path === 'dataRange' ? 'web_api.data_range' : `web_api.${path}`),
        method: 'GET',
        url: `${options.baseUrl}/v3/users/self/${path}${query === undefined ? '' : `?${query}`}`,
        headers: {
          Authorization: `Bearer ${tokens.accessToken.reveal()}`,
          Accept: 'application/json',
        },
        timeoutMs: CALL_TIMEOUT_MS,
      },
      signal,
    );
    if (response.status === 429) throw budget.refused(response.headers);
    budget.served();
    return response;
  }

  function failureOf(
    call: WebApiCall,
    response: HttpResponse,
    { accessToken, refreshToken, authorisedAt }: TokenRecord,
  ): BridgeFailure {
    const failure = judgeAnswer({
      response,
      what: call.path,
      hasWindow: call.query !== undefined,
      now: clock.now(),
      secrets: [accessToken, refreshToken, options.clientSecret].map((secret) => secret.reveal()),
    });
    if (response.status === 403) shut.set(call.path, { failure, consent: authorisedAt });
    return failure;
  }

  return {
    async get(call, read, signal) {
      await refuseWhileShut(call.path);
      let tokens = await keeper.current(signal);
      let response = await send(call, tokens, signal);
      if (response.status === 401) {
        tokens = await keeper.renew(tokens, signal);
        response = await send(call, tokens, signal);
        if (response.status === 401) return keeper.refused(tokens);
      }
      if (response.status !== 200) throw failureOf(call, response, tokens);
      await keeper.accepted(tokens);
      try {
        const content = read(response.text);
        return { content, serverTime: parseHttpDate(response.headers['date']) };
      } catch (thrown) {
        if (thrown instanceof RangeError) throw unreadableAnswer(call.path);
        throw thrown;
      }
    },
  };
}
