import { BridgeFailure, type FailureDetail, type FailureKind } from '../../../domain/failure.ts';

/**
 * Every failure of this source, with its kind. `share.bad_url` is thrown by server-address.ts.
 * No message repeats a word of Dexcom’s: its explanations hold session ids and user names.
 */
const KINDS = {
  login_refused: 'credentials',
  login_malformed: 'credentials',
  account_locked: 'credentials',
  not_consented: 'credentials',
  session_lost: 'transient',
  empty_answer: 'transient',
  uploader_code: 'transient',
  unavailable: 'transient',
  throttled: 'throttled',
  blocked: 'transient',
  not_found: 'transient',
  unknown_code: 'transient',
  unexpected_answer: 'transient',
} as const satisfies Record<string, FailureKind>;

/** The part of a failure’s code after `share.`. */
export type ShareFailureName = keyof typeof KINDS;

/** A failure of this source; its kind follows from its name. */
export function shareFailure(
  name: ShareFailureName,
  message: string,
  detail: FailureDetail = {},
): BridgeFailure {
  return new BridgeFailure(`share.${name}`, KINDS[name], message, detail);
}
