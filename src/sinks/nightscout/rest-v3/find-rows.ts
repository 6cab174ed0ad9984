import { toIsoUtc } from '../../../domain/instant.ts';
import { foundRow, type FoundRow } from '../found-row.ts';
import type { LookSpan } from '../look-spans.ts';
import { rowsBetween, type V3Collection } from './ask-rows.ts';
import type { V3Client } from './client.ts';
import { V3_ENTRIES } from './wares.ts';

/** The glucose values of a site. */
export const ENTRIES_COLLECTION: V3Collection = { name: 'entries', wares: V3_ENTRIES };

/** What placing and comparing look at: whole rows of other uploaders can be large. */
export const ENTRY_FIELDS = [
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

/**
 * The sgv rows that lie in the span, whatever kind of value their `date` is: a number is found by `date`, all else by its
 * texts. A row may be told more than once.
 */
export async function findRows(
  client: V3Client,
  { from, to }: LookSpan,
  signal: AbortSignal,
): Promise<readonly FoundRow[]> {
  const only = [
    ['type', 'sgv'],
    ['fields', ENTRY_FIELDS],
  ] as const;
  const texts = { from: toIsoUtc(from), to: toIsoUtc(to) };
  const rows = [
    ...(await rowsBetween(client, ENTRIES_COLLECTION, 'date', { from, to }, only, signal)),
    ...(await rowsBetween(client, ENTRIES_COLLECTION, 'sysTime', texts, only, signal)),
    ...(await rowsBetween(client, ENTRIES_COLLECTION, 'dateString', texts, only, signal)),
  ];
  return rows.flatMap((row) => foundRow(row) ?? []);
}
