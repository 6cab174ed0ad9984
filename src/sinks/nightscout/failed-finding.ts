import { BridgeFailure } from '../../domain/failure.ts';
import type { ProbeFinding } from '../sink.ts';

/** What a probe finds where a step of it failed. @throws what was thrown, where it is none of the bridge's failures */
export function failedFinding(what: string, thrown: unknown): ProbeFinding {
  if (!(thrown instanceof BridgeFailure)) throw thrown;
  return { what, ok: false, detail: thrown.message, failure: thrown };
}
