import { createHash } from 'node:crypto';

/** A UUID of version 5, by RFC 9562. @param space 16 bytes */
export function version5(space: Uint8Array, name: string): string {
  const hash = createHash('sha1').update(space).update(name, 'utf8').digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [0, 8, 12, 16, 20].map((at, index, all) => hex.slice(at, all[index + 1])).join('-');
}

/** The name space of API v3's own identifiers. */
export const NIGHTSCOUT_SPACE = Buffer.from('NightscoutRocks!', 'latin1');

/** The name space of the bridge's further documents, as it will be for ever. */
export const BRIDGE_SPACE = Buffer.from('6b8f9d523c1e4f0a9a570d2c7be41f63', 'hex');
