import { describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs } from '../../../../src/domain/instant.ts';
import { toEntry } from '../../../../src/sinks/nightscout/entry.ts';
import { foundRow } from '../../../../src/sinks/nightscout/found-row.ts';
import { planWrites } from '../../../../src/sinks/nightscout/mongo/plan-writes.ts';
import { makeRecord } from '../../../support/make-record.ts';

const BASE = epochMs(1_700_000_000_123);
const entries = [0, 1, 2].map((number) => toEntry(makeRecord(BASE, number), 'device'));
const newest = BASE + 600_000;
const row = (fields: object) => foundRow(fields)!;

describe('planWrites', () => {
  test('inserts only when the newest missing entry is more than a day old', () => {
    const old = planWrites(entries, [], 150_000, epochMs(newest + DAY_MS + 1));
    expect([old.inserted, old.upserted]).toEqual([entries, []]);
    const recent = planWrites(entries, [], 150_000, epochMs(newest + DAY_MS));
    expect([recent.inserted, recent.upserted]).toEqual([[], entries]);
  });

  test('a recent entry that is there already does not keep the old ones from being inserted', () => {
    const known = row({ ...entries[2], _id: 'an-id' });
    const plan = planWrites(entries, [known], 150_000, epochMs(newest + DAY_MS));
    expect(plan.inserted).toEqual(entries.slice(0, 2));
    expect(plan.unchanged).toEqual([entries[2]]);
  });

  test('puts every entry into exactly one list', () => {
    const rows = [
      row({ ...entries[0], sgv: 1, _id: 'an-id' }),
      row({ date: BASE + 300_000 + 9_000, sgv: 222 }),
    ];
    const plan = planWrites(entries, rows, 150_000, epochMs(newest));
    expect(plan).toEqual({
      unchanged: [],
      taken: [entries[1]],
      changed: [{ entry: entries[0], id: 'an-id' }],
      upserted: [entries[2]],
      inserted: [],
    });
  });
});
