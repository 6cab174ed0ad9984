import type { CallOptions, DexcomCall } from './call-options.ts';
import type { DexcomError } from './dexcom-error.ts';
import type { DexcomRegion } from './share-options.ts';
import type { SkippedRecord } from './skipped-record.ts';
import type { TokenStore } from './token-store.ts';

/** What a `WebApiClient` is made with: an application of your own at developer.dexcom.com. */
export interface WebApiClientOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** One of the addresses registered for the application, letter by letter. */
  readonly redirectUri: string;
  /** Where the account was registered, or `sandbox` for Dexcom’s made-up people. `us` unless said otherwise. */
  readonly region?: DexcomRegion | 'sandbox' | undefined;
  /** Another server for login, token and data, such as a simulator; the path `/v3` is added. */
  readonly baseUrl?: string | undefined;
  /** Keeps the tokens of one person; in memory unless said otherwise. */
  readonly store?: TokenStore | undefined;
  /** Hears of each record that is not passed on. */
  readonly onSkipped?: ((record: SkippedRecord) => void) | undefined;
  /** Hears of every request when it has ended, for logs and figures; what it throws is lost. */
  readonly onCall?: ((call: DexcomCall) => void) | undefined;
}

/** Where to send a person’s browser, and what ties the answer to it. */
export interface AuthorizationRequest {
  readonly url: string;
  /** Keep it with the person’s session and give it to `exchangeRedirect`. */
  readonly state: string;
}

/** A span of system time, of any length: it is read in windows of at most 29 days. */
export interface PeriodOptions extends CallOptions {
  /** Where it begins, that instant included (ms since 1970, or a `Date`); the oldest record there is unless said otherwise. */
  readonly from?: number | Date | undefined;
  /** Where it ends, that instant not included; now unless said otherwise. */
  readonly to?: number | Date | undefined;
  /** How often in a row a call is tried again that failed for a while, 0 to 10; 3 unless said otherwise. */
  readonly retries?: number | undefined;
  /** Hears of each such failure; `until` (ms since 1970) is when it is tried again. */
  readonly onRetry?:
    ((retry: { readonly until: number; readonly error: DexcomError }) => void) | undefined;
}

/** From the oldest to the newest record of a list, both instants of records, in ms since 1970. */
export interface HeldPeriod {
  readonly start: number;
  readonly end: number;
}

/** What Dexcom holds of a person; a list without a period is empty. It tells nothing of alerts and devices. */
export interface DataRange {
  readonly egvs?: HeldPeriod;
  readonly events?: HeldPeriod;
  readonly calibrations?: HeldPeriod;
}
