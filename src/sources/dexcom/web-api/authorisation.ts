import { epochMs } from '../../../domain/instant.ts';
import type { StateSlot } from '../../../domain/state-slot.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import type { Random } from '../../../platform/random.ts';
import type { UrgentWork } from '../../../platform/urgent-work.ts';
import { createCallBudgets, type CallBudgets } from './call-budget.ts';
import { webApiFailure } from './failures.ts';
import type { WebApiOptions } from './options.ts';
import { readRedirect } from './read-redirect.ts';
import { saveHard } from './save-hard.ts';
import { createTokenExchange } from './token-exchange.ts';
import { createTokenStore } from './token-store.ts';

/** The login of a person, who then agrees that the bridge reads their data. */
export interface WebApiAuthorisation {
  /** Where the person’s browser is to go. @param state of `newState`, one a login */
  loginUrl(state: string): string;
  /**
   * Reads where the browser was sent afterwards: the whole address, or path and query.
   * @throws BridgeFailure `web-api.redirect_…` (credentials)
   */
  readRedirect(url: string, state: string): { readonly code: string };
  /**
   * Exchanges the code and keeps the tokens, over whatever was kept before. A code is good once and for a minute or so.
   * @throws BridgeFailure `web-api.code_refused`, `web-api.…` or `http.…`
   */
  complete(code: string): Promise<void>;
}

/** What it is given. */
export interface WebApiAuthorisationParts {
  readonly options: WebApiOptions;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Keeps the tokens: `tokens:web-api`. */
  readonly tokens: StateSlot;
  /** Left out where nothing else calls. */
  readonly budgets?: CallBudgets;
  readonly urgent: UrgentWork;
}

/** Does nothing until asked. */
export function createWebApiAuthorisation(parts: WebApiAuthorisationParts): WebApiAuthorisation {
  const { options, http, clock, random, urgent } = parts;
  const { baseUrl, clientId, redirectUri } = options;
  const budget = (parts.budgets ?? createCallBudgets(clock, random)).of(baseUrl, clientId);
  const exchange = createTokenExchange({ options, http, clock, budget });
  const store = createTokenStore(parts.tokens);

  async function complete(code: string): Promise<void> {
    const answer = await exchange.redeem(code);
    if (answer.kind === 'invalid_grant') {
      throw webApiFailure(
        'code_refused',
        'Dexcom refused the code of the login (invalid_grant): it is good once, for about a minute, and only with the registered DEXCOM_REDIRECT_URI. Run `nightscout-dexcom-bridge authorize` again and finish it without a break.',
      );
    }
    const { grant, sentAt } = answer;
    const { accessToken, refreshToken } = grant;
    if (refreshToken === undefined) {
      throw webApiFailure(
        'token_unreadable',
        'Dexcom gave an access token without a refresh token, which would end within hours; nothing was kept. Run `nightscout-dexcom-bridge authorize` again.',
      );
    }
    const tokens = {
      baseUrl,
      clientId,
      accessToken,
      refreshToken,
      obtainedAt: sentAt,
      expiresAt: epochMs(sentAt + grant.lifetimeMs),
      authorisedAt: sentAt,
    };
    try {
      await saveHard(() => store.put(tokens), clock, random);
    } catch (thrown) {
      throw webApiFailure(
        'tokens_unsaved',
        'Dexcom gave the tokens, and they cannot be written down (disk full, or the database away?): mend that, then run `nightscout-dexcom-bridge authorize` again.',
        { cause: thrown },
      );
    }
  }

  return {
    loginUrl(state) {
      const query = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'offline_access',
        state,
      });
      return `${baseUrl}/v3/oauth2/login?${query.toString()}`;
    },
    readRedirect: (url, state) => readRedirect(url, { redirectUri, state }),
    complete: (code) => urgent.run(() => complete(code)),
  };
}
