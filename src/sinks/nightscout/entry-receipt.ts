import type { JournalRecord, Position, RefusedRecord } from '../../domain/journal-record.ts';
import type { WriteReceipt } from '../sink.ts';
import type { NightscoutEntry } from './entry.ts';
import type { Fate } from './fate.ts';

/** What became of a batch. @param entries those of the batch, in its order @param fates one without a fate is in no list */
export function entryReceipt(
  batch: readonly JournalRecord[],
  entries: readonly NightscoutEntry[],
  fates: ReadonlyMap<NightscoutEntry, Fate>,
): WriteReceipt {
  const settled: Position[] = [];
  const present: Position[] = [];
  const refused: RefusedRecord[] = [];
  batch.forEach(({ position }, index) => {
    const entry = entries[index];
    const fate = entry && fates.get(entry);
    if (fate === 'settled') settled.push(position);
    else if (fate === 'present') present.push(position);
    else if (fate) {
      const { refused: reason, code = 'nightscout.refused_row' } = fate;
      refused.push({ position, code, reason });
    }
  });
  return { settled, present, refused };
}
