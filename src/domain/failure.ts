import type { EpochMs } from './instant.ts';

/**
 * The kind alone decides what happens:
 * `transient` retry with backoff · `throttled` wait until `retryAt` · `credentials` latch ·
 * `refused` set the record aside · `config` stop at start · `bug` crash, the journal makes that safe.
 */
export type FailureKind = 'transient' | 'throttled' | 'credentials' | 'refused' | 'config' | 'bug';

/** Extras of a failure. */
export interface FailureDetail {
  /** Earliest instant at which trying again makes sense. */
  readonly retryAt?: EpochMs;
  /** The foreign error. Never printed whole: it may hold a secret. */
  readonly cause?: unknown;
}

/**
 * The one error of the house. `code` is `<room>.<what>` and is listed in docs/ERRORS.md;
 * `message` tells an operator what to do and never holds a secret.
 */
export class BridgeFailure extends Error {
  override readonly name = 'BridgeFailure';
  readonly code: string;
  readonly kind: FailureKind;
  readonly retryAt: EpochMs | undefined;

  constructor(code: string, kind: FailureKind, message: string, detail: FailureDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.kind = kind;
    this.retryAt = detail.retryAt;
  }
}

/** Any thrown thing as a failure: what is not one of ours is a bug. */
export function asFailure(thrown: unknown): BridgeFailure {
  if (thrown instanceof BridgeFailure) return thrown;
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'not an Error';
  return new BridgeFailure(
    'bridge.bug',
    'bug',
    `This is a fault in the bridge, please report it: ${text}`,
    {
      cause: thrown,
    },
  );
}
