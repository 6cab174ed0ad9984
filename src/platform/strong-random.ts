import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Chance that nobody can foretell, injected: for secrets that are made here. */
export interface StrongRandom {
  /** A new text of letters, digits, `-` and `_` that holds 256 bits of chance. */
  token(): string;
}

const TOKEN_BYTES = 32;

/** The machine's own. */
export const systemStrongRandom: StrongRandom = {
  token: () => randomBytes(TOKEN_BYTES).toString('base64url'),
};

/** Compares two texts in a time that tells nothing of where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}
