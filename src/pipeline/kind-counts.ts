import type { JournalRecord, Position } from '../domain/journal-record.ts';
import type { RecordKind } from '../domain/record.ts';
import type { WriteReceipt } from '../sinks/sink.ts';
import type { KindCounts } from '../telemetry/events.ts';

/** Adds one for each kind met. */
export function addKinds(
  counts: Partial<Record<RecordKind, number>>,
  kinds: Iterable<RecordKind>,
): void {
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
}

/** What became of a batch, by kind; undefined where there is nothing but readings in it. */
export function receiptKinds(
  batch: readonly JournalRecord[],
  { settled, present, refused }: WriteReceipt,
): Readonly<Record<'written' | 'present' | 'refused', KindCounts>> | undefined {
  if (batch.every(({ record }) => record.kind === 'reading')) return undefined;
  const kinds = new Map(batch.map(({ position, record }) => [position, record.kind]));
  const count = (positions: readonly Position[]): KindCounts => {
    const counts: Partial<Record<RecordKind, number>> = {};
    addKinds(
      counts,
      positions.map((position) => kinds.get(position)).filter((kind) => kind !== undefined),
    );
    return counts;
  };
  return {
    written: count(settled),
    present: count(present),
    refused: count(refused.map(({ position }) => position)),
  };
}
