import { BridgeFailure } from '../domain/failure.ts';
import { DAY_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import type { Observation } from '../domain/record.ts';
import { HISTORY_PATIENCE, reactTo } from '../pipeline/retry-policy.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { HistoryList, HistorySource } from '../sources/history-source.ts';
import type { SourceBatch } from '../sources/source.ts';
import type { SkippedRecord } from './skipped-record.ts';

/** What walking through one list is given. */
export interface WalkParts {
  readonly list: HistoryList;
  readonly source: HistorySource;
  readonly clock: Clock;
  readonly random: Random;
  /** How often in a row a failure that passes is waited out. */
  readonly retries: number;
  /** Included. */
  readonly from: EpochMs;
  /** Not included. */
  readonly to: EpochMs;
  readonly tell: {
    retrying(until: EpochMs, failure: BridgeFailure): void;
    skipped(record: SkippedRecord): void;
  };
}

/** A window that Dexcom takes as too long is halved down to this. */
const SHORTEST_WINDOW_MS = DAY_MS;

/**
 * The records of a list in a period, each once, in order of system time. Throws BridgeFailure, or the signal’s reason: what came
 * before is then not all there is.
 */
export async function* walkHistory(
  parts: WalkParts,
  signal: AbortSignal,
): AsyncGenerator<Observation, undefined> {
  const { list, source, from, to } = parts;
  const windows = windowsOf(from, to, source.longestWindowMs);
  /** Ids of the window before: Dexcom’s edges are whole seconds and ours are not. */
  let before = new Set<string>();
  /** Told beside the window it was asked in, and not yet its turn. */
  let early: Observation[] = [];
  for (let window = windows.shift(); window !== undefined; window = windows.shift()) {
    const { start, end } = window;
    let batch: SourceBatch;
    try {
      batch = await fetchPatiently(parts, window, signal);
    } catch (thrown) {
      if (!isTooLong(thrown) || end - start <= SHORTEST_WINDOW_MS) throw thrown;
      const middle = epochMs(start + Math.ceil((end - start) / 2));
      windows.unshift({ start, end: middle }, { start: middle, end });
      continue;
    }
    for (const record of batch.skipped) parts.tell.skipped(record);
    const ids = new Set<string>();
    const found = [...early, ...batch.observations].sort((a, b) => a.systemTime - b.systemTime);
    early = [];
    for (const record of found) {
      const id = idOf(record);
      const isWanted = record.systemTime >= from && record.systemTime < to;
      if (!isWanted || before.has(id) || ids.has(id)) continue;
      if (record.systemTime >= end) {
        early.push(record);
        continue;
      }
      ids.add(id);
      yield record;
      signal.throwIfAborted();
    }
    before = ids;
  }

  function idOf({ sourceRecordId, systemTime }: Observation): string {
    return `${list} ${sourceRecordId ?? systemTime}`;
  }
}

interface Window {
  readonly start: EpochMs;
  /** Not included. */
  readonly end: EpochMs;
}

function windowsOf(from: EpochMs, to: EpochMs, longestMs: number): Window[] {
  const windows: Window[] = [];
  for (let start = from; start < to; start = epochMs(start + longestMs)) {
    windows.push({ start, end: epochMs(Math.min(start + longestMs, to)) });
  }
  return windows;
}

async function fetchPatiently(
  { list, source, clock, random, retries, tell }: WalkParts,
  { start, end }: Window,
  signal: AbortSignal,
): Promise<SourceBatch> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await source.fetch(list, { from: start, to: epochMs(end - 1) }, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof BridgeFailure) || !isPassing(thrown) || failures > retries) {
        throw thrown;
      }
      const reaction = reactTo(thrown, failures, clock.now(), random, HISTORY_PATIENCE);
      if (reaction.act !== 'retry') throw thrown;
      tell.retrying(reaction.at, thrown);
      await clock.sleep(reaction.at - clock.now(), signal);
    }
  }
}

/** Codes that name an instant hours away: whoever walks is told so instead of being kept waiting. */
const LONG_WAITS = new Set([
  'web-api.forbidden',
  'web-api.grant_refused',
  'web-api.unauthorised',
  'web-api.budget_spent',
]);

function isPassing({ kind, code }: BridgeFailure): boolean {
  return (kind === 'transient' || kind === 'throttled') && !LONG_WAITS.has(code);
}

function isTooLong(thrown: unknown): boolean {
  return thrown instanceof BridgeFailure && thrown.code === 'web-api.window';
}
