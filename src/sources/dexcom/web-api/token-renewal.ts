import { epochMs } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Random } from '../../../platform/random.ts';
import type { UrgentWork } from '../../../platform/urgent-work.ts';
import type { CallBudget } from './call-budget.ts';
import { tokensUnsaved } from './failures.ts';
import type { WebApiOptions } from './options.ts';
import type { Lease, RefreshLease } from './refresh-lease.ts';
import { saveHard } from './save-hard.ts';
import { countRefusal, refusalFailure } from './spaced-refusals.ts';
import type { Exchanged, TokenExchange } from './token-exchange.ts';
import type { Refusals, TokenRecord } from './token-record.ts';
import { isSame, type StoredTokens, type TokenStore } from './token-store.ts';

/** What renewing tokens takes. */
export interface RenewalParts {
  readonly options: WebApiOptions;
  readonly exchange: TokenExchange;
  readonly store: TokenStore;
  readonly lease: RefreshLease;
  readonly budget: CallBudget;
  readonly clock: Clock;
  readonly random: Random;
  readonly urgent: UrgentWork;
}

/** What came of a try to renew. */
export type Renewed =
  | { readonly kind: 'renewed'; readonly tokens: TokenRecord }
  /** Another process is at it. */
  | { readonly kind: 'held' }
  /** What is stored has changed meanwhile: look again. */
  | { readonly kind: 'changed' };

/** One renewal at a time; each runs to its end whatever is stopped meanwhile. */
export interface TokenRenewal {
  /** Joins the renewal that is under way, or begins one. */
  renew(
    stored: StoredTokens,
    tokens: TokenRecord,
    refusals: Refusals | undefined,
  ): Promise<Renewed>;
  /** Writes a pair that an earlier renewal brought and could not keep. Until that succeeds nothing is renewed. */
  keepUnsaved(): Promise<void>;
  /** Resolves when no renewal is under way; never rejects. */
  settled(): Promise<void>;
}

/** @param keepRefusal never fails */
export function createTokenRenewal(
  parts: RenewalParts,
  keepRefusal: (tokens: TokenRecord, refusals: Refusals) => Promise<void>,
): TokenRenewal {
  const { exchange, store, lease, clock, random, urgent } = parts;
  let running: Promise<Renewed> | undefined;
  let unsaved:
    { readonly spent: TokenRecord; readonly next: TokenRecord; readonly held: Lease } | undefined;

  async function renewOnce(
    stored: StoredTokens,
    tokens: TokenRecord,
    refusals: Refusals | undefined,
  ): Promise<Renewed> {
    const held = await lease.take(tokens.refreshToken);
    if (held === undefined) return { kind: 'held' };
    let isSettled = true;
    try {
      // Another may have finished between our look and our turn.
      if ((await store.read()).text !== stored.text) return { kind: 'changed' };
      isSettled = false;
      const answer = await exchange.refresh(tokens.refreshToken);
      isSettled = true;
      if (answer.kind === 'granted') return await keep(tokens, nextTokens(tokens, answer), held);
      return await refuse(
        tokens,
        countRefusal(refusals, 'grant', held.wasInterrupted, clock.now()),
      );
    } finally {
      // A pair that is only in memory keeps the lease: whoever finds it knows that this token is spent.
      if (unsaved === undefined) await held.release(isSettled);
    }
  }

  async function keep(spent: TokenRecord, next: TokenRecord, held: Lease): Promise<Renewed> {
    unsaved = { spent, next, held };
    try {
      const kept = await saveHard(() => store.replace(spent.refreshToken, next), clock, random);
      unsaved = undefined;
      return isSame(kept.refreshToken, next.refreshToken)
        ? { kind: 'renewed', tokens: kept }
        : { kind: 'changed' };
    } catch (thrown) {
      throw tokensUnsaved(thrown);
    }
  }

  async function refuse(tokens: TokenRecord, refusals: Refusals): Promise<Renewed> {
    const { tokens: now } = await store.read().catch(() => ({ tokens }));
    if (now !== undefined && !isSame(now.refreshToken, tokens.refreshToken)) {
      return { kind: 'changed' };
    }
    await keepRefusal(tokens, refusals);
    throw refusalFailure(refusals);
  }

  return {
    renew(stored, tokens, refusals) {
      running ??= urgent
        .run(() => renewOnce(stored, tokens, refusals))
        .finally(() => (running = undefined));
      return running;
    },
    async keepUnsaved() {
      const waiting = unsaved;
      if (waiting === undefined || running !== undefined) return;
      await urgent.run(async () => {
        try {
          await store.replace(waiting.spent.refreshToken, waiting.next);
        } catch (thrown) {
          throw tokensUnsaved(thrown);
        }
        if (unsaved !== waiting) return;
        unsaved = undefined;
        await waiting.held.release(true);
      });
    },
    async settled() {
      await running?.catch(() => undefined);
    },
  };
}

/** The pair that follows these. Where no refresh token came the old one stays good (RFC 6749 6). */
function nextTokens(
  tokens: TokenRecord,
  { grant, sentAt }: Extract<Exchanged, { kind: 'granted' }>,
): TokenRecord {
  return {
    ...tokens,
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken ?? tokens.refreshToken,
    obtainedAt: sentAt,
    expiresAt: epochMs(sentAt + grant.lifetimeMs),
  };
}
