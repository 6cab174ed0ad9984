import type { EpochMs } from '../domain/instant.ts';
import type { FetchWindow, SourceAdapter, SourceBatch } from './source.ts';

/** The lists of records that a history service keeps apart, in the order in which they are fetched. */
export const HISTORY_LISTS = ['egvs', 'calibrations', 'events', 'alerts', 'devices'] as const;
export type HistoryList = (typeof HISTORY_LISTS)[number];

/** The span for which a service holds records of a list: both ends are instants of records. */
export interface HeldSpan {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** What a service holds; a list without a span holds nothing, or the service does not tell of it (alerts, devices). */
export interface HeldSpans {
  readonly spans: Readonly<Partial<Record<HistoryList, HeldSpan>>>;
  /** The server's clock when it answered, where it told. */
  readonly serverTime?: EpochMs;
}

/**
 * A Dexcom service that keeps the past, late and complete. Like a Source it fetches one window and returns; it never
 * sleeps, retries, schedules, logs or removes duplicates. `devices` is answered as it is now, whatever the window.
 * Throws BridgeFailure; `web-api.window` (refused) is a window that the service takes as too long or wrong.
 */
export interface HistorySource extends SourceAdapter {
  /** The longest window that may be asked for, in ms. */
  readonly longestWindowMs: number;
  held(signal: AbortSignal): Promise<HeldSpans>;
  fetch(list: HistoryList, window: FetchWindow, signal: AbortSignal): Promise<SourceBatch>;
}
