import { MINUTE_MS } from '../../../domain/instant.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { FetchWindow, Source, SourceBatch } from '../../source.ts';
import { connectShare, type ShareConnection, type ShareParts } from './connection.ts';
import { coveredFrom, LONGEST_SPAN_MINUTES, PERIOD_MINUTES, readSpan } from './read-span.ts';
import { translate } from './translate.ts';

export { connectShare, type ShareConnection, type ShareParts } from './connection.ts';
export { translate } from './translate.ts';

/**
 * The Share service of one account. `fetch` throws BridgeFailure `share.…`, `http.…`, or the signal’s reason;
 * per fetch it logs in at most once more when the session turns out to be dead.
 * @throws BridgeFailure `share.bad_url` (config)
 */
export function createShareSource(parts: ShareParts): Source {
  return shareSourceOn(connectShare(parts), parts.fingerprint);
}

/** The same on a connection that others use too. */
export function shareSourceOn(connection: ShareConnection, fingerprint: Fingerprint): Source {
  return {
    name: 'share',
    reachMs: LONGEST_SPAN_MINUTES * MINUTE_MS,
    periodMs: PERIOD_MINUTES * MINUTE_MS,
    credentialsFingerprint: connection.credentialsFingerprint,
    open: () => connection.load(),
    async close() {
      // The session is left alive for the next run; the connections belong to whoever made the client.
    },
    async fetch({ from }: FetchWindow, signal: AbortSignal): Promise<SourceBatch> {
      const spanSince = (serverNow: Parameters<typeof readSpan>[1]) => readSpan(from, serverNow);
      const { span, records, serverTime, serverNow } = await connection.read(spanSince, signal);
      const { observations, skipped, oldest } = translate(records);
      const accountId = connection.accountId();
      return {
        observations,
        skipped,
        coveredFrom: coveredFrom(from, span, serverNow, records.length, oldest),
        ...(accountId === undefined
          ? {}
          : { person: fingerprint('dexcom-person', accountId.toLowerCase()) }),
        ...(serverTime === undefined ? {} : { serverTime }),
      };
    },
  };
}
