import type { BridgeFailure } from '../domain/failure.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import { backoffMs, type Backoff } from '../platform/backoff.ts';
import type { Random } from '../platform/random.ts';

/** What a loop does about a failure. */
export type Reaction =
  | { readonly act: 'retry'; readonly at: EpochMs }
  | { readonly act: 'latch' }
  | { readonly act: 'crash' };

/** How long a loop waits after a failure. */
export interface Patience {
  readonly transient: Backoff;
  /** For a server that asked for patience without saying how much. */
  readonly throttled: Backoff;
  /** A wrong setting that only showed while running: a person must act, the next look is soon after. */
  readonly misconfigured: Backoff;
  /** The longest wish of a server that is honoured, in ms. */
  readonly longestWishMs: number;
}

/**
 * For the newest readings. Quick at first (a lost packet), then at the pace of readings: a service that is down is not
 * hammered. A server’s wish is honoured, but none keeps glucose away for longer than an hour.
 */
export const GLUCOSE_PATIENCE: Patience = {
  transient: { firstMs: 5 * SECOND_MS, longestMs: 5 * MINUTE_MS },
  throttled: { firstMs: MINUTE_MS, longestMs: HOUR_MS },
  misconfigured: { firstMs: 15 * MINUTE_MS, longestMs: 15 * MINUTE_MS },
  longestWishMs: HOUR_MS,
};

/** For history, which is late anyway: a service without access for us, or a grant in doubt, is asked after hours. */
export const HISTORY_PATIENCE: Patience = {
  ...GLUCOSE_PATIENCE,
  transient: { firstMs: 5 * SECOND_MS, longestMs: 15 * MINUTE_MS },
  longestWishMs: DAY_MS,
};

/**
 * The kind alone decides. Pure.
 * @param failures how many times in a row it failed, this one included.
 */
export function reactTo(
  failure: BridgeFailure,
  failures: number,
  now: EpochMs,
  random: Random,
  patience: Patience = GLUCOSE_PATIENCE,
): Reaction {
  switch (failure.kind) {
    case 'transient':
      return retry(patience.transient);
    case 'throttled':
      return retry(patience.throttled);
    case 'config':
      return retry(patience.misconfigured);
    case 'credentials':
      return { act: 'latch' };
    case 'refused':
      // A refusal of single records comes in a receipt; a whole answer refused is tried again like an outage.
      return retry(patience.transient);
    case 'bug':
      return { act: 'crash' };
  }

  function retry(shape: Backoff): Reaction {
    const ownMs = backoffMs(failures, shape, random);
    if (failure.retryAt === undefined) return { act: 'retry', at: epochMs(now + ownMs) };
    const wish = Math.min(Math.max(failure.retryAt, now), now + patience.longestWishMs);
    // A wish that was granted and did not help is no longer the only guide.
    const at = failures <= 2 ? wish + spread(random) : Math.max(wish, now + ownMs);
    return { act: 'retry', at: epochMs(Math.round(at)) };
  }
}

/** Bridges told to come back at one instant come back over the next two seconds. */
function spread(random: Random): number {
  return random.next() * 2 * SECOND_MS;
}
