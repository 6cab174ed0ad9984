import type { DexcomErrorCode, DexcomErrorKind } from './dexcom-error-code.ts';

/**
 * The one error of this package. `code` says what happened, `kind` what to do about it. No message holds a password, a token
 * or a session. A call that was ended by its signal rejects with the signal’s reason instead, and what a token store of
 * yours throws comes through as it is.
 */
export class DexcomError extends Error {
  override readonly name: string = 'DexcomError';
  readonly code: DexcomErrorCode;
  readonly kind: DexcomErrorKind;
  /** Before this instant (ms since 1970) trying again is in vain; missing where Dexcom did not say. */
  readonly retryAt: number | undefined;

  constructor(
    code: DexcomErrorCode,
    kind: DexcomErrorKind,
    message: string,
    detail: { readonly retryAt?: number; readonly cause?: unknown } = {},
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.kind = kind;
    this.retryAt = detail.retryAt;
  }
}
