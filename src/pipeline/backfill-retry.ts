import { asFailure, type BridgeFailure } from '../domain/failure.ts';
import { MINUTE_MS, type EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { reactTo } from './retry-policy.ts';

/** What somebody who watches a command waits for. */
export interface BriefRetry {
  readonly clock: Clock;
  readonly random: Random;
  /** Tries in all, the first included. */
  readonly tries: number;
  /** Told of each failure that is followed by another try. */
  readonly failed: (failure: BridgeFailure, retryAt: EpochMs) => void;
}

/** Tries of one request before it is given up: with the waits between them, half a minute of an outage. */
export const USUAL_TRIES = 4;

/** A server that wants to be left alone for longer is left alone: the command ends and is called again later. */
const LONGEST_WAIT_MS = 15 * MINUTE_MS;

/**
 * Tries again after an outage or a rate limit, and only then: nothing else passes by itself while somebody waits.
 * @throws the last failure; the signal’s reason when it is aborted
 */
export async function retryBriefly<T>(
  { clock, random, tries, failed }: BriefRetry,
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (thrown) {
      signal.throwIfAborted();
      const failure = asFailure(thrown);
      const now = clock.now();
      const mayPass = failure.kind === 'transient' || failure.kind === 'throttled';
      const isLong = (failure.retryAt ?? now) - now > LONGEST_WAIT_MS;
      if (!mayPass || isLong || failures >= tries) throw failure;
      const reaction = reactTo(failure, failures, now, random);
      if (reaction.act !== 'retry') throw failure;
      failed(failure, reaction.at);
      await clock.sleep(reaction.at - now, signal);
    }
  }
}
