import type { Clock } from '../../../platform/clock.ts';
import type { NightscoutEntry } from '../entry.ts';
import { lookSpans } from '../look-spans.ts';
import { parseJson, type SiteClient } from './client.ts';
import { confirmed } from './confirmed.ts';
import { droppedRows, notNightscout, statusFailure } from './failures.ts';
import { findRows } from './find-rows.ts';

/** What became of entries that were sent. */
export interface SendResult {
  readonly stored: readonly NightscoutEntry[];
  /** Refused for ever, each with the status of the answer to it alone. */
  readonly refused: readonly { readonly entry: NightscoutEntry; readonly status: number }[];
}

/** Statuses that speak of the sender, the address or the hour, never of one row. */
const NOT_OF_A_ROW = [401, 403, 404, 405, 407, 408, 413, 421, 425, 426, 429, 431, 451];

/**
 * Sends entries in one request, and in halves where the site takes them not as a whole: so one bad row is found and its
 * neighbours are stored, and a small body limit is met. Resolves only with what was confirmed or definitely refused.
 */
export async function writeEntries(
  entries: readonly NightscoutEntry[],
  client: SiteClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<SendResult> {
  if (entries.length === 0) return { stored: [], refused: [] };
  const body = JSON.stringify(entries);
  const answer = await client.send({ method: 'POST', path: '/entries.json', body }, signal);
  const isDefinite =
    answer.status >= 400 && answer.status < 500 && !NOT_OF_A_ROW.includes(answer.status);
  // A proxy's own page is no judgement of a row: the site itself speaks JSON when asked to.
  if (isDefinite && parseJson(answer.text) === undefined) throw notNightscout(client.site);
  if (entries.length > 1 && (isDefinite || answer.status === 413)) {
    return inHalves(entries, client, clock, signal);
  }
  const [only] = entries;
  if (isDefinite && only) return { stored: [], refused: [{ entry: only, status: answer.status }] };
  if (answer.status === 413) throw statusFailure(answer, client.site, clock);
  const said = client.read(answer);
  if (!Array.isArray(said)) throw notNightscout(client.site);
  const stored = confirmed(said, entries);
  if (stored.length < entries.length) await readBack(entries, stored, client, signal);
  return { stored: entries, refused: [] };
}

async function inHalves(
  entries: readonly NightscoutEntry[],
  client: SiteClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<SendResult> {
  const middle = Math.ceil(entries.length / 2);
  const first = await writeEntries(entries.slice(0, middle), client, clock, signal);
  const second = await writeEntries(entries.slice(middle), client, clock, signal);
  return {
    stored: [...first.stored, ...second.stored],
    refused: [...first.refused, ...second.refused],
  };
}

/** What the answer did not confirm counts only when it can be read from the site. */
async function readBack(
  entries: readonly NightscoutEntry[],
  stored: readonly NightscoutEntry[],
  client: SiteClient,
  signal: AbortSignal,
): Promise<void> {
  const doubtful = entries.filter((entry) => !stored.includes(entry));
  const there = new Set<string>();
  for (const span of lookSpans(doubtful, 0)) {
    for (const row of await findRows(client, span, signal)) {
      there.add(`${row.sysTime ?? ''} ${String(row.fields['sgv'])}`);
    }
  }
  const missing = doubtful.filter((entry) => !there.has(`${entry.sysTime} ${entry.sgv}`));
  if (missing.length > 0) {
    throw droppedRows(client.site, entries.length, entries.length - missing.length);
  }
}
