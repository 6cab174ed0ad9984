import { BridgeFailure } from '../../src/domain/failure.ts';
import { DAY_MS, epochMs } from '../../src/domain/instant.ts';
import type { Observation } from '../../src/domain/record.ts';
import type { SetAside } from '../../src/domain/set-aside.ts';
import {
  HISTORY_LISTS,
  type HeldSpan,
  type HeldSpans,
  type HistoryList,
  type HistorySource,
} from '../../src/sources/history-source.ts';
import type { FetchWindow, SourceBatch } from '../../src/sources/source.ts';

/** One call that was made. */
export interface HistoryCall {
  readonly what: 'held' | HistoryList;
  readonly window?: FetchWindow;
}

/** A call that is to end otherwise than with what is held: throws, or never ends. */
export type HistoryFault = (call: HistoryCall) => unknown;

/** A service that holds what it is given, answers as the real one does, and remembers what it was asked. */
export interface ScriptedHistory extends HistorySource {
  /** Puts records into a list, as an upload does. One with an id that is there takes its place. */
  upload(list: HistoryList, ...observations: readonly Observation[]): void;
  /** Takes a record out of a list. */
  remove(list: HistoryList, sourceRecordId: string): void;
  /** A record that cannot be read comes with every answer of the list. */
  spoil(list: HistoryList, entry: SetAside): void;
  /** What this gives for a call is thrown; `hang` never ends; undefined is no fault. */
  fault: HistoryFault;
  person: string | undefined;
  /** Further spans, for what no record is held of. */
  tells: Partial<Record<HistoryList, HeldSpan>>;
  readonly calls: HistoryCall[];
  /** Most calls that were ever under way at once. */
  readonly mostAtOnce: number;
  readonly timesOpen: number;
}

/** Lists of whose span the service does not tell. */
const UNTOLD: readonly HistoryList[] = ['alerts', 'devices'];

/** The refusal of a window as the real source words it. */
export function windowRefused(): BridgeFailure {
  return new BridgeFailure('web-api.window', 'refused', 'Dexcom does not take the span.');
}

/** Holds nothing yet. */
export function createScriptedHistory({
  credentialsFingerprint = 'mark of the scripted application',
  longestWindowMs = 29 * DAY_MS,
} = {}): ScriptedHistory {
  const lists = new Map<HistoryList, Map<string, Observation>>(
    HISTORY_LISTS.map((list) => [list, new Map()]),
  );
  const spoilt = new Map<HistoryList, SetAside[]>();
  let underWay = 0;
  let mostAtOnce = 0;
  let timesOpen = 0;

  async function answer<T>(call: HistoryCall, signal: AbortSignal, give: () => T): Promise<T> {
    signal.throwIfAborted();
    service.calls.push(call);
    underWay += 1;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    try {
      await Promise.resolve();
      const fault = service.fault(call);
      if (fault === 'hang') {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        signal.throwIfAborted();
      }
      if (fault !== undefined) throw fault as Error;
      return give();
    } finally {
      underWay -= 1;
    }
  }

  function spanOf(list: HistoryList): HeldSpan | undefined {
    const times = [...(lists.get(list)?.values() ?? [])].map(({ systemTime }) => systemTime);
    if (times.length === 0 || UNTOLD.includes(list)) return undefined;
    return { start: epochMs(Math.min(...times)), end: epochMs(Math.max(...times)) };
  }

  const service: ScriptedHistory & { calls: HistoryCall[] } = {
    name: 'web-api',
    longestWindowMs,
    credentialsFingerprint,
    person: 'somebody',
    tells: {},
    calls: [],
    fault: () => undefined,
    get mostAtOnce() {
      return mostAtOnce;
    },
    get timesOpen() {
      return timesOpen;
    },
    upload(list, ...observations) {
      for (const one of observations) {
        lists.get(list)?.set(one.sourceRecordId ?? `time:${one.systemTime}`, one);
      }
    },
    remove: (list, id) => void lists.get(list)?.delete(id),
    spoil: (list, entry) => void spoilt.set(list, [...(spoilt.get(list) ?? []), entry]),
    async open() {
      timesOpen += 1;
    },
    async close() {
      timesOpen -= 1;
    },
    held: (signal) =>
      answer({ what: 'held' }, signal, (): HeldSpans => {
        const spans = HISTORY_LISTS.flatMap((list) => {
          const span = spanOf(list) ?? service.tells[list];
          return span === undefined ? [] : [[list, span] as const];
        });
        return { spans: Object.fromEntries(spans) };
      }),
    fetch: (list, window, signal) =>
      answer({ what: list, window }, signal, (): SourceBatch => {
        const all = [...(lists.get(list)?.values() ?? [])];
        return {
          observations: all
            .filter(
              ({ systemTime }) =>
                list === 'devices' || (systemTime >= window.from && systemTime <= window.to),
            )
            .sort((a, b) => a.systemTime - b.systemTime),
          skipped: spoilt.get(list) ?? [],
          coveredFrom: window.from,
          ...(service.person === undefined ? {} : { person: service.person }),
        };
      }),
  };
  return service;
}
