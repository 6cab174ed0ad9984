import { MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { HttpClient, HttpResponse } from '../../../platform/http-client.ts';
import type { Secret } from '../../../platform/secret.ts';
import type { CallBudget } from './call-budget.ts';
import { webApiFailure } from './failures.ts';
import type { WebApiOptions } from './options.ts';
import { readErrorWord, readGrant, type Grant } from './read-grant.ts';
import { tokenRefusal } from './token-refusal.ts';

/** What came of an exchange: a pair, or the word that what was spent is worth nothing (any more). */
export type Exchanged =
  | { readonly kind: 'granted'; readonly grant: Grant; readonly sentAt: EpochMs }
  | { readonly kind: 'invalid_grant' };

/**
 * The token endpoint. A request is never cut off but by its own timeout: Dexcom may have spent the token already.
 * Throws BridgeFailure `web-api.…` or `http.…`; repeats nothing, for what came of a lost answer is unknown.
 */
export interface TokenExchange {
  /** Spends the code of a login. */
  redeem(code: string): Promise<Exchanged>;
  /** Spends a refresh token. */
  refresh(refreshToken: Secret): Promise<Exchanged>;
}

/** Longest that one request may take, in ms. */
export const EXCHANGE_TIMEOUT_MS = MINUTE_MS;

/** What the exchange is given. */
export interface TokenExchangeParts {
  readonly options: WebApiOptions;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly budget: CallBudget;
}

/** Does nothing until asked. */
export function createTokenExchange(parts: TokenExchangeParts): TokenExchange {
  const { options, http, clock, budget } = parts;

  async function post(form: Readonly<Record<string, string>>): Promise<Exchanged> {
    budget.take();
    const sentAt = clock.now();
    const response = await http.send(
      {
        endpoint: 'web_api.token',
        method: 'POST',
        url: `${options.baseUrl}/v3/oauth2/token`,
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          Accept: 'application/json',
        },
        // In the body: Dexcom documents no Basic header.
        body: new URLSearchParams({
          client_id: options.clientId,
          client_secret: options.clientSecret.reveal(),
          ...form,
        }).toString(),
        timeoutMs: EXCHANGE_TIMEOUT_MS,
      },
      new AbortController().signal,
    );
    return judge(response, sentAt);
  }

  function judge(response: HttpResponse, sentAt: EpochMs): Exchanged {
    if (response.status >= 200 && response.status < 300) {
      const grant = readGrant(response.text);
      if (grant !== undefined) return { kind: 'granted', grant, sentAt };
      throw webApiFailure(
        'token_unreadable',
        'Dexcom’s answer to the token request holds no token: something between the bridge and Dexcom may answer in its place. The bridge tries again by itself; if Dexcom then refuses, run authorize.',
      );
    }
    const word = response.status < 500 ? readErrorWord(response.text) : undefined;
    if (word === 'invalid_grant') return { kind: 'invalid_grant' };
    throw tokenRefusal(response, word, budget);
  }

  return {
    redeem: (code) =>
      post({ grant_type: 'authorization_code', code, redirect_uri: options.redirectUri }),
    // QUIRK(web-api, v3): no redirect_uri here; only samples of v2 send it.
    refresh: (refreshToken) =>
      post({ grant_type: 'refresh_token', refresh_token: refreshToken.reveal() }),
  };
}
