import type { Age } from '../answer/send.ts';
import type { RowReader, StoredRow } from '../feed-rows.ts';
import type { Wish } from '../query/find-rows.ts';

/** A row that says when its record came in. */
type Recorded = StoredRow & { readonly srvCreated: number };

/**
 * How old an answer is. It is settled where every change that could touch it is known, and none came after its newest row.
 * @param standIn the row to go by where the answer is empty
 */
export async function ageOf<Row extends Recorded>(
  reader: RowReader<Row>,
  { window, count }: Pick<Wish, 'window' | 'count'>,
  found: readonly Row[],
  standIn?: Row,
): Promise<Age | undefined> {
  const newest = found[0] ?? standIn;
  if (newest === undefined) return undefined;
  const { fromMs, changedAtMs } = await reader.recent();
  const oldestMs = found.length >= count ? found.at(-1)?.date : undefined;
  const isWatched = Math.max(window.fromMs, oldestMs ?? 0) >= fromMs;
  return {
    newestMs: newest.date,
    recordedMs: newest.srvCreated,
    isSettled: isWatched && changedAtMs <= newest.srvCreated,
  };
}
