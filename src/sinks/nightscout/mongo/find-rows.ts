import { toIsoUtc } from '../../../domain/instant.ts';
import { foundRow, type FoundRow } from '../found-row.ts';
import type { LookSpan } from '../look-spans.ts';
import type { MongoConnection } from './connection.ts';

/** Spans asked for in one query. */
const SPANS_PER_QUERY = 20;

/** What `placeEntries` and `sameContent` read, and nothing else. */
const WANTED = {
  type: 1,
  sgv: 1,
  date: 1,
  dateString: 1,
  sysTime: 1,
  utcOffset: 1,
  direction: 1,
  trend: 1,
  device: 1,
  app: 1,
  identifier: 1,
} as const;

/** The sgv rows that lie in the spans, by any of the three fields that may name their instant; each is indexed by Nightscout. */
export async function findRows(
  connection: MongoConnection,
  spans: readonly LookSpan[],
): Promise<readonly FoundRow[]> {
  const rows = new Map<string, FoundRow>();
  for (let start = 0; start < spans.length; start += SPANS_PER_QUERY) {
    const $or = spans.slice(start, start + SPANS_PER_QUERY).flatMap(({ from, to }) => {
      const texts = { $gte: toIsoUtc(from), $lte: toIsoUtc(to) };
      return [{ date: { $gte: from, $lte: to } }, { sysTime: texts }, { dateString: texts }];
    });
    const cursor = connection.entries.find({ type: 'sgv', $or }, { projection: WANTED });
    for (const raw of await cursor.toArray()) {
      const row = foundRow(raw);
      // Text ids, written by some uploaders, are no ObjectId: both print.
      if (row) rows.set(String(raw._id), row);
    }
  }
  return [...rows.values()];
}
