import type { ListName, Row, WireRecord } from './wire-record.ts';

/** An oddity of single records, as it was seen at Dexcom or must be expected. */
export interface RecordQuirk {
  /** What is odd, in a few words. */
  readonly about: string;
  readonly lists: readonly ListName[];
  /** True: something of the truth cannot be read off the record any more. */
  readonly isLossy?: true;
  readonly apply: (record: WireRecord, row: Row) => WireRecord;
}

/** The record without some of its fields. */
export function without(record: WireRecord, ...names: readonly string[]): WireRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

/** The record with every text field of these names rewritten. */
export function rewrite(
  record: WireRecord,
  names: RegExp,
  change: (text: string) => string,
): WireRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      names.test(name) && typeof value === 'string' ? change(value) : value,
    ]),
  );
}
