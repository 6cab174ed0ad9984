import type { Clock } from '../../../platform/clock.ts';
import type { NightscoutEntry } from '../entry.ts';
import { lookSpans } from '../look-spans.ts';
import { parseJson, type SiteClient } from './client.ts';
import { confirmed } from './confirmed.ts';
import { droppedRows, notNightscout, refusesAll, statusFailure } from './failures.ts';
import { findRows } from './find-rows.ts';

/** What became of entries that were sent. */
export interface SendResult {
  readonly stored: readonly NightscoutEntry[];
  /** Refused for ever, each with the status of the answer to it alone. */
  readonly refused: readonly { readonly entry: NightscoutEntry; readonly status: number }[];
}

/** What the site did so far within one write. */
interface Tally {
  stored: number;
  refused: number;
}

/** Rows refused one by one, with none accepted, before the site itself is held to be the fault. */
const MOST_REFUSED_ALONE = 4;

/** Statuses that speak of the sender, the address or the hour, never of one row. */
const NOT_OF_A_ROW = [401, 403, 404, 405, 407, 408, 413, 421, 425, 426, 429, 431, 451];

/**
 * Sends entries in one request, and in halves where the site takes them not as a whole: so one bad row is found and its
 * neighbours are stored, and a small body limit is met. Resolves only with what was confirmed or definitely refused.
 * @throws `nightscout.refuses_all` (transient) while not one row is accepted, besides the failures of an answer.
 */
export async function writeEntries(
  entries: readonly NightscoutEntry[],
  client: SiteClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<SendResult> {
  const tally: Tally = { stored: 0, refused: 0 };
  const result = await send(entries, { client, clock, tally }, signal);
  // Where not one row is accepted, it is not the rows: nothing is set aside until a neighbour has passed.
  if (tally.refused > 0 && tally.stored === 0) throw refusesAll(client.site, tally.refused);
  return result;
}

interface Sending {
  readonly client: SiteClient;
  readonly clock: Clock;
  readonly tally: Tally;
}

async function send(
  entries: readonly NightscoutEntry[],
  sending: Sending,
  signal: AbortSignal,
): Promise<SendResult> {
  const { client, clock, tally } = sending;
  if (entries.length === 0) return { stored: [], refused: [] };
  const body = JSON.stringify(entries);
  const answer = await client.send({ method: 'POST', path: '/entries.json', body }, signal);
  const isDefinite =
    answer.status >= 400 && answer.status < 500 && !NOT_OF_A_ROW.includes(answer.status);
  // A proxy's own page is no judgement of a row: the site itself speaks JSON when asked to.
  if (isDefinite && parseJson(answer.text) === undefined) throw notNightscout(client.site);
  if (entries.length > 1 && (isDefinite || answer.status === 413)) {
    return inHalves(entries, sending, signal);
  }
  const [only] = entries;
  if (isDefinite && only) {
    tally.refused += 1;
    if (tally.stored === 0 && tally.refused >= MOST_REFUSED_ALONE) {
      throw refusesAll(client.site, tally.refused);
    }
    return { stored: [], refused: [{ entry: only, status: answer.status }] };
  }
  if (answer.status === 413) throw statusFailure(answer, client.site, clock);
  const said = client.read(answer);
  if (!Array.isArray(said)) throw notNightscout(client.site);
  const stored = confirmed(said, entries);
  if (stored.length < entries.length) await readBack(entries, stored, client, signal);
  tally.stored += entries.length;
  return { stored: entries, refused: [] };
}

async function inHalves(
  entries: readonly NightscoutEntry[],
  sending: Sending,
  signal: AbortSignal,
): Promise<SendResult> {
  const middle = Math.ceil(entries.length / 2);
  const first = await send(entries.slice(0, middle), sending, signal);
  const second = await send(entries.slice(middle), sending, signal);
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
