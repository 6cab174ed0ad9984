import type { HistoryList, HistorySource } from '../sources/history-source.ts';
import { HISTORY_LISTS } from '../sources/history-source.ts';
import type { FetchWindow, Source, SourceAdapter, SourceBatch } from '../sources/source.ts';

/** A source as a backfill asks it. */
export interface BackfillReader extends SourceAdapter {
  readonly lists: readonly HistoryList[];
  /** The longest window that may be asked for, in ms. */
  readonly longestWindowMs: number;
  /** How far back the service answers, in ms; undefined where it keeps everything. */
  readonly reachMs?: number;
  fetch(list: HistoryList, window: FetchWindow, signal: AbortSignal): Promise<SourceBatch>;
}

/** Share: readings, and one window within its reach. */
export function readerOfSource(source: Source): BackfillReader {
  const { name, credentialsFingerprint, reachMs } = source;
  return {
    name,
    credentialsFingerprint,
    lists: ['egvs'],
    longestWindowMs: reachMs,
    reachMs,
    open: () => source.open(),
    close: () => source.close(),
    fetch: (_list, window, signal) => source.fetch(window, signal),
  };
}

/** The Web API: every list. */
export function readerOfHistory(source: HistorySource): BackfillReader {
  const { name, credentialsFingerprint, longestWindowMs } = source;
  return {
    name,
    credentialsFingerprint,
    lists: HISTORY_LISTS,
    longestWindowMs,
    open: () => source.open(),
    close: () => source.close(),
    fetch: (list, window, signal) => source.fetch(list, window, signal),
  };
}
