import { BridgeFailure } from '../../domain/failure.ts';

/** What this room keeps in a column. */
export type SqlValue = string | number | null;

/** One row, by column name. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

// QUIRK(libsql, 2026-11): a text is read back only up to its first NUL; half a surrogate pair becomes U+FFFD in both drivers.
const DOES_NOT_SURVIVE = /\u0000|\p{Surrogate}/u;

/**
 * Checks a value before it is bound, so that nothing a driver would refuse, round or crash on ever reaches it.
 * Any text survives: one that a driver would damage is kept as JSON, and so is one that looks like JSON text.
 * @throws BridgeFailure `journal.misuse` for a number that is not finite, and for anything but text, number and null.
 */
export function toBound(value: unknown): SqlValue {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    return value.startsWith('"') || DOES_NOT_SURVIVE.test(value) ? JSON.stringify(value) : value;
  }
  const what = typeof value === 'number' ? `${value}` : `a value of type ${typeof value}`;
  throw new BridgeFailure('journal.misuse', 'bug', `The journal was misused: ${what} was bound.`);
}

/** A row as it was bound. @throws RangeError for a number too large to be read exactly, or a column type we never write. */
export function fromRow(raw: Record<string, unknown>): SqlRow {
  const row: Record<string, SqlValue> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value === 'string') row[name] = fromText(value);
    else if (value === null || (typeof value === 'number' && isExact(value))) row[name] = value;
    else throw new RangeError(`column ${name} holds a value that this journal never writes`);
  }
  return row;
}

function fromText(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

/** QUIRK(libsql, 2026-11): an integer beyond 2^53 is rounded without a word. */
function isExact(value: number): boolean {
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}
