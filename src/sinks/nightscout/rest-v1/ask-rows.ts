import { foundDocument, type FoundDocument } from '../found-document.ts';
import type { SiteClient } from './client.ts';
import { notNightscout, queryFailed, type Wares } from '../rest/failures.ts';

/** Name and value of each part of a query, in order. */
export type QueryParts = readonly (readonly [string, string])[];

/** Fewer rows than this are believed to be all: no site is known to cap lower (10 is Nightscout's default). */
const SURELY_ALL = 10;
/** Rows of one answer. */
const PAGE = 1_000;
/** Pages of one question; beyond that the site does not page as asked. */
const MOST_PAGES = 200;
/** Identifiers of one request: few enough for every query parser and proxy. */
const NAMES_PER_REQUEST = 20;

/** Asks one collection of a site for its rows. */
export interface RowAsker {
  /** All rows between two texts or numbers of the field the site sorts by, both ends included. */
  between(
    from: string | number,
    to: string | number,
    more: QueryParts,
    signal: AbortSignal,
  ): Promise<readonly FoundDocument[]>;
  /** All rows whose field is one of these values, however old unless told `from` where in the sorting field on. */
  whereIn(
    field: string,
    values: readonly string[],
    more: QueryParts,
    signal: AbortSignal,
    from?: string,
  ): Promise<readonly FoundDocument[]>;
}

/** One collection: its path below `/api/v1`, the field it is sorted by, newest first, and that field's least value. */
export interface AskedCollection {
  readonly path: string;
  readonly field: 'created_at' | 'date';
  /** Any condition on the field keeps the site from adding its floor of four days. */
  readonly least: string;
  readonly wares: Wares;
}

/** Builds questions; every one names the sorting field, as the site would else hide what is older than four days. */
export function createRowAsker(client: SiteClient, collection: AskedCollection): RowAsker {
  const { path, field, least, wares } = collection;

  async function ask(query: QueryParts, signal: AbortSignal): Promise<readonly FoundDocument[]> {
    const text = [['count', String(PAGE)] as const, ...query]
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&');
    const answer = await client.send({ method: 'GET', path: `${path}?${text}` }, signal);
    const said = client.read(answer, wares);
    // QUIRK(nightscout, 15.0.7): where its database fails, these collections answer 200 and `null`.
    if (said === null) throw queryFailed(client.site, wares);
    if (!Array.isArray(said)) throw notNightscout(client.site);
    return said.map((raw: unknown) => {
      const row = foundDocument(raw);
      if (row === undefined) throw notNightscout(client.site);
      return row;
    });
  }

  /** A site that caps its answers is asked on, from the oldest row it gave, until nothing new comes. */
  async function all(
    from: string | number,
    to: string | number | undefined,
    more: QueryParts,
    signal: AbortSignal,
  ): Promise<readonly FoundDocument[]> {
    const rows = new Map<string, FoundDocument>();
    let end = to;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const found = await ask(
        [
          ...more,
          [`find[${field}][$gte]`, String(from)],
          ...(end === undefined ? [] : [[`find[${field}][$lte]`, String(end)] as const]),
        ],
        signal,
      );
      const before = rows.size;
      for (const row of found) {
        rows.set(typeof row.id === 'string' ? row.id : JSON.stringify(row.fields), row);
      }
      const last = found.at(-1)?.fields[field];
      if (found.length < SURELY_ALL || rows.size === before) return [...rows.values()];
      if (typeof last !== 'string' && typeof last !== 'number') return [...rows.values()];
      end = last;
    }
    throw notNightscout(client.site);
  }

  return {
    between: all,
    async whereIn(name, values, more, signal, from = least) {
      const rows: FoundDocument[] = [];
      for (let start = 0; start < values.length; start += NAMES_PER_REQUEST) {
        const some = values.slice(start, start + NAMES_PER_REQUEST);
        const parts = some.map((value) => [`find[${name}][$in][]`, value] as const);
        rows.push(...(await all(from, undefined, [...more, ...parts], signal)));
      }
      return rows;
    },
  };
}
