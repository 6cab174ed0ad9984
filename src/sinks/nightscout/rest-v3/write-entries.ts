import { DAY_MS, type EpochMs } from '../../../domain/instant.ts';
import type { HttpRequest, HttpResponse } from '../../../platform/http-client.ts';
import type { NightscoutEntry } from '../entry.ts';
import type { Fate } from '../fate.ts';
import { foundRow, type FoundRow } from '../found-row.ts';
import { droppedRows, notNightscout } from '../rest/failures.ts';
import { createRefusalTally } from '../rest/refusals.ts';
import { fieldOf } from './answer.ts';
import { bodyOf } from './body.ts';
import type { V3Client } from './client.ts';
import { missingIn } from './failures.ts';
import { deletedFate, refusedFate, tooEarlyFate, uncorrectedFate } from './fates.ts';
import { changeOf, saysTheSame } from './row-change.ts';
import { verdictOf } from './verdict.ts';
import { V3_ENTRIES } from './wares.ts';

/** What a token needs for corrections alone: without it glucose goes on. */
const TO_CORRECT = 'api:entries:update';

/** An entry that is to be written, with the row of ours that says something else, where there is one. */
export interface EntryWrite {
  readonly entry: NightscoutEntry;
  readonly inPlaceOf: FoundRow | undefined;
}

/**
 * Writes entries one after the other: followers of a site read its changes in the order of their time, and would miss one that
 * is overtaken. Resolves only with what was confirmed, definitely refused, or is not ours to write.
 * @throws `nightscout.refuses_all` while not one is accepted, `nightscout.dropped_rows`, and the failures of an answer.
 */
export async function writeEntries(
  writes: readonly EntryWrite[],
  client: V3Client,
  now: EpochMs,
  signal: AbortSignal,
): Promise<ReadonlyMap<NightscoutEntry, Fate>> {
  const fates = new Map<NightscoutEntry, Fate>();
  const tally = createRefusalTally(client.site, V3_ENTRIES);
  for (const { entry, inPlaceOf } of writes) {
    signal.throwIfAborted();
    const fate =
      tooEarlyFate(called(entry), entry.date) ??
      (inPlaceOf
        ? await change(entry, inPlaceOf, client, signal)
        : await add(entry, client, now, signal));
    if (fate === 'settled') tally.stored(1);
    else if (typeof fate === 'object' && fate.code === undefined) tally.refused();
    fates.set(entry, fate);
  }
  tally.conclude();
  return fates;
}

/**
 * Adds an entry that a look did not find. A PUT goes by the identifier alone and leaves alone what somebody has deleted. Of the
 * last day others may write the same reading at this moment: a POST meets their row of the same instant, but would bring
 * back a deleted one, so it is looked for first.
 *
 * QUIRK(nightscout, 15.0.7): asked for some fields of one document, a site shows a deleted one too: it is asked for all.
 */
async function add(
  entry: NightscoutEntry,
  client: V3Client,
  now: EpochMs,
  signal: AbortSignal,
): Promise<Fate> {
  const body = JSON.stringify(bodyOf(entry));
  if (entry.date < now - DAY_MS) {
    return settle(entry, await call('PUT', pathOf(entry), body), client, signal);
  }
  const there = await call('GET', pathOf(entry));
  const verdict = verdictOf(there, entry.identifier, client, V3_ENTRIES);
  if (verdict === 'deleted') return deletedFate(client.site, called(entry));
  if (verdict === 'missing') {
    const posted = await call('POST', '/entries', body);
    // It met another program's row of the same instant, which the token may not write into.
    if (missingIn(posted) === TO_CORRECT) return 'present';
    return settle(entry, posted, client, signal);
  }
  const row = foundRow(fieldOf(there, 'result'));
  if (verdict !== 'done' || row === undefined) throw notNightscout(client.site);
  return saysTheSame(row, entry) ? 'settled' : change(entry, row, client, signal);

  function call(method: HttpRequest['method'], path: string, text?: string): Promise<HttpResponse> {
    return client.send({ method, path, ...(text === undefined ? {} : { body: text }) }, signal);
  }
}

/** Changes a row of ours. What it has beside, of ours or of others, stays. */
async function change(
  entry: NightscoutEntry,
  row: FoundRow,
  client: V3Client,
  signal: AbortSignal,
): Promise<Fate> {
  const { identifier = entry.identifier } = row;
  const answer = await client.send(
    {
      method: 'PATCH',
      path: `/entries/${encodeURIComponent(identifier)}`,
      body: JSON.stringify(changeOf(row, entry)),
    },
    signal,
  );
  return settle(entry, answer, client, signal, identifier);
}

async function settle(
  entry: NightscoutEntry,
  answer: HttpResponse,
  client: V3Client,
  signal: AbortSignal,
  identifier = entry.identifier,
): Promise<Fate> {
  if (missingIn(answer) === TO_CORRECT) return uncorrectedFate(client.site, called(entry));
  const verdict = verdictOf(answer, identifier, client, V3_ENTRIES);
  switch (verdict) {
    case 'done':
      return 'settled';
    case 'deleted':
      return deletedFate(client.site, called(entry));
    // Another program's row under the same instant, or ours that somebody has made theirs.
    case 'immutable':
      return 'present';
    // Success without its words, or a row that went since the look: the batch is looked at anew.
    case 'unclear':
    case 'missing':
      await demandThere(entry, identifier, client, signal);
      return 'settled';
    default:
      return refusedFate(client.site, called(entry), verdict.refused);
  }
}

/** What the answer did not confirm counts only when it can be read from the site. */
async function demandThere(
  entry: NightscoutEntry,
  identifier: string,
  client: V3Client,
  signal: AbortSignal,
): Promise<void> {
  const path = `/entries/${encodeURIComponent(identifier)}`;
  const answer = await client.send({ method: 'GET', path }, signal);
  const row =
    verdictOf(answer, identifier, client, V3_ENTRIES) === 'done'
      ? foundRow(fieldOf(answer, 'result'))
      : undefined;
  if (row === undefined || !saysTheSame(row, entry)) {
    throw droppedRows(client.site, 1, 0, V3_ENTRIES);
  }
}

function pathOf({ identifier }: NightscoutEntry): string {
  return `/entries/${encodeURIComponent(identifier)}`;
}

function called({ sysTime }: NightscoutEntry): string {
  return `the entry of ${sysTime}`;
}
