import { setImmediate as breathe } from 'node:timers/promises';
import type { EpochMs } from '../domain/instant.ts';
import type { DexcomRecord, Observation } from '../domain/record.ts';
import type { SetAside } from '../domain/set-aside.ts';
import type { Journal, Ledger } from '../journal/journal.ts';
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

/** A day of readings, and all that Share holds: some tens of ms on a fast machine, half a second on a slow one. */
const MOST_AT_ONCE = 300;

/**
 * normalise → merge → journal, in transactions of at most 300 records: while years are read, a reading of now gets in between.
 * After a crash the first part of a batch may be there; merging it again changes nothing.
 */
export async function ingestBatch(
  { journal, account, toleranceMs }: IngestParts,
  batch: SourceBatch,
  now: EpochMs,
): Promise<Ingested> {
  const normal = normaliseBatch(batch, now);
  const terms = { toleranceMs, now, answered: answeredIds(batch.observations) };
  const setAside: SetAside[] = [];
  const added: DexcomRecord[] = [];
  const changed: DexcomRecord[] = [];
  const aside = inParts(normal.setAside);
  const observed = inParts(normal.observations);
  for (const [index, entries] of aside.entries()) {
    if (index > 0) await breathe();
    const kept = await journal.ingest(account, (ledger) =>
      entries.filter((entry) => ledger.setAside(entry, now)),
    );
    setAside.push(...kept);
  }
  for (const [index, observations] of observed.entries()) {
    if (index > 0) await breathe();
    const merged = await journal.ingest(account, (ledger) =>
      mergePart(ledger, observations, terms),
    );
    added.push(...merged.added);
    changed.push(...merged.changed);
  }
  return { added, changed, setAside };
}

function mergePart(
  ledger: Ledger,
  observations: readonly Observation[],
  terms: MergeTerms,
): Omit<Ingested, 'setAside'> {
  const added: DexcomRecord[] = [];
  const changed: DexcomRecord[] = [];
  for (const observation of observations) {
    if (ledger.wasSetAside(observation.source, futureKey(observation))) continue;
    const { outcome, record, others } = mergeObservation(ledger, observation, terms);
    if (outcome === 'added') added.push(record);
    if (outcome === 'changed') changed.push(record);
    changed.push(...others);
  }
  return { added, changed };
}

function inParts<T>(all: readonly T[]): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let at = 0; at < all.length; at += MOST_AT_ONCE)
    parts.push(all.slice(at, at + MOST_AT_ONCE));
  return parts;
}
