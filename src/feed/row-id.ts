import { createHash } from 'node:crypto';
import type { JournalRecord } from '../domain/journal-record.ts';

/** What a row is of; two bits of its `_id`. */
const ROW_KINDS = ['reading', 'meter', 'treatment', 'status'] as const;

/** What a row is of: no two of different kinds have the same `_id`. */
export type RowKind = (typeof ROW_KINDS)[number];

/** Room for a system time, or for a hash, in the last thirteen digits. */
const TAIL_SPAN = 2 ** 52;
const TAIL_DIGITS = 13;

/**
 * The `_id` of a row, 24 hex digits: seconds of `at` (8 digits), its milliseconds and the kind (3), and what tells rows of the same
 * millisecond apart (13): the system time of a reading, a hash of the identifier of anything else, which may move in time.
 * So ids grow as the journal does, the same record has the same one for ever, and that of a reading tells where to look.
 * @param at when the journal first held the record, UTC ms
 * @param of the system time in ms, or the document's `identifier`
 */
export function rowId(kind: RowKind, at: JournalRecord['recordedAt'], of: number | string): string {
  const seconds = Math.floor(at / 1000) % 2 ** 32;
  const fraction = (((at % 1000) + 1000) % 1000) * ROW_KINDS.length + ROW_KINDS.indexOf(kind);
  const tail =
    typeof of === 'string'
      ? createHash('sha256').update(of).digest('hex').slice(0, TAIL_DIGITS)
      : hex(((of % TAIL_SPAN) + TAIL_SPAN) % TAIL_SPAN, TAIL_DIGITS);
  return hex(seconds, 8) + hex(fraction, 3) + tail;
}

/** What an `_id` tells: its kind, and of a reading the system time in UTC ms. Undefined for what is no `_id`. */
export function readRowId(
  id: string,
): { readonly kind: RowKind; readonly systemTime: number } | undefined {
  if (!/^[0-9a-f]{24}$/i.test(id)) return undefined;
  const kind = ROW_KINDS[Number.parseInt(id.slice(8, 11), 16) % ROW_KINDS.length] ?? 'reading';
  const tail = Number.parseInt(id.slice(11), 16);
  return { kind, systemTime: tail < TAIL_SPAN / 2 ? tail : tail - TAIL_SPAN };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
