import { createHmac } from 'node:crypto';

/** Turns credentials into a mark that changes when they change and tells nothing about them. */
export type Fingerprint = (...parts: readonly string[]) => string;

/** @param key random text that stays on this machine; without it a short password could be guessed from its mark. */
export function keyedFingerprint(key: string): Fingerprint {
  return (...parts) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}
