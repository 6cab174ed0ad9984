import type { EpochMs } from '../domain/instant.ts';
import { toIsoUtc } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { HistoryList } from '../sources/history-source.ts';
import type { BackfillReader } from './backfill-reader.ts';
import { toStretches } from './history-state.ts';
import { addStretch, type Stretches } from './history-stretches.ts';
import type { FetchWindow } from '../sources/source.ts';

/** What a backfill is for: system times from `from` (included) to `to` (excluded, and never beyond now). */
export interface BackfillSpan {
  readonly from: EpochMs;
  /** Undefined for now, whenever that is. */
  readonly to?: EpochMs;
}

/** What of one reader’s part was read, over restarts. Everything noted here is in the journal. */
export interface BackfillMemory {
  read(list: HistoryList): Stretches;
  note(list: HistoryList, window: FetchWindow): Promise<void>;
  /** All is read: who asks for the same again wants all of it read again. */
  forget(): Promise<void>;
}

/** Kept under what was asked for, so that an unfinished backfill goes on and another one begins. */
export async function openBackfillMemory(
  journal: Pick<Journal, 'slot'>,
  account: string,
  reader: Pick<BackfillReader, 'name'>,
  { from, to }: BackfillSpan,
): Promise<BackfillMemory> {
  const asked = `${toIsoUtc(from)}/${to === undefined ? 'now' : toIsoUtc(to)}`;
  const slot = journal.slot(account, `backfill:${reader.name}:${asked}`);
  const known = parse(await slot.read());
  return {
    read: (list) => known.get(list) ?? [],
    async note(list, window) {
      known.set(list, addStretch(known.get(list) ?? [], window));
      await slot.write(JSON.stringify(Object.fromEntries(known)));
    },
    forget: () => slot.clear(),
  };
}

/** What cannot be read is read anew from Dexcom. */
function parse(text: string | undefined): Map<HistoryList, Stretches> {
  if (text === undefined) return new Map();
  try {
    const lists = Object.entries(JSON.parse(text) as Record<HistoryList, unknown>);
    return new Map(lists.map(([list, value]) => [list as HistoryList, toStretches(value)]));
  } catch {
    return new Map();
  }
}
