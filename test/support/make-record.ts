import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs, MINUTE_MS, type EpochMs } from '../../src/domain/instant.ts';
import type { JournalRecord, Position } from '../../src/domain/journal-record.ts';
import type { Reading } from '../../src/domain/reading.ts';

/** The `number`-th record of a journal whose readings lie five minutes apart from `base`. */
export function makeRecord(
  base: EpochMs,
  number: number,
  more: Partial<Reading> & { readonly changedAt?: EpochMs } = {},
): JournalRecord<Reading> {
  const { changedAt, ...facts } = more;
  const systemTime = epochMs(base + number * 5 * MINUTE_MS);
  const recordedAt = epochMs(systemTime + 40_000);
  return {
    position: (number + 1) as Position,
    record: {
      kind: 'reading',
      systemTime,
      glucoseMgdl: (100 + (number % 200)) as MgDl,
      trend: 'flat',
      ...facts,
    },
    recordedAt,
    changedAt: changedAt ?? recordedAt,
  };
}
