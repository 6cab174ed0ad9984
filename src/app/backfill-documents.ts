import { DAY_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import type { JournalRecord } from '../domain/journal-record.ts';
import type { Reading } from '../domain/reading.ts';
import type { Journal } from '../journal/journal.ts';
import { toEntry } from '../sinks/nightscout/entry.ts';
import { wantedDocuments } from '../sinks/nightscout/wanted.ts';
import type { BridgeAccount } from './read-configuration.ts';

/** How much is held in memory at once; an empty week costs next to nothing. */
const PAGE_MS = 7 * DAY_MS;

/**
 * What the accounts’ settings would write to Nightscout of everything in a journal, by ascending system time; accounts one
 * after the other where that is the same.
 */
export async function* nightscoutDocuments(
  journal: Pick<Journal, 'readRecords'>,
  accounts: readonly Pick<BridgeAccount, 'name' | 'device' | 'writes'>[],
  now: EpochMs,
): AsyncGenerator<object> {
  // No record is dated further ahead.
  const end = now + DAY_MS;
  for (let from = 0; from < end; from += PAGE_MS) {
    const page: { readonly at: EpochMs; readonly documents: readonly object[] }[] = [];
    for (const account of accounts) {
      const to = Math.min(from + PAGE_MS, end) - 1;
      for (const held of await journal.readRecords(account.name, epochMs(from), epochMs(to))) {
        page.push({ at: held.record.systemTime, documents: documentsOf(held, account) });
      }
    }
    page.sort((a, b) => a.at - b.at);
    for (const { documents } of page) yield* documents;
  }
}

function documentsOf(
  held: JournalRecord,
  { device, writes }: Pick<BridgeAccount, 'device' | 'writes'>,
): readonly object[] {
  if (isReading(held)) return [toEntry(held, device)];
  const { treatments, meterEntries, statuses } = wantedDocuments([held], device, writes);
  return [...treatments, ...meterEntries, ...statuses].flatMap(({ document }) => document ?? []);
}

function isReading(held: JournalRecord): held is JournalRecord<Reading> {
  return held.record.kind === 'reading';
}
