/** What came of asking the bridge. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** The visitor may not read, or no longer. */
  | { readonly kind: 'refused' }
  /** No answer, or none that can be used. */
  | { readonly kind: 'lost' };

/** Longest wait for an answer, in ms. */
const PATIENCE_MS = 12_000;

/** Asks for JSON of ours; never rejects. @param address relative to the document. */
export async function ask<T>(address: string): Promise<Answer<T>> {
  try {
    const answer = await fetch(address, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      cache: 'no-store',
      credentials: 'same-origin',
      headers: { accept: 'application/json' },
    });
    if (answer.status === 401 || answer.status === 429) return { kind: 'refused' };
    if (!answer.ok) return { kind: 'lost' };
    return { kind: 'ok', value: (await answer.json()) as T };
  } catch {
    return { kind: 'lost' };
  }
}
