import type { Clock } from '../../../platform/clock.ts';
import type { NightscoutEntry } from '../entry.ts';
import { lookSpans } from '../look-spans.ts';
import type { SiteClient } from './client.ts';
import { confirmed } from './confirmed.ts';
import { ENTRIES } from '../rest/failures.ts';
import { findRows } from './find-rows.ts';
import { sendRows, type SendResult } from './send-rows.ts';

/** Sends entries as `sendRows` does. */
export async function writeEntries(
  entries: readonly NightscoutEntry[],
  client: SiteClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<SendResult<NightscoutEntry>> {
  const kind = {
    path: '/entries.json',
    wares: ENTRIES,
    confirmed,
    readBack: (rows: readonly NightscoutEntry[]) => readBack(rows, client, signal),
  };
  return sendRows(entries, kind, client, clock, signal);
}

async function readBack(
  doubtful: readonly NightscoutEntry[],
  client: SiteClient,
  signal: AbortSignal,
): Promise<readonly NightscoutEntry[]> {
  const there = new Set<string>();
  for (const span of lookSpans(doubtful, 0)) {
    for (const row of await findRows(client, span, signal)) {
      there.add(`${row.sysTime ?? ''} ${String(row.fields['sgv'])}`);
    }
  }
  return doubtful.filter((entry) => there.has(`${entry.sysTime} ${entry.sgv}`));
}
