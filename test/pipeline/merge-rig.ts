import { epochMs } from '../../src/domain/instant.ts';
import { START, type JournalRecord } from '../../src/domain/journal-record.ts';
import type { DexcomRecord, Observation } from '../../src/domain/record.ts';
import { ingestBatch, type Ingested } from '../../src/pipeline/ingest.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { EPOCH_MS } from '../support/make-reading.ts';

/** A day after everything the tests put in. */
export const NOW = epochMs(EPOCH_MS + 86_400_000);

/** A journal to which answers come. */
export interface MergeRig {
  /** One answer, as one batch. */
  readonly answer: (...observations: readonly Observation[]) => Promise<Ingested>;
  /** All that is held, by position. */
  readonly held: () => Promise<readonly JournalRecord[]>;
  /** The same, the records alone. */
  readonly records: () => Promise<readonly DexcomRecord[]>;
}

/** An empty journal. */
export async function mergeRig(): Promise<MergeRig> {
  const journal = new MemoryJournal();
  await journal.open();
  const parts = { journal, account: 'default', toleranceMs: 150_000 };
  const held = () => journal.readAfter('default', START, 10_000);
  return {
    answer: (...observations) =>
      ingestBatch(parts, { observations, skipped: [], coveredFrom: epochMs(0) }, NOW),
    held,
    records: async () => (await held()).map(({ record }) => record),
  };
}

/** How many were added and changed. */
export const counts = ({ added, changed }: Ingested) => [added.length, changed.length];
