import { epochMs, MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';
import type { StateSlot } from '../../../domain/state-slot.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import { REGIONS } from '../region.ts';
import type { FetchWindow, Source, SourceBatch } from '../../source.ts';
import { createShareClient } from './client.ts';
import type { ShareOptions } from './options.ts';
import {
  coveredFrom,
  LONGEST_SPAN_MINUTES,
  PERIOD_MINUTES,
  readSpan,
  type ReadSpan,
} from './read-span.ts';
import { serverAddress } from './server-address.ts';
import { createSessionKeeper } from './session-keeper.ts';
import { translate } from './translate.ts';

/** What the Share source of one account is given. */
export interface ShareParts {
  readonly options: ShareOptions;
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Keeps the account id and the session from one run to the next. */
  readonly session: StateSlot;
  readonly fingerprint: Fingerprint;
}

/** An answer with what was asked for. */
interface Read {
  readonly span: ReadSpan;
  readonly records: readonly unknown[];
  readonly serverTime: EpochMs | undefined;
}

/**
 * Clocks further apart than this are not reconciled: a reading that far ahead of us is set aside by the pipeline anyway,
 * and the `Date` of a proxy or a test server may be anything.
 */
const LARGEST_LEAD_MS = 15 * MINUTE_MS;

/**
 * The Share service of one account. `fetch` throws BridgeFailure `share.…`, `http.…`, or the signal’s reason;
 * per fetch it logs in at most once more when the session turns out to be dead.
 * @throws BridgeFailure `share.bad_url` (config)
 */
export function createShareSource(parts: ShareParts): Source {
  const { options, http, clock, session, fingerprint } = parts;
  const address = serverAddress(options.region, options.serverUrl);
  const credentialsFingerprint = fingerprint(
    'dexcom-share',
    address.baseUrl,
    REGIONS[options.region].shareApplicationId,
    options.login.by,
    options.login.by === 'name' ? options.login.name : options.login.accountId,
    options.password.reveal(),
  );
  const client = createShareClient(options, address, http, clock);
  const keeper = createSessionKeeper(options.login, credentialsFingerprint, client, session);
  /** By how much the server’s clock was ahead of ours when it last told. Share counts its minutes from there. */
  let leadMs = 0;

  /** The span is counted anew for each read: a slow login before it must not cost its oldest minutes. */
  async function attempt(sessionId: string, from: EpochMs, signal: AbortSignal) {
    const span = readSpan(from, epochMs(clock.now() + leadMs));
    return { span, answer: await client.read(sessionId, span, signal) };
  }

  async function read(from: EpochMs, signal: AbortSignal): Promise<Read> {
    const first = await keeper.current(signal);
    const { span, answer } = await attempt(first, from, signal);
    if (answer.kind === 'records') return { span, ...answer };
    const second = await keeper.renew(first, signal);
    const again = await attempt(second, from, signal);
    if (again.answer.kind === 'records') return { span: again.span, ...again.answer };
    // The second session stays, though dead: so the next fetch, too, logs in at most once.
    throw again.answer.failure;
  }

  return {
    name: 'share',
    reachMs: LONGEST_SPAN_MINUTES * MINUTE_MS,
    periodMs: PERIOD_MINUTES * MINUTE_MS,
    credentialsFingerprint,
    open: () => keeper.load(),
    async close() {
      // The session is left alive for the next run; the connections belong to whoever made the client.
    },
    async fetch(window: FetchWindow, signal: AbortSignal): Promise<SourceBatch> {
      signal.throwIfAborted();
      const { span, records, serverTime } = await read(window.from, signal);
      const answeredAt = clock.now();
      leadMs = lead(serverTime, answeredAt);
      const { observations, skipped, oldest } = translate(records);
      const serverNow = epochMs(answeredAt + leadMs);
      const accountId = keeper.accountId();
      return {
        observations,
        skipped,
        coveredFrom: coveredFrom(window.from, span, serverNow, records.length, oldest),
        ...(accountId === undefined
          ? {}
          : { person: fingerprint('dexcom-person', accountId.toLowerCase()) }),
        ...(serverTime === undefined ? {} : { serverTime }),
      };
    },
  };
}

function lead(serverTime: EpochMs | undefined, now: EpochMs): number {
  const aheadMs = serverTime === undefined ? 0 : serverTime - now;
  return aheadMs > 0 && aheadMs <= LARGEST_LEAD_MS ? aheadMs : 0;
}
