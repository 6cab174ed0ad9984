import { epochMs, MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';
import type { StateSlot } from '../../../domain/state-slot.ts';
import type { Clock } from '../../../platform/clock.ts';
import { keyedFingerprint } from '../../../platform/fingerprint.ts';
import type { Secret } from '../../../platform/secret.ts';

/** The right to spend the refresh token, held by one process at a time. */
export interface Lease {
  /** Somebody began to spend this very token and was cut off before its answer was kept. */
  readonly wasInterrupted: boolean;
  /**
   * Lets it go; never fails: what cannot be written runs out by itself.
   * @param isSettled false while it is unknown what became of the token; then an interruption stays on record
   */
  release(isSettled: boolean): Promise<void>;
}

/** Gives the lease to one at a time, across processes. */
export interface RefreshLease {
  /** The lease for spending this token, or undefined while another holds it. */
  take(refreshToken: Secret): Promise<Lease | undefined>;
}

/** What the slot holds while the lease is held, as JSON. */
interface Held {
  readonly version: 1;
  readonly holder: string;
  /** When it runs out. */
  readonly until: EpochMs;
  /** Mark of the refresh token that is being spent. */
  readonly spending: string;
}

/** Longer than a request may take together with the tries to keep its answer. */
export const LEASE_MS = 2 * MINUTE_MS;

/** In the slot when nobody holds it. */
const FREE = '{}';

/**
 * Tokens are long and random: a mark cannot be tried against guesses, and it must stay the same on another machine or
 * under a new key of the installation.
 */
const markOf = keyedFingerprint('web-api refresh token');

/** @param slot `lease:web-api` · @param holder tells one process from another, for people */
export function createRefreshLease(slot: StateSlot, clock: Clock, holder: string): RefreshLease {
  /** The lease of another as it was first seen: by our own clock, whatever the other’s clock says, it ends LEASE_MS later. */
  let seen: { readonly text: string; readonly at: EpochMs } | undefined;
  /** Our own, where it could not be let go. */
  let unreleased: string | undefined;

  function isOver(text: string, { until }: Held): boolean {
    const now = clock.now();
    if (seen?.text !== text) seen = { text, at: now };
    return now >= until || now - seen.at >= LEASE_MS;
  }

  return {
    async take(refreshToken) {
      const text = await slot.read();
      const held = text === unreleased ? undefined : parseHeld(text);
      if (held !== undefined && !isOver(text ?? '', held)) return undefined;
      const spending = markOf(refreshToken.reveal());
      const until = epochMs(clock.now() + LEASE_MS);
      const mine = JSON.stringify({ version: 1, holder, until, spending } satisfies Held);
      // Should the slot fail here, nobody knows whether it was written; it is ours in any case.
      unreleased = mine;
      const isOurs = await slot.swap(text, mine);
      unreleased = undefined;
      if (!isOurs) return undefined;
      seen = undefined;
      const wasInterrupted = held?.spending === spending;
      return {
        wasInterrupted,
        async release(isSettled) {
          const isOnRecord = wasInterrupted && !isSettled;
          const left = { version: 1, holder, until: clock.now(), spending } satisfies Held;
          unreleased = isOnRecord ? undefined : mine;
          try {
            await slot.swap(mine, isOnRecord ? JSON.stringify(left) : FREE);
            unreleased = undefined;
          } catch {
            // A later take by us goes over it; another waits until it has run out.
          }
        },
      };
    },
  };
}

/** Undefined for anything that is no lease: it is free. */
function parseHeld(text: string | undefined): Held | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return undefined;
    const { holder, until, spending } = value as Partial<Record<keyof Held, unknown>>;
    if (typeof holder !== 'string' || typeof spending !== 'string') return undefined;
    return typeof until === 'number'
      ? { version: 1, holder, until: epochMs(until), spending }
      : undefined;
  } catch {
    return undefined;
  }
}
