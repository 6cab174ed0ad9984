import { DAY_MS, epochMs, toIsoUtc, type EpochMs } from '../../../domain/instant.ts';
import { foundRow, type FoundRow } from '../found-row.ts';
import type { LookSpan } from '../look-spans.ts';
import { rowsBeginning, rowsBetween, type V3Collection, type V3Row } from './ask-rows.ts';
import type { V3Client } from './client.ts';
import { V3_ENTRIES } from './wares.ts';

/** The glucose values of a site. */
const COLLECTION: V3Collection = { name: 'entries', wares: V3_ENTRIES };

/** What placing and comparing look at: whole rows of other uploaders can be large. */
const FIELDS = [
  'identifier',
  'app',
  'type',
  'sgv',
  'date',
  'dateString',
  'sysTime',
  'direction',
  'trend',
  'trendRate',
  'device',
].join(',');
const ONLY = [
  ['type', 'sgv'],
  ['fields', FIELDS],
] as const;
const TEXTS = ['sysTime', 'dateString'] as const;

/**
 * The sgv rows that lie in the span, whatever kind of value their `date` is: a number is found by `date`, all else by its
 * texts. A row may be told more than once, and others near the span with it.
 */
export async function findRows(
  client: V3Client,
  span: LookSpan,
  now: EpochMs,
  signal: AbortSignal,
): Promise<readonly FoundRow[]> {
  const rows = [...(await rowsBetween(client, COLLECTION, 'date', span, ONLY, signal))];
  for (const field of TEXTS) rows.push(...(await byText(client, field, span, now, signal)));
  return rows.flatMap((row) => foundRow(row) ?? []);
}

/**
 * A question that is open to the newer side makes a site sort all that is newer: for years of rows that takes it longer than
 * the days one by one, which its indexes hold.
 */
async function byText(
  client: V3Client,
  field: (typeof TEXTS)[number],
  { from, to }: LookSpan,
  now: EpochMs,
  signal: AbortSignal,
): Promise<readonly V3Row[]> {
  if (from > now - 2 * DAY_MS) {
    const texts = { from: toIsoUtc(from), to: toIsoUtc(to) };
    return rowsBetween(client, COLLECTION, field, texts, ONLY, signal);
  }
  const rows: V3Row[] = [];
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day <= to; day += DAY_MS) {
    const text = toIsoUtc(epochMs(day)).slice(0, 'YYYY-MM-DD'.length);
    rows.push(...(await rowsBeginning(client, COLLECTION, field, text, ONLY, signal)));
  }
  return rows;
}
