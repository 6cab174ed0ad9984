import type { StateSlot } from '../../../domain/state-slot.ts';
import type { Secret } from '../../../platform/secret.ts';
import { webApiFailure } from './failures.ts';
import { decodeTokens, encodeTokens, type Refusals, type TokenRecord } from './token-record.ts';

/** What the slot held at one moment. */
export interface StoredTokens {
  /** The whole content: another text is another state. */
  readonly text: string | undefined;
  /** Undefined where there are none, or none that can be read. */
  readonly tokens: TokenRecord | undefined;
}

/**
 * The kept tokens of one account. Others write beside us (another bridge, `authorize`), so that every change is one
 * step from a state that was seen to the next. Throws what the slot throws.
 */
export interface TokenStore {
  read(): Promise<StoredTokens>;
  /**
   * Puts a new pair in the place of the spent one. Whoever authorised meanwhile wins: then nothing is written.
   * May be called again after a failure. Gives what is kept afterwards.
   */
  replace(spent: Secret, next: TokenRecord): Promise<TokenRecord>;
  /** Keeps the refusals of this refresh token (undefined: none any more), unless there is another one by now. */
  note(refreshToken: Secret, refusals: Refusals | undefined): Promise<void>;
  /** Puts a pair there whatever there was: a person has just agreed to it. */
  put(next: TokenRecord): Promise<void>;
}

/** A slot that changes more often between a look and a write is broken. */
const MOST_ROUNDS = 10;

/** @param slot `tokens:web-api` */
export function createTokenStore(slot: StateSlot): TokenStore {
  /** Runs `next` on the present state until it could be written or has nothing to write. */
  async function change(
    next: (now: StoredTokens) => TokenRecord | undefined,
  ): Promise<TokenRecord | undefined> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const now = await read();
      const wanted = next(now);
      if (wanted === undefined) return now.tokens;
      const text = encodeTokens(wanted);
      // An earlier try may have been written though it failed to say so.
      if (text === now.text || (await slot.swap(now.text, text))) return wanted;
    }
    throw webApiFailure(
      'tokens_unsaved',
      'The stored tokens change all the time: is more than one bridge running for this account? Stop all but one.',
    );
  }

  async function read(): Promise<StoredTokens> {
    const text = await slot.read();
    return { text, tokens: decodeTokens(text) };
  }

  return {
    read,
    async replace(spent, next) {
      const kept = await change(({ tokens }) => {
        const isNewer = tokens !== undefined && !isSame(tokens.refreshToken, spent);
        return isNewer && !isSame(tokens.refreshToken, next.refreshToken) ? undefined : next;
      });
      return kept ?? next;
    },
    async note(refreshToken, refusals) {
      await change(({ tokens }) => {
        if (tokens === undefined || !isSame(tokens.refreshToken, refreshToken)) return undefined;
        const { refusals: _, ...rest } = tokens;
        return refusals === undefined ? rest : { ...rest, refusals };
      });
    },
    put: (next) => slot.write(encodeTokens(next)),
  };
}

/** Whether both are the same text. */
export function isSame(one: Secret, other: Secret): boolean {
  return one.reveal() === other.reveal();
}
