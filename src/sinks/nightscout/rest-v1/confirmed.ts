import type { NightscoutEntry } from '../entry.ts';
import { isoInstant } from '../iso-instant.ts';

/**
 * Which of the entries sent an answer confirms: the site answers with what it stored, one row an entry, in order.
 * An answer of another length confirms none, as it does not say which are missing.
 */
export function confirmed(
  answer: unknown,
  sent: readonly NightscoutEntry[],
): readonly NightscoutEntry[] {
  if (!Array.isArray(answer) || answer.length !== sent.length) return [];
  return sent.filter((entry, index) => says(answer[index], entry));
}

/** True when a row names the entry’s type, value and instant and contradicts none of them. */
function says(row: unknown, entry: NightscoutEntry): boolean {
  if (typeof row !== 'object' || row === null) return false;
  const { type, sgv, sysTime, dateString, date } = row as Record<string, unknown>;
  if (type !== entry.type || sgv !== entry.sgv) return false;
  const texts = [sysTime, dateString].filter((text) => text !== undefined);
  if (texts.some((text) => isoInstant(text) !== entry.date)) return false;
  return date === entry.date || (date === undefined && texts.length > 0);
}
