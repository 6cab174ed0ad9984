import { MINUTE_MS, type EpochMs } from '../../../domain/instant.ts';
import { orAborted } from './or-aborted.ts';
import { ownTokens } from './own-tokens.ts';
import { countRefusal, isWaiting, refusalFailure } from './spaced-refusals.ts';
import type { Refusals, TokenRecord } from './token-record.ts';
import { createTokenRenewal, type RenewalParts } from './token-renewal.ts';
import { isSame } from './token-store.ts';

/**
 * Holds one account’s tokens and is the only place that renews them: one renewal at a time, across processes, its pair
 * durable before it is used. The stored pair is looked at before each use, so that what `authorize` or another bridge
 * writes beside us counts at once. Throws BridgeFailure `web-api.…`, `http.…`, that of the slot, or the signal’s reason.
 */
export interface TokenKeeper {
  /** Tokens that are good for at least a minute more, renewed where need be. */
  current(signal: AbortSignal): Promise<TokenRecord>;
  /** Others than these, which were answered 401; renewed unless that has happened already. */
  renew(refused: TokenRecord, signal: AbortSignal): Promise<TokenRecord>;
  /** Counts that these were answered 401 just after a renewal, and throws so. */
  refused(tokens: TokenRecord): Promise<never>;
  /** Counts that these were taken: refusals before are forgotten. */
  accepted(tokens: TokenRecord): Promise<void>;
  /** When the person agreed to what is stored now; undefined where nothing is. */
  authorisedAt(): Promise<EpochMs | undefined>;
  /** Waits for a renewal that is under way, and tries once more to keep what could not be kept. */
  close(): Promise<void>;
}

/** An access token is renewed this long before its end, in ms; a short-lived one at half its life. */
const MARGIN_MS = MINUTE_MS;

/** How often it is looked whether another has finished its renewal, in ms. */
const LOOK_MS = 500;

/** Reads and calls nothing until asked. */
export function createTokenKeeper(parts: RenewalParts): TokenKeeper {
  const { options, store, budget, clock } = parts;
  const renewal = createTokenRenewal(parts, keepRefusal);
  /** A refusal that could not be written down: it counts all the same. */
  let unkept: { readonly tokens: TokenRecord; readonly refusals: Refusals } | undefined;

  async function keepRefusal(tokens: TokenRecord, refusals: Refusals): Promise<void> {
    unkept = { tokens, refusals };
    try {
      await store.note(tokens.refreshToken, refusals);
      unkept = undefined;
    } catch {
      // Told by whatever else needs the slot; held in memory until then.
    }
  }

  function refusalsOf(tokens: TokenRecord): Refusals | undefined {
    const isOfThese =
      unkept !== undefined && isSame(unkept.tokens.refreshToken, tokens.refreshToken);
    return isOfThese ? unkept?.refusals : tokens.refusals;
  }

  async function acquire(
    isWanted: (tokens: TokenRecord) => boolean,
    signal: AbortSignal,
  ): Promise<TokenRecord> {
    for (;;) {
      signal.throwIfAborted();
      await renewal.keepUnsaved();
      const stored = await store.read();
      const tokens = ownTokens(stored, options);
      const refusals = refusalsOf(tokens);
      if (refusals !== undefined && isWaiting(refusals, clock.now()))
        throw refusalFailure(refusals);
      if (isWanted(tokens)) return tokens;
      budget.check();
      const renewed = await orAborted(renewal.renew(stored, tokens, refusals), signal);
      if (renewed.kind === 'renewed') return renewed.tokens;
      if (renewed.kind === 'held') await clock.sleep(LOOK_MS, signal);
    }
  }

  return {
    current: (signal) => acquire((tokens) => isFresh(tokens, clock.now()), signal),
    renew: (refused, signal) =>
      acquire(
        (tokens) =>
          !isSame(tokens.accessToken, refused.accessToken) && isFresh(tokens, clock.now()),
        signal,
      ),
    async refused(tokens) {
      const now = clock.now();
      const { tokens: stored } = await store.read();
      if (stored === undefined || !isSame(stored.accessToken, tokens.accessToken)) {
        // They are replaced already: of the new ones nothing is known.
        throw refusalFailure({ count: 1, what: 'data', notBefore: now, isLost: false });
      }
      const before = refusalsOf(stored);
      // Two calls that were refused together are one refusal.
      if (before !== undefined && isWaiting(before, now)) throw refusalFailure(before);
      const refusals = countRefusal(before, 'data', false, now);
      await keepRefusal(stored, refusals);
      throw refusalFailure(refusals);
    },
    async accepted(tokens) {
      if (refusalsOf(tokens) === undefined) return;
      unkept = undefined;
      // Should it not be kept, the next answer says it again.
      await store.note(tokens.refreshToken, undefined).catch(() => undefined);
    },
    authorisedAt: async () => (await store.read()).tokens?.authorisedAt,
    async close() {
      await renewal.settled();
      await renewal.keepUnsaved().catch(() => undefined);
    },
  };
}

function isFresh({ obtainedAt, expiresAt }: TokenRecord, now: EpochMs): boolean {
  const marginMs = Math.min(MARGIN_MS, Math.max(expiresAt - obtainedAt, 0) / 2);
  return now < expiresAt - marginMs;
}
