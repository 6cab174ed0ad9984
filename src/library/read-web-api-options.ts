import { Secret } from '../platform/secret.ts';
import {
  environmentOf,
  WEB_API_ENVIRONMENTS,
  webApiBaseUrl,
} from '../sources/dexcom/web-api/environment.ts';
import type { WebApiOptions } from '../sources/dexcom/web-api/options.ts';
import {
  checkBaseUrl,
  checkInstant,
  checkOneOf,
  checkOptions,
  checkText,
  checkWhole,
  invalidArgument,
} from './check-argument.ts';
import type { TokenStore } from './token-store.ts';
import type { PeriodOptions, WebApiClientOptions } from './web-api-options.ts';
import type { EpochMs } from '../domain/instant.ts';

const KNOWN: readonly (keyof WebApiClientOptions)[] = [
  'clientId',
  'clientSecret',
  'redirectUri',
  'region',
  'baseUrl',
  'store',
  'onSkipped',
  'onCall',
];

/** A caller’s options as the source takes them. @throws DexcomError `library.invalid_argument` */
export function readWebApiOptions(given: WebApiClientOptions): WebApiOptions {
  checkOptions(given, KNOWN);
  const region = checkOneOf('region', given.region ?? 'us', WEB_API_ENVIRONMENTS);
  const baseUrl =
    given.baseUrl === undefined
      ? webApiBaseUrl(region)
      : checkBaseUrl('baseUrl', given.baseUrl).replace(/\/v3$/i, '');
  const redirectUri = checkText('redirectUri', given.redirectUri);
  checkBaseUrl('redirectUri', redirectUri);
  const { store } = given;
  if (store !== undefined && !isStore(store)) {
    throw invalidArgument('store must have the methods read and write.');
  }
  return {
    baseUrl,
    environment: environmentOf(baseUrl),
    clientId: checkText('clientId', given.clientId),
    clientSecret: new Secret(checkText('clientSecret', given.clientSecret)),
    redirectUri,
  };
}

/** Plain JavaScript may give anything. */
function isStore(store: object): boolean {
  const methods = store as Partial<Record<keyof TokenStore, unknown>>;
  return typeof methods.read === 'function' && typeof methods.write === 'function';
}

/** A span of time; checked. */
export interface Period {
  readonly from: EpochMs | undefined;
  readonly to: EpochMs | undefined;
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
  readonly onRetry: NonNullable<PeriodOptions['onRetry']>;
}

/** Reads a caller’s period. @throws DexcomError `library.invalid_argument` */
export function readPeriod(given: PeriodOptions): Period {
  checkOptions(given, ['from', 'to', 'retries', 'onRetry', 'signal']);
  const from = given.from === undefined ? undefined : checkInstant('from', given.from);
  const to = given.to === undefined ? undefined : checkInstant('to', given.to);
  if (from !== undefined && to !== undefined && to < from) {
    throw invalidArgument('to must not lie before from.');
  }
  return {
    from,
    to,
    retries: checkWhole('retries', given.retries ?? 3, 0, 10),
    signal: given.signal,
    onRetry: given.onRetry ?? (() => undefined),
  };
}
