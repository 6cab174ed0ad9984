import type { BridgeFailure } from '../../../domain/failure.ts';
import { SECOND_MS, type EpochMs } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Endpoint } from '../../../platform/endpoint.ts';
import type { HttpClient, HttpResponse } from '../../../platform/http-client.ts';
import { parseHttpDate } from '../../../platform/http-date.ts';
import { REGIONS } from '../region.ts';
import { classify, type ShareCall, type Verdict } from './classify.ts';
import type { ShareOptions } from './options.ts';
import type { ReadSpan } from './read-span.ts';
import { loginRefused } from './refused-login.ts';
import type { ServerAddress } from './server-address.ts';
import { parseBody, parseFault, parseId, type Body } from './wire.ts';

/** What a read brought: records as they came, or the news that the session is dead. */
export type ReadAnswer =
  | {
      readonly kind: 'records';
      readonly records: readonly unknown[];
      /** The server’s clock when it answered. */
      readonly serverTime: EpochMs | undefined;
    }
  | { readonly kind: 'dead-session'; readonly failure: BridgeFailure };

/** The three calls of Share. Each throws BridgeFailure `share.…` or `http.…`, or the signal’s reason; none repeats itself. */
export interface ShareClient {
  /** The account’s id. */
  authenticate(accountName: string, signal: AbortSignal): Promise<string>;
  /** A new session. */
  logIn(accountId: string, signal: AbortSignal): Promise<string>;
  read(sessionId: string, span: ReadSpan, signal: AbortSignal): Promise<ReadAnswer>;
}

/** Longest that one call may take, in ms. */
const CALL_TIMEOUT_MS = 30 * SECOND_MS;

const ENDPOINT_OF: Readonly<Record<ShareCall, Endpoint>> = {
  authenticate: 'share.authenticate',
  login: 'share.login',
  read: 'share.latest_values',
};

/** @param address of the server of `options` */
export function createShareClient(
  options: ShareOptions,
  address: ServerAddress,
  http: HttpClient,
  clock: Clock,
): ShareClient {
  const applicationId = REGIONS[options.region].shareApplicationId;

  async function post(
    call: ShareCall,
    path: string,
    body: object,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    return http.send(
      {
        endpoint: ENDPOINT_OF[call],
        method: 'POST',
        url: `${address.baseUrl}/${path}`,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(body),
        timeoutMs: CALL_TIMEOUT_MS,
      },
      signal,
    );
  }

  function judge(call: ShareCall, response: HttpResponse, body: Body, sentId: string): Verdict {
    return classify({
      call,
      response,
      body,
      fault: parseFault(body),
      now: clock.now(),
      options,
      shown: address.shown,
      secrets: [options.password.reveal(), sentId],
    });
  }

  async function ask(
    call: 'authenticate' | 'login',
    path: string,
    key: string,
    who: { readonly accountName: string } | { readonly accountId: string },
    signal: AbortSignal,
  ): Promise<string> {
    const password = options.password.reveal();
    const response = await post(call, path, { ...who, password, applicationId }, signal);
    const body = parseBody(response.text);
    const reply = isSuccess(response) ? parseId(body, key) : undefined;
    // QUIRK(share, 2020-05): a refused login may be answered 200 with the null UUID and no code at all.
    if (reply === 'refused') {
      throw loginRefused('an id of zeros and no code', options, address.shown);
    }
    if (reply !== undefined) return reply.id;
    throw judge(call, response, body, 'accountId' in who ? who.accountId : '').failure;
  }

  return {
    authenticate: (accountName, signal) =>
      ask(
        'authenticate',
        'General/AuthenticatePublisherAccount',
        'accountId',
        { accountName },
        signal,
      ),
    logIn: (accountId, signal) =>
      ask('login', 'General/LoginPublisherAccountById', 'sessionId', { accountId }, signal),
    async read(sessionId, span, signal) {
      const query = `sessionId=${encodeURIComponent(sessionId)}&minutes=${span.minutes}&maxCount=${span.maxCount}`;
      const path = `Publisher/ReadPublisherLatestGlucoseValues?${query}`;
      const response = await post('read', path, {}, signal);
      const body = parseBody(response.text);
      if (isSuccess(response) && body.kind === 'json' && Array.isArray(body.value)) {
        const records: readonly unknown[] = body.value;
        const serverTime = parseHttpDate(response.headers['date']);
        return { kind: 'records', records, serverTime };
      }
      const verdict = judge('read', response, body, sessionId);
      if (!verdict.sessionIsDead) throw verdict.failure;
      return { kind: 'dead-session', failure: verdict.failure };
    },
  };
}

function isSuccess(response: HttpResponse): boolean {
  return response.status >= 200 && response.status < 300;
}
