import type { StateSlot } from '../../../domain/state-slot.ts';
import { DAY_MS } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import type { Random } from '../../../platform/random.ts';
import type { UrgentWork } from '../../../platform/urgent-work.ts';
import type { HeldSpans, HistoryList, HistorySource } from '../../history-source.ts';
import type { FetchWindow, SourceBatch } from '../../source.ts';
import type { CallBudgets } from './call-budget.ts';
import { createWebApiClient } from './client.ts';
import type { WebApiOptions } from './options.ts';
import { createRefreshLease } from './refresh-lease.ts';
import { createTokenExchange } from './token-exchange.ts';
import { createTokenKeeper } from './token-keeper.ts';
import { createTokenStore } from './token-store.ts';
import { translateAnswer } from './translate-answer.ts';
import { windowQuery } from './wire-window.ts';
import { readEnvelope, readHeldSpans } from './wire/index.ts';

export { createCallBudgets, type CallBudgets } from './call-budget.ts';
export { createWebApiAuthorisation, type WebApiAuthorisation } from './authorisation.ts';
export { inSandbox } from './in-sandbox.ts';
export { newState } from './new-state.ts';

/** What the Web API source of one account is given. */
export interface WebApiParts {
  readonly options: WebApiOptions;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Keeps the tokens: `tokens:web-api`. */
  readonly tokens: StateSlot;
  /** Keeps who is renewing them: `lease:web-api`. */
  readonly lease: StateSlot;
  readonly fingerprint: Fingerprint;
  /** One for the whole program: accounts of one application share their calls. */
  readonly budgets: CallBudgets;
  /** A stop waits for it. */
  readonly urgent: UrgentWork;
}

/** Dexcom takes 30 days; a day is left for both ends. */
const LONGEST_WINDOW_MS = 29 * DAY_MS;

/**
 * The Web API of one account. Throws BridgeFailure `web-api.…`, `http.…`, that of a slot, or the signal’s reason.
 * It sleeps only while another process renews the tokens of the same account.
 */
export function createWebApiSource(parts: WebApiParts): HistorySource {
  const { options, http, clock, random, fingerprint, urgent } = parts;
  const { baseUrl, clientId, clientSecret } = options;
  const budget = parts.budgets.of(baseUrl, clientId);
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
  const client = createWebApiClient({ options, http, clock, keeper, budget });

  return {
    name: 'web-api',
    longestWindowMs: LONGEST_WINDOW_MS,
    credentialsFingerprint: fingerprint('dexcom-web-api', baseUrl, clientId, clientSecret.reveal()),
    async open() {
      // The tokens are looked at before each call.
    },
    close: () => keeper.close(),
    async held(signal: AbortSignal): Promise<HeldSpans> {
      // QUIRK(web-api, 2024): never with lastSyncTime; it leaves out spans that have changed.
      const call = { path: 'dataRange' };
      const { content, serverTime } = await client.get(call, readHeldSpans, signal);
      return { spans: content.spans, ...(serverTime === undefined ? {} : { serverTime }) };
    },
    async fetch(list: HistoryList, window: FetchWindow, signal: AbortSignal): Promise<SourceBatch> {
      const call = list === 'devices' ? { path: list } : { path: list, query: windowQuery(window) };
      const { content, serverTime } = await client.get(call, readEnvelope, signal);
      const { observations, skipped } = await translateAnswer(list, content.records, {
        receivedAt: clock.now(),
      });
      const { userId } = content;
      return {
        // What lies beside the window is kept all the same.
        observations,
        skipped,
        coveredFrom: window.from,
        ...(userId === undefined ? {} : { person: fingerprint('dexcom-web-api-person', userId) }),
        ...(serverTime === undefined ? {} : { serverTime }),
      };
    },
  };
}

/** Tells one run of the bridge from another. */
function holderName(random: Random): string {
  return Math.floor(random.next() * Number.MAX_SAFE_INTEGER).toString(36);
}
