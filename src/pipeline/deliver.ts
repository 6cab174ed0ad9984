import { BridgeFailure } from '../domain/failure.ts';
import type { JournalRecord, Position } from '../domain/journal-record.ts';
import type { Journal } from '../journal/journal.ts';
import type { Sink, WriteReceipt } from '../sinks/sink.ts';

/** One batch that a sink has confirmed. */
export interface Delivery {
  readonly batch: readonly JournalRecord[];
  readonly receipt: WriteReceipt;
}

/**
 * Positions that a cursor may lag behind without one of the sink's kinds: about a day of readings. To write it down with
 * each reading that the sink does not take would wear out disks for nothing; to leave it for ever would hold up prune.
 */
const LAG_POSITIONS = 250;

/**
 * Hands the next batch of the sink's kinds after the cursor to the sink and, once it is confirmed, moves the cursor.
 * Nothing else in the house moves one. A crash between the two repeats the batch, which sinks must bear.
 * @returns undefined when the sink has everything.
 */
export async function deliverNext(
  journal: Journal,
  account: string,
  sink: Sink,
  signal: AbortSignal,
): Promise<Delivery | undefined> {
  const cursor = await journal.cursor(account, sink.name);
  const batch = await nextBatch(journal, account, sink, cursor);
  const last = batch.at(-1);
  if (last === undefined) return undefined;
  const receipt = await sink.write(batch, signal);
  demandComplete(batch, receipt, sink.name);
  await journal.advance(account, sink.name, last.position, receipt.refused);
  return { batch, receipt };
}

/** Moves the cursor past records that the sink does not take, where there is nothing else and they have become many. */
async function nextBatch(
  journal: Journal,
  account: string,
  { name, kinds, batchSize }: Sink,
  cursor: Position,
): Promise<readonly JournalRecord[]> {
  const look = () => journal.readAfter(account, cursor, batchSize, kinds);
  const batch = await look();
  if (batch.length > 0) return batch;
  const far = await journal.readAfter(account, (cursor + LAG_POSITIONS - 1) as Position, 1);
  if (far.length === 0) return [];
  // The end first, then the look: what comes after the end was read lies beyond it and is not passed.
  const { lastPosition } = await journal.summary(account);
  const late = await look();
  if (late.length === 0) await journal.advance(account, name, lastPosition, []);
  return late;
}

/**
 * A cursor never passes a record of which the sink said nothing.
 * @throws BridgeFailure `sink.incomplete` (transient)
 */
export function demandComplete(
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
