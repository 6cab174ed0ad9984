import type { EpochMs } from '../domain/instant.ts';
import type { DexcomRecord } from '../domain/record.ts';
import type { SetAside } from '../domain/set-aside.ts';
import type { Journal } from '../journal/journal.ts';
import type { SourceBatch } from '../sources/source.ts';
import { mergeObservation } from './merge.ts';
import { answeredIds, type MergeTerms } from './merged.ts';
import { futureKey, normaliseBatch } from './normalise.ts';

/** What a batch did to the journal. All of it is on disk. */
export interface Ingested<R extends DexcomRecord = DexcomRecord> {
  readonly added: readonly R[];
  readonly changed: readonly R[];
  /** Set aside now; records that were set aside before are not told again. */
  readonly setAside: readonly SetAside[];
}

/** Everything `ingestBatch` needs to know of its account. */
export interface IngestParts {
  readonly journal: Journal;
  readonly account: string;
  /** See `MergeTerms`. */
  readonly toleranceMs: MergeTerms['toleranceMs'];
}

/** normalise → merge → journal, as one transaction: after a crash a batch is there whole or not at all. */
export async function ingestBatch(
  { journal, account, toleranceMs }: IngestParts,
  batch: SourceBatch,
  now: EpochMs,
): Promise<Ingested> {
  const normal = normaliseBatch(batch, now);
  if (normal.observations.length === 0 && normal.setAside.length === 0) {
    return { added: [], changed: [], setAside: [] };
  }
  const terms = { toleranceMs, now, answered: answeredIds(batch.observations) };
  return journal.ingest(account, (ledger) => {
    const setAside = normal.setAside.filter((entry) => ledger.setAside(entry, now));
    const added: DexcomRecord[] = [];
    const changed: DexcomRecord[] = [];
    for (const observation of normal.observations) {
      if (ledger.wasSetAside(observation.source, futureKey(observation))) continue;
      const { outcome, record, others } = mergeObservation(ledger, observation, terms);
      if (outcome === 'added') added.push(record);
      if (outcome === 'changed') changed.push(record);
      changed.push(...others);
    }
    return { added, changed, setAside };
  });
}
