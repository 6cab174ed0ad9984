import { DAY_MS } from '../../../domain/instant.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { HeldSpans, HistoryList, HistorySource } from '../../history-source.ts';
import type { FetchWindow, SourceBatch } from '../../source.ts';
import { connectWebApi, type WebApiConnection, type WebApiConnectionParts } from './connection.ts';
import { translateAnswer } from './translate-answer.ts';
import { windowQuery } from './wire-window.ts';
import { readEnvelope, readHeldSpans } from './wire/index.ts';

export { createCallBudgets, type CallBudgets } from './call-budget.ts';
export { connectWebApi, type WebApiConnection } from './connection.ts';
export { createWebApiAuthorisation, type WebApiAuthorisation } from './authorisation.ts';
export { inSandbox } from './in-sandbox.ts';
export { newState } from './new-state.ts';

/** What the Web API source of one account is given. */
export interface WebApiParts extends WebApiConnectionParts {
  readonly fingerprint: Fingerprint;
}

/** Dexcom takes 30 days; a day is left for both ends. */
const LONGEST_WINDOW_MS = 29 * DAY_MS;

/**
 * The Web API of one account. Throws BridgeFailure `web-api.…`, `http.…`, that of a slot, or the signal’s reason.
 * It sleeps only while another process renews the tokens of the same account.
 */
export function createWebApiSource(parts: WebApiParts): HistorySource {
  return webApiSourceOn(connectWebApi(parts), parts);
}

/** The same on a connection that others use too. */
export function webApiSourceOn(
  { keeper, client }: WebApiConnection,
  { options, clock, fingerprint }: Pick<WebApiParts, 'options' | 'clock' | 'fingerprint'>,
): HistorySource {
  const { baseUrl, clientId, clientSecret } = options;
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
