import { createHash } from 'node:crypto';
import type { NightscoutEntry } from '../entry.ts';

/**
 * The `_id` of an entry as 24 hex digits: four bytes of seconds, so that ids grow with time as Nightscout's do, and eight of
 * a hash of the key. Two bridges that write the same reading in the same moment collide instead of doubling it.
 */
export function entryObjectId(entry: NightscoutEntry): string {
  const seconds = Math.floor(entry.date / 1000) % 2 ** 32;
  const hash = createHash('sha256').update(`${entry.app} ${entry.type} ${entry.sysTime}`);
  return seconds.toString(16).padStart(8, '0') + hash.digest('hex').slice(0, 16);
}
