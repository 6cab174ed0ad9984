import { createHash } from 'node:crypto';

/**
 * The `_id` of a document that is known by its identifier, as 24 hex digits: four bytes of seconds, so that ids grow with time
 * as Nightscout's do, and eight of a hash. Two bridges that write the same document in the same moment collide instead
 * of doubling it. Only for a row that is new: one that lies there keeps its own.
 */
export function documentObjectId({
  identifier,
  date,
}: {
  readonly identifier: string;
  /** UTC ms. */
  readonly date: number;
}): string {
  const seconds = Math.floor(date / 1000) % 2 ** 32;
  const hash = createHash('sha256').update(identifier).digest('hex').slice(0, 16);
  return seconds.toString(16).padStart(8, '0') + hash;
}
