import { epochMs, MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';
import type { StateSlot } from '../../../domain/state-slot.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Fingerprint } from '../../../platform/fingerprint.ts';
import type { HttpClient } from '../../../platform/http-client.ts';
import { REGIONS } from '../region.ts';
import { createShareClient } from './client.ts';
import type { ShareOptions } from './options.ts';
import type { ReadSpan } from './read-span.ts';
import { serverAddress } from './server-address.ts';
import { createSessionKeeper } from './session-keeper.ts';

/** What the connection of one account is given. */
export interface ShareParts {
  readonly options: ShareOptions;
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Keeps the account id and the session from one run to the next. */
  readonly session: StateSlot;
  readonly fingerprint: Fingerprint;
}

/** An answer with what was asked for. */
export interface ShareAnswer {
  readonly span: ReadSpan;
  /** As they came. */
  readonly records: readonly unknown[];
  /** The server’s clock when it answered, where it told. */
  readonly serverTime: EpochMs | undefined;
  /** The server’s clock when it answered: ours, put forward where the server’s was ahead. */
  readonly serverNow: EpochMs;
}

/** Share for one account with its one session. Throws BridgeFailure `share.…`, `http.…`, or the signal’s reason. */
export interface ShareConnection {
  /** Changes when the credentials or the server change. */
  readonly credentialsFingerprint: string;
  /** Takes up the session that an earlier run left. */
  load(): Promise<void>;
  /** Logs in where there is no session yet. */
  logIn(signal: AbortSignal): Promise<void>;
  /** Logs in, once, though the session in use may be alive. */
  logInAnew(signal: AbortSignal): Promise<void>;
  /** UUID of the Dexcom account, once it is known. */
  accountId(): string | undefined;
  /**
   * Reads once; where the session turns out to be dead it logs in once more and reads again.
   * @param spanAt what to ask for, by the server’s clock
   */
  read(spanAt: (serverNow: EpochMs) => ReadSpan, signal: AbortSignal): Promise<ShareAnswer>;
}

/**
 * Clocks further apart than this are not reconciled: a reading that far ahead of us is set aside by the pipeline anyway,
 * and the `Date` of a proxy or a test server may be anything.
 */
const LARGEST_LEAD_MS = 15 * MINUTE_MS;

/**
 * Does nothing until asked.
 * @throws BridgeFailure `share.bad_url` (config)
 */
export function connectShare(parts: ShareParts): ShareConnection {
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
  /** The session that was given last, dead or alive. */
  let last: string | undefined;
  /** By how much the server’s clock was ahead of ours when it last told. Share counts its minutes from there. */
  let leadMs = 0;

  type SpanAt = Parameters<ShareConnection['read']>[0];

  /** The span is counted anew for each read: a slow login before it must not cost its oldest minutes. */
  async function attempt(sessionId: string, spanAt: SpanAt, signal: AbortSignal) {
    last = sessionId;
    const span = spanAt(epochMs(clock.now() + leadMs));
    return { span, answer: await client.read(sessionId, span, signal) };
  }

  async function readRecords(spanAt: SpanAt, signal: AbortSignal) {
    const first = await keeper.current(signal);
    const { span, answer } = await attempt(first, spanAt, signal);
    if (answer.kind === 'records') return { span, ...answer };
    const second = await keeper.renew(first, signal);
    const again = await attempt(second, spanAt, signal);
    if (again.answer.kind === 'records') return { span: again.span, ...again.answer };
    // The second session stays, though dead: so the next fetch, too, logs in at most once.
    throw again.answer.failure;
  }

  return {
    credentialsFingerprint,
    load: () => keeper.load(),
    async logIn(signal) {
      last = await keeper.current(signal);
    },
    async logInAnew(signal) {
      last = await keeper.renew(last ?? '', signal);
    },
    accountId: () => keeper.accountId(),
    async read(spanAt, signal) {
      signal.throwIfAborted();
      const { span, records, serverTime } = await readRecords(spanAt, signal);
      const answeredAt = clock.now();
      leadMs = lead(serverTime, answeredAt);
      return { span, records, serverTime, serverNow: epochMs(answeredAt + leadMs) };
    },
  };
}

function lead(serverTime: EpochMs | undefined, now: EpochMs): number {
  const aheadMs = serverTime === undefined ? 0 : serverTime - now;
  return aheadMs > 0 && aheadMs <= LARGEST_LEAD_MS ? aheadMs : 0;
}
