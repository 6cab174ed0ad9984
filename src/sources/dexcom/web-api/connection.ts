import type { StateSlot } from '../../../domain/state-slot.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import type { Random } from '../../../platform/random.ts';
import type { UrgentWork } from '../../../platform/urgent-work.ts';
import type { CallBudgets } from './call-budget.ts';
import { createWebApiClient, type WebApiClient } from './client.ts';
import type { WebApiOptions } from './options.ts';
import { createRefreshLease } from './refresh-lease.ts';
import { createTokenExchange } from './token-exchange.ts';
import { createTokenKeeper, type TokenKeeper } from './token-keeper.ts';
import { createTokenStore } from './token-store.ts';

/** What the connection of one account is given. */
export interface WebApiConnectionParts {
  readonly options: WebApiOptions;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Keeps the tokens: `tokens:web-api`. */
  readonly tokens: StateSlot;
  /** Keeps who is renewing them: `lease:web-api`. */
  readonly lease: StateSlot;
  /** One for the whole program: accounts of one application share their calls. */
  readonly budgets: CallBudgets;
  /** A stop waits for it. */
  readonly urgent: UrgentWork;
}

/** The Web API for one account with its tokens. */
export interface WebApiConnection {
  readonly keeper: TokenKeeper;
  readonly client: WebApiClient;
}

/** Does nothing until asked. */
export function connectWebApi(parts: WebApiConnectionParts): WebApiConnection {
  const { options, http, clock, random, urgent } = parts;
  const budget = parts.budgets.of(options.baseUrl, options.clientId);
  const keeper = createTokenKeeper({
    options,
    exchange: createTokenExchange({ options, http, clock, budget }),
    store: createTokenStore(parts.tokens),
    lease: createRefreshLease(parts.lease, clock, holderName(random)),
    budget,
    clock,
    random,
    urgent,
  });
  return { keeper, client: createWebApiClient({ options, http, clock, keeper, budget }) };
}

/** Tells one run of the bridge from another. */
function holderName(random: Random): string {
  return Math.floor(random.next() * Number.MAX_SAFE_INTEGER).toString(36);
}
