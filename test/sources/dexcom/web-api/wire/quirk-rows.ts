import { expect, test } from '@jest/globals';
import type { HistoryList } from '../../../../../src/sources/history-source.ts';
import { translate } from './wire-records.ts';

/** A record as it was seen, and what it becomes; null is a field that must not be there. */
export type QuirkRow = readonly [
  quirk: string,
  list: HistoryList,
  record: object,
  expected: Readonly<Record<string, unknown>>,
];

/** One test a row: the record is one observation with those fields, and nothing is set aside. */
export function testQuirks(rows: readonly QuirkRow[]): void {
  test.each(rows)('%s (%s)', (_, list, record, expected) => {
    const { observations, skipped } = translate(list, record);
    expect(skipped).toEqual([]);
    expect(observations).toHaveLength(1);
    for (const [field, value] of Object.entries(expected)) {
      if (value === null) expect(observations[0]).not.toHaveProperty(field);
      else expect(observations[0]).toHaveProperty(field, value);
    }
  });
}
