import type { BridgeFailure } from '../domain/failure.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import { backoffMs, type Backoff } from '../platform/backoff.ts';
import type { Random } from '../platform/random.ts';

/** What a loop does about a failure. */
export type Reaction =
  | { readonly act: 'retry'; readonly at: EpochMs }
  | { readonly act: 'latch' }
  | { readonly act: 'crash' };

/** Quick at first (a lost packet), then at the pace of readings: a service that is down is not hammered. */
const TRANSIENT: Backoff = { firstMs: 5 * SECOND_MS, longestMs: 5 * MINUTE_MS };

/** For a server that asked for patience without saying how much. */
const THROTTLED: Backoff = { firstMs: MINUTE_MS, longestMs: HOUR_MS };

/** A wrong setting that only showed while running: a person must act, the next look is soon after. */
const MISCONFIGURED: Backoff = { firstMs: 15 * MINUTE_MS, longestMs: 15 * MINUTE_MS };

/** A server’s wish is honoured, but none keeps glucose away for longer than this. */
const LONGEST_WISH_MS = HOUR_MS;

/**
 * The kind alone decides. Pure.
 * @param failures how many times in a row it failed, this one included.
 */
export function reactTo(
  failure: BridgeFailure,
  failures: number,
  now: EpochMs,
  random: Random,
): Reaction {
  switch (failure.kind) {
    case 'transient':
      return retry(TRANSIENT);
    case 'throttled':
      return retry(THROTTLED);
    case 'config':
      return retry(MISCONFIGURED);
    case 'credentials':
      return { act: 'latch' };
    case 'refused':
      // A refusal of single records comes in a receipt; a whole answer refused is tried again like an outage.
      return retry(TRANSIENT);
    case 'bug':
      return { act: 'crash' };
  }

  function retry(shape: Backoff): Reaction {
    const ownMs = backoffMs(failures, shape, random);
    if (failure.retryAt === undefined) return { act: 'retry', at: epochMs(now + ownMs) };
    const wish = Math.min(Math.max(failure.retryAt, now), now + LONGEST_WISH_MS);
    // A wish that was granted and did not help is no longer the only guide.
    const at = failures <= 2 ? wish + spread(random) : Math.max(wish, now + ownMs);
    return { act: 'retry', at: epochMs(Math.round(at)) };
  }
}

/** Bridges told to come back at one instant come back over the next two seconds. */
function spread(random: Random): number {
  return random.next() * 2 * SECOND_MS;
}
