import type { BridgeFailure } from '../domain/failure.ts';

/** How one full pass of a loop ended. */
export interface PassResult {
  readonly outcome: 'ok' | 'failed' | 'latched';
  /** Why, unless it is `ok`. */
  readonly failure?: BridgeFailure;
}
