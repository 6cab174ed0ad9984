/**
 * Where a `WebApiClient` keeps what must outlive the program: texts under a few fixed keys, for one person and one
 * application. The texts hold tokens that open the account: keep them as you keep passwords.
 *
 * Dexcom takes each refresh token once, so a new pair is used only after `write` (or `swap`) has resolved: resolve when the
 * text is durable, not before. What these methods throw comes through to the caller.
 */
export interface TokenStore {
  /** The text under a key; undefined: none. */
  read(key: string): Promise<string | undefined>;
  /** Keeps a text under a key, over what was there. */
  write(key: string, text: string): Promise<void>;
  /**
   * Keeps `next` if the text under the key is `expected` (undefined: none), in one step; whether it did. Needed only where several
   * programs, or several clients, share a store; else the client compares and writes, one change at a time.
   */
  swap?(key: string, expected: string | undefined, next: string): Promise<boolean>;
}

/** Keeps tokens in memory: they end with the program, and the person has to give permission anew. */
export class MemoryTokenStore implements TokenStore {
  readonly #texts: Map<string, string> = new Map();

  async read(key: string): Promise<string | undefined> {
    return this.#texts.get(key);
  }

  async write(key: string, text: string): Promise<void> {
    this.#texts.set(key, text);
  }

  async swap(key: string, expected: string | undefined, next: string): Promise<boolean> {
    if (this.#texts.get(key) !== expected) return false;
    this.#texts.set(key, next);
    return true;
  }
}
