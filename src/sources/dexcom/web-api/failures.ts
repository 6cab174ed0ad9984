import { BridgeFailure, type FailureDetail, type FailureKind } from '../../../domain/failure.ts';

/** Every failure of this source, with its kind. No message repeats a word of Dexcom’s, but for `window` (explanation.ts). */
const KINDS = {
  not_authorised: 'credentials',
  other_application: 'credentials',
  client_refused: 'credentials',
  grant_refused: 'transient',
  grant_dead: 'credentials',
  grant_lost: 'credentials',
  unauthorised: 'transient',
  request_refused: 'config',
  code_refused: 'credentials',
  tokens_unsaved: 'transient',
  token_unreadable: 'transient',
  token_failed: 'transient',
  window: 'refused',
  forbidden: 'throttled',
  not_found: 'config',
  throttled: 'throttled',
  budget_spent: 'throttled',
  unavailable: 'transient',
  unreadable: 'transient',
  redirected: 'transient',
  unexpected_status: 'transient',
  redirect_unreadable: 'credentials',
  redirect_state: 'credentials',
  redirect_denied: 'credentials',
  redirect_failed: 'credentials',
  redirect_no_code: 'credentials',
} as const satisfies Record<string, FailureKind>;

/** The part of a failure’s code after `web-api.`. */
export type WebApiFailureName = keyof typeof KINDS;

/** A failure of this source; its kind follows from its name. */
export function webApiFailure(
  name: WebApiFailureName,
  message: string,
  detail: FailureDetail = {},
): BridgeFailure {
  return new BridgeFailure(`web-api.${name}`, KINDS[name], message, detail);
}

/** A pair came that is in memory only. */
export function tokensUnsaved(cause: unknown): BridgeFailure {
  return webApiFailure(
    'tokens_unsaved',
    'Dexcom gave new tokens, and they cannot be written down (disk full, or the database away?). The bridge holds them and tries again; do not stop it before that is mended, or `nightscout-dexcom-bridge authorize` is needed again.',
    { cause },
  );
}
