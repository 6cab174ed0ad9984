import type { JournalRecord, Position, RefusedRecord } from '../../domain/journal-record.ts';
import type { WriteReceipt } from '../sink.ts';
import { addStatuses } from './add-statuses.ts';
import type { DocumentShelf, DocumentStore } from './document-store.ts';
import type { Fate } from './fate.ts';
import { placeDocuments, type PlacePlan, type PlaceRules } from './place-documents.ts';
import { meterEntryComparison, treatmentComparison, type Comparison } from './same-document.ts';
import { wantedDocuments, type Wanted, type Writes } from './wanted.ts';

/** What decides what is written. */
export interface WritingRules {
  readonly device: string;
  /** Above 0: another uploader's row that tells the same is left alone. */
  readonly toleranceMs: number;
  readonly writes: Writes;
}

/** Makes the destination say what a batch says, for everything but readings. Writing it twice leaves the same state. */
export async function writeDocuments(
  batch: readonly JournalRecord[],
  store: DocumentStore,
  { device, toleranceMs, writes }: WritingRules,
  signal: AbortSignal,
): Promise<WriteReceipt> {
  signal.throwIfAborted();
  const wanted = wantedDocuments(batch, device, writes);
  const fates = new Map<Position, Fate[]>();
  const settle = (position: Position, fate: Fate): void => {
    fates.set(position, [...(fates.get(position) ?? []), fate]);
  };
  const rules = { respectsOthers: toleranceMs > 0, keepsUtcOffset: store.keepsUtcOffset };
  await write(wanted.treatments, store.treatments, treatmentComparison, rules, settle, signal);
  await write(wanted.meterEntries, store.meterEntries, meterEntryComparison, rules, settle, signal);
  await addStatuses(wanted.statuses, store.statuses, settle, signal);
  return receipt(batch, fates, store.refusedCode);
}

async function write<Document extends { readonly date: number }>(
  wanted: readonly Wanted<Document>[],
  shelf: DocumentShelf<Document>,
  comparison: Comparison<Document>,
  general: Omit<PlaceRules, 'movesRows'>,
  settle: (position: Position, fate: Fate) => void,
  signal: AbortSignal,
): Promise<void> {
  if (wanted.length === 0) return;
  const rules = { ...general, movesRows: shelf.movesRows };
  const near = await shelf.near(
    wanted.map(({ systemTime }) => systemTime),
    signal,
  );
  let plan = placeDocuments(wanted, near, comparison, rules);
  const elsewhere = notFound(wanted, near, plan, shelf.replacesByIdentifier);
  if (elsewhere.length > 0) {
    const named = await shelf.named(elsewhere, signal);
    if (named.length > 0) plan = placeDocuments(wanted, [...near, ...named], comparison, rules);
  }
  signal.throwIfAborted();
  if (plan.removals.length > 0) await shelf.remove(plan.removals, signal);
  for (const { position } of plan.settled) settle(position, 'settled');
  for (const { position } of plan.present) settle(position, 'present');
  if (plan.writes.length === 0) return;
  const { refused, takenOver } = await shelf.write(plan.writes, signal);
  for (const { wanted: of, document } of plan.writes) {
    const fate = takenOver.has(document) ? 'present' : 'settled';
    settle(of.position, refused.get(document) ?? fate);
  }
}

/** The identifiers whose row may lie at another instant, and must be known to be replaced or removed. */
function notFound<Document>(
  wanted: readonly Wanted<Document>[],
  near: PlacePlan<Document>['removals'],
  { writes }: PlacePlan<Document>,
  replacesByIdentifier: boolean,
): readonly string[] {
  const found = new Set(near.map(({ identifier }) => identifier));
  const replaced = replacesByIdentifier ? new Set(writes.map((write) => write.wanted)) : new Set();
  return wanted
    .filter((one) => one.mayHaveMoved && !found.has(one.identifier) && !replaced.has(one))
    .map(({ identifier }) => identifier);
}

/** A record with two documents counts as the first of refused, settled and present that one of them is. */
function receipt(
  batch: readonly JournalRecord[],
  fates: ReadonlyMap<Position, readonly Fate[]>,
  code: string,
): WriteReceipt {
  const settled: Position[] = [];
  const present: Position[] = [];
  const refused: RefusedRecord[] = [];
  for (const { position } of batch) {
    const own = fates.get(position) ?? [];
    const refusal = own.find((fate) => typeof fate === 'object');
    if (refusal) {
      refused.push({ position, code: refusal.code ?? code, reason: refusal.refused });
    } else if (own.length === 0 || own.includes('settled')) settled.push(position);
    else present.push(position);
  }
  return { settled, present, refused };
}
