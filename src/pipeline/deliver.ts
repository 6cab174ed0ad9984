import { BridgeFailure } from '../domain/failure.ts';
import type { Position } from '../domain/journal-record.ts';
import type { Journal } from '../journal/journal.ts';
import type { Sink, WriteReceipt } from '../sinks/sink.ts';
import type { JournalRecord } from '../domain/journal-record.ts';

/** One batch that a sink has confirmed. */
export interface Delivery {
  readonly batch: readonly JournalRecord[];
  readonly receipt: WriteReceipt;
}

/**
 * Hands the next batch after the cursor to the sink and, once it is confirmed, moves the cursor. Nothing else in the
 * house moves one. A crash between the two repeats the batch, which sinks must bear.
 * @returns undefined when the sink has everything.
 */
export async function deliverNext(
  journal: Journal,
  account: string,
  sink: Sink,
  signal: AbortSignal,
): Promise<Delivery | undefined> {
  const cursor = await journal.cursor(account, sink.name);
  const batch = await journal.readAfter(account, cursor, sink.batchSize);
  const last = batch.at(-1);
  if (last === undefined) return undefined;
  const receipt = await sink.write(batch, signal);
  demandComplete(batch, receipt, sink.name);
  await journal.advance(account, sink.name, last.position, receipt.refused);
  return { batch, receipt };
}

/** A cursor never passes a record of which the sink said nothing. */
function demandComplete(
  batch: readonly JournalRecord[],
  { settled, present, refused }: WriteReceipt,
  sink: string,
): void {
  const answered = new Set<Position>([
    ...settled,
    ...present,
    ...refused.map(({ position }) => position),
  ]);
  const missing = batch.filter(({ position }) => !answered.has(position));
  if (missing.length === 0) return;
  throw new BridgeFailure(
    'sink.incomplete',
    'transient',
    `${sink} confirmed only ${batch.length - missing.length} of ${batch.length} records; the bridge sends them again.`,
  );
}
