import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Random bytes that nobody can guess. */
export type RandomBytes = (size: number) => Uint8Array;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a text: nonce, ciphertext and tag in one piece.
 * @param bound what the piece belongs to: it opens nowhere else
 */
export function sealText(
  text: string,
  key: Uint8Array,
  bound: readonly string[],
  randomBytes: RandomBytes,
): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated(bound));
  // As JSON, so that any text comes back as it went in, half surrogates too.
  const parts = [nonce, cipher.update(JSON.stringify(text), 'utf8'), cipher.final()];
  return Buffer.concat([...parts, cipher.getAuthTag()]);
}

/** The text, or `undefined` where the piece was changed, belongs elsewhere or was sealed with another key. */
export function openText(
  piece: Uint8Array,
  key: Uint8Array,
  bound: readonly string[],
): string | undefined {
  if (piece.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = piece.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated(bound));
  decipher.setAuthTag(piece.subarray(-TAG_BYTES));
  try {
    const inner = [decipher.update(piece.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
    const text: unknown = JSON.parse(Buffer.concat(inner).toString('utf8'));
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

function associated(bound: readonly string[]): Uint8Array {
  return Buffer.from(JSON.stringify(bound), 'utf8');
}
