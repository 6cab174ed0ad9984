import { epochMs, type EpochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import { HISTORY_LISTS, type HistoryList } from '../sources/history-source.ts';
import type { FetchWindow } from '../sources/source.ts';
import type { Stretches } from './history-stretches.ts';

/** How far one list of one account has been read. All of it was in the journal before it was noted here. */
export interface ListState {
  /** What was read at least once. The first import is complete when nothing of the held span lies outside. */
  readonly read: Stretches;
  /** The span’s start that Dexcom last named. */
  readonly start?: EpochMs;
  /** The span’s end that Dexcom named when the newest records were last read. */
  readonly endSeen?: EpochMs;
  /** When the last 7 days were last read again. */
  readonly dailyAt?: EpochMs;
  /** When the last 29 days were last read again. */
  readonly weeklyAt?: EpochMs;
  /** Keyed mark of the person whose list was read: another one’s begins anew. */
  readonly person?: string;
}

/** Every list’s state. */
export type ListStates = Readonly<Record<HistoryList, ListState>>;

/** Before the first window. */
export const NOTHING_READ: ListState = { read: [] };

/** Keeps the states over restarts. */
export interface HistoryMemory {
  load(): Promise<ListStates>;
  /** On disk when it resolves. */
  save(list: HistoryList, state: ListState): Promise<void>;
}

/** Name of the journal slot in which a list’s state is kept. */
export function historySlotName(list: HistoryList): string {
  return `history:${list}`;
}

/** One slot a list, in the journal: where the records are, there is what is known of them. */
export function createHistoryMemory(
  journal: Pick<Journal, 'slot'>,
  account: string,
): HistoryMemory {
  const slotOf = (list: HistoryList) => journal.slot(account, historySlotName(list));
  return {
    async load() {
      const states = HISTORY_LISTS.map(
        async (list) => [list, decodeListState(await slotOf(list).read())] as const,
      );
      return Object.fromEntries(await Promise.all(states)) as unknown as ListStates;
    },
    save: (list, state) => slotOf(list).write(encodeListState(state)),
  };
}

/** Grows when the meaning of a field changes; what another version wrote is read anew from Dexcom. */
const VERSION = 1;

/** The state as JSON, with its version. */
export function encodeListState(state: ListState): string {
  return JSON.stringify({ version: VERSION, ...state });
}

/** What cannot be read begins anew: it costs requests, and no record. */
export function decodeListState(text: string | undefined): ListState {
  if (text === undefined) return NOTHING_READ;
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    if (value?.['version'] !== VERSION) return NOTHING_READ;
    const instants = ['start', 'endSeen', 'dailyAt', 'weeklyAt'] as const;
    return {
      read: toStretches(value['read']),
      ...Object.fromEntries(
        instants
          .filter((name) => value[name] !== undefined)
          .map((name) => [name, instant(value[name])]),
      ),
      ...(typeof value['person'] === 'string' ? { person: value['person'] } : {}),
    };
  } catch {
    return NOTHING_READ;
  }
}

function instant(value: unknown): EpochMs {
  if (typeof value !== 'number') throw new RangeError('not an instant');
  return epochMs(value);
}

/** @throws RangeError unless they are in order and apart. */
export function toStretches(value: unknown): Stretches {
  if (!Array.isArray(value)) throw new RangeError('not a list of stretches');
  const stretches = value.map((one: Partial<Record<keyof FetchWindow, unknown>> | null) => ({
    from: instant(one?.from),
    to: instant(one?.to),
  }));
  let before = -Infinity;
  for (const { from, to } of stretches) {
    if (from > to || from <= before) throw new RangeError('stretches out of order');
    before = to;
  }
  return stretches;
}
