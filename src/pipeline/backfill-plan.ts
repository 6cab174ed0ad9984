import { epochMs, type EpochMs } from '../domain/instant.ts';
import type { HistoryList } from '../sources/history-source.ts';
import type { FetchWindow } from '../sources/source.ts';
import type { BackfillMemory, BackfillSpan } from './backfill-memory.ts';
import type { BackfillReader } from './backfill-reader.ts';
import { gapsIn, splitWindow } from './history-stretches.ts';

/** One request of a backfill. */
export interface BackfillWindow {
  readonly list: HistoryList;
  readonly window: FetchWindow;
}

/** The requests that are left of a reader’s part, as few as there can be, oldest first over all lists. Pure. */
export function planBackfill(
  reader: Pick<BackfillReader, 'lists' | 'longestWindowMs' | 'reachMs'>,
  span: BackfillSpan,
  memory: Pick<BackfillMemory, 'read'>,
  now: EpochMs,
): readonly BackfillWindow[] {
  const asked = windowOf(span, now);
  const oldest = reader.reachMs === undefined ? asked.from : now - reader.reachMs;
  const from = epochMs(Math.max(asked.from, oldest));
  if (from > asked.to) return [];
  const windows = reader.lists.flatMap((list): BackfillWindow[] => {
    const read = memory.read(list);
    // Devices are answered as they are now, whatever the window: one request shows them all.
    if (list === 'devices') {
      const { longestWindowMs } = reader;
      const last = { from: epochMs(Math.max(from, asked.to - longestWindowMs)), to: asked.to };
      return read.length > 0 ? [] : [{ list, window: last }];
    }
    return gapsIn({ from, to: asked.to }, read)
      .flatMap((gap) => splitWindow(gap, reader.longestWindowMs))
      .map((window) => ({ list, window }));
  });
  return windows.sort((a, b) => a.window.from - b.window.from);
}

/** The span with both ends included, cut to now. */
export function windowOf({ from, to }: BackfillSpan, now: EpochMs): FetchWindow {
  return { from, to: to === undefined || to > now ? now : epochMs(to - 1) };
}
