import { epochMs, MINUTE_MS, toIsoUtc } from '../../../domain/instant.ts';
import { foundRow, type FoundRow } from '../found-row.ts';
import type { LookSpan } from '../look-spans.ts';
import type { SiteClient } from './client.ts';
import { notNightscout } from '../rest/failures.ts';

/** Fewer rows than this are believed to be all: no site is known to cap lower (10 is Nightscout's default). */
const SURELY_ALL = 10;
/** Pages of one span; beyond that the site does not page as asked. */
const MOST_PAGES = 200;

/** The sgv rows that lie in the span, whatever kind of value their `date` is. */
export async function findRows(
  client: SiteClient,
  span: LookSpan,
  signal: AbortSignal,
): Promise<readonly FoundRow[]> {
  const rows = new Map<string, FoundRow>();
  await findByDate(client, span, rows, signal);
  await findByText(client, span, rows, signal);
  return [...rows.values()];
}

/** By the number in `date`, newest first; a site that caps its answers is asked on until nothing new comes. */
async function findByDate(
  client: SiteClient,
  span: LookSpan,
  rows: Map<string, FoundRow>,
  signal: AbortSignal,
): Promise<void> {
  let to: number = span.to;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await ask(client, signal, [
      ['count', String(countFor(span))],
      ['find[type]', 'sgv'],
      ['find[date][$gte]', String(span.from)],
      ['find[date][$lte]', String(to)],
    ]);
    const added = keep(found, rows);
    const dates = found.flatMap((row) => (row.instant === undefined ? [] : [row.instant]));
    if (found.length < SURELY_ALL || added === 0) return;
    to = Math.ceil(Math.min(...dates));
  }
  throw notNightscout(client.site);
}

/**
 * QUIRK(nightscout, 15.0.7): `find[date]` compares numbers only, so rows whose `date` is text or missing are asked for by
 * their texts. The first condition is always true and keeps the site from adding its floor of four days.
 */
async function findByText(
  client: SiteClient,
  span: LookSpan,
  rows: Map<string, FoundRow>,
  signal: AbortSignal,
): Promise<void> {
  const [from, to] = [toIsoUtc(span.from), toIsoUtc(span.to)];
  const count = countFor(span);
  const found = await ask(client, signal, [
    ['count', String(count)],
    ['find[type]', 'sgv'],
    ['find[dateString][$ne]', '-'],
    ['find[$or][0][sysTime][$gte]', from],
    ['find[$or][0][sysTime][$lte]', to],
    ['find[$or][1][dateString][$gte]', from],
    ['find[$or][1][dateString][$lte]', to],
  ]);
  keep(found, rows);
  if (found.length < count || span.to - span.from < MINUTE_MS) return;
  const middle = Math.floor((span.from + span.to) / 2);
  await findByText(client, { from: span.from, to: epochMs(middle) }, rows, signal);
  await findByText(client, { from: epochMs(middle), to: span.to }, rows, signal);
}

async function ask(
  client: SiteClient,
  signal: AbortSignal,
  query: readonly (readonly [string, string])[],
): Promise<readonly FoundRow[]> {
  const text = query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const said = client.read(
    await client.send({ method: 'GET', path: `/entries.json?${text}` }, signal),
  );
  if (!Array.isArray(said)) throw notNightscout(client.site);
  return said.map((raw: unknown) => {
    const row = foundRow(raw);
    if (row === undefined) throw notNightscout(client.site);
    return row;
  });
}

/** How many of the rows were new. */
function keep(found: readonly FoundRow[], rows: Map<string, FoundRow>): number {
  const before = rows.size;
  for (const row of found) {
    const id = row.fields['_id'];
    rows.set(typeof id === 'string' ? id : JSON.stringify(row.fields), row);
  }
  return rows.size - before;
}

/** Room for two uploaders of one row a minute. */
function countFor(span: LookSpan): number {
  return 50 + Math.ceil(((span.to - span.from) / MINUTE_MS) * 2);
}
