import { notNightscout, type Wares } from '../rest/failures.ts';
import { fieldOf } from './answer.ts';
import type { V3Client } from './client.ts';

/** Name and value of each part of a query, in order. */
export type QueryParts = readonly (readonly [string, string])[];

/** A collection and what it is called in messages. */
export interface V3Collection {
  readonly name: 'entries' | 'treatments' | 'devicestatus';
  readonly wares: Wares;
}

/** Rows of a collection as API v3 shows them: without `_id`, and without those that somebody deleted. */
export type V3Row = Readonly<Record<string, unknown>>;

/** Fewer rows than this are believed to be all: no site is known to cap lower. */
const SURELY_ALL = 10;
/** Pages of one question; beyond that the site does not page as asked. */
const MOST_PAGES = 1_000;
/** Identifiers of one request: few enough for every query parser and proxy. */
const NAMES_PER_REQUEST = 20;

/** One question. No limit is named: a site refuses one above its own. */
export async function askRows(
  client: V3Client,
  { name, wares }: V3Collection,
  query: QueryParts,
  signal: AbortSignal,
): Promise<readonly V3Row[]> {
  const text = query
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
  const answer = await client.send({ method: 'GET', path: `/${name}?${text}` }, signal);
  if (answer.status < 200 || answer.status > 299) throw client.failureOf(answer, wares);
  const rows = fieldOf(answer, 'result');
  if (!Array.isArray(rows) || !rows.every(isRow)) throw notNightscout(client.site);
  return rows;
}

/**
 * All rows between two values of a field, both included.
 *
 * QUIRK(nightscout, 15.0.7): of two conditions on one field only the last one counts, so that a span cannot be asked for. The
 * rows from its beginning on are asked for in order, page by page, until its end has come by.
 */
export async function rowsBetween<Bound extends string | number>(
  client: V3Client,
  collection: V3Collection,
  field: string,
  { from, to }: { readonly from: Bound; readonly to: Bound },
  more: QueryParts,
  signal: AbortSignal,
): Promise<readonly V3Row[]> {
  const isWithin = (row: V3Row | undefined): boolean => {
    const value = valueAt(row, field, from);
    return value !== undefined && value <= to;
  };
  const query = [...more, [`${field}$gte`, String(from)], ['sort', field]] as const;
  const rows = await pageByPage(client, collection, query, isWithin, signal);
  return rows.filter(isWithin);
}

/** All rows whose field is a text that begins like this. @param beginning digits, dashes and the like only */
export function rowsBeginning(
  client: V3Client,
  collection: V3Collection,
  field: string,
  beginning: string,
  more: QueryParts,
  signal: AbortSignal,
): Promise<readonly V3Row[]> {
  const query = [...more, [`${field}$re`, `^${beginning}`], ['sort', field]] as const;
  return pageByPage(client, collection, query, () => true, signal);
}

/** The rows that bear one of these identifiers, however old. */
export async function rowsNamed(
  client: V3Client,
  collection: V3Collection,
  identifiers: readonly string[],
  signal: AbortSignal,
): Promise<readonly V3Row[]> {
  const rows: V3Row[] = [];
  for (let start = 0; start < identifiers.length; start += NAMES_PER_REQUEST) {
    const some = identifiers.slice(start, start + NAMES_PER_REQUEST).join('|');
    const query = [['identifier$in', some]] as const;
    rows.push(...(await pageByPage(client, collection, query, () => true, signal)));
  }
  return rows;
}

/**
 * Asks one question on and on, while its last row says that more may follow. Pages are told apart by how many rows came before:
 * a value would not do, as a page may be full of one, and a site makes another instant of a text with an offset.
 */
async function pageByPage(
  client: V3Client,
  collection: V3Collection,
  query: QueryParts,
  mayFollow: (last: V3Row | undefined) => boolean,
  signal: AbortSignal,
): Promise<readonly V3Row[]> {
  const rows: V3Row[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const skip = page === 0 ? [] : [['skip', String(rows.length)] as const];
    const found = await askRows(client, collection, [...query, ...skip], signal);
    rows.push(...found);
    if (found.length < SURELY_ALL || !mayFollow(found.at(-1))) return rows;
  }
  throw notNightscout(client.site);
}

/** The field, where it is of the kind that is asked for: a site compares values of one kind only. */
function valueAt<Bound extends string | number>(
  row: V3Row | undefined,
  field: string,
  like: Bound,
): Bound | undefined {
  const value = row?.[field];
  return typeof value === typeof like ? (value as Bound) : undefined;
}

function isRow(value: unknown): value is V3Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
