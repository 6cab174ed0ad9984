import type { StoredRow } from '../feed-rows.ts';
import { isoInstant } from '../../sinks/nightscout/iso-instant.ts';
import { readPattern } from '../query/pattern.ts';
import { BadRequest } from './bad-request.ts';
import { compareValues, fieldReader, type ReadField } from './field-value.ts';
import { readQueryValue, type QueryValue } from './query-value.ts';

/** Which documents a search asks for; they are told by their rows. */
export interface QueryFilter {
  readonly matches: (row: StoredRow) => boolean;
  /** No document dated before or after these matches, UTC ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Parameters that are no filters. `secret` and `token` are credentials. */
const RESERVED = ['token', 'secret', 'sort', 'sort$desc', 'limit', 'skip', 'fields', 'now'];
const OPERATOR = /^(.*)\$([a-zA-Z]+)/s;
const MOST_FILTERS = 50;

type Test = (value: unknown) => boolean;

const OPERATORS: Readonly<
  Record<string, (asked: QueryValue, parameter: string) => Test | Promise<Test>>
> = {
  eq: (asked) => (value) => value === asked,
  ne: (asked) => (value) => value !== asked,
  gt: ordered((order) => order > 0),
  gte: ordered((order) => order >= 0),
  lt: ordered((order) => order < 0),
  lte: ordered((order) => order <= 0),
  in: (asked) => {
    const list = String(asked).split('|');
    return (value) => list.includes(textOf(value));
  },
  nin: (asked) => {
    const list = String(asked).split('|');
    return (value) => !list.includes(textOf(value));
  },
  re: async (asked, parameter) => {
    const pattern = await readPattern(String(asked), '', parameter);
    return (value) => typeof value === 'string' && pattern.test(value);
  },
};

/**
 * Reads `field=value` and `field$operator=value`. Several conditions must all hold.
 * @throws BadRequest naming an operator that is none, or BridgeFailure `feed.bad_query` naming a pattern that is none
 */
export async function readQueryFilter(query: URLSearchParams): Promise<QueryFilter> {
  const conditions: { readonly read: ReadField; readonly test: Test }[] = [];
  let fromMs = Number.NEGATIVE_INFINITY;
  let toMs = Number.POSITIVE_INFINITY;
  for (const [parameter, text] of query) {
    if (RESERVED.includes(parameter)) continue;
    const match = OPERATOR.exec(parameter);
    const [field, operator] = match ? [match[1] ?? '', match[2] ?? ''] : [parameter, 'eq'];
    const makeTest = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    if (makeTest === undefined) throw new BadRequest(`Unsupported filter operator ${operator}`);
    if (conditions.length >= MOST_FILTERS) throw new BadRequest('Too many filters');
    const asked = readQueryValue(field, text);
    conditions.push({ read: fieldReader(field), test: await makeTest(asked, parameter) });
    const instant = instantOf(field, asked);
    if (instant === undefined) continue;
    if (['eq', 'gt', 'gte'].includes(operator)) fromMs = Math.max(fromMs, instant);
    if (['eq', 'lt', 'lte'].includes(operator)) toMs = Math.min(toMs, instant);
  }
  return {
    matches: (row) => conditions.every(({ read, test }) => test(read(row))),
    fromMs,
    toMs,
  };
}

/** What a list may name; the empty text, which no list of names holds on purpose, for anything else. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The date in UTC ms that a condition is about, if it is about one. */
function instantOf(field: string, asked: QueryValue): number | undefined {
  if (field === 'date') return typeof asked === 'number' ? asked : undefined;
  return field === 'created_at' ? isoInstant(asked) : undefined;
}

/** A value is only compared with one of its own kind. */
function ordered(holds: (order: number) => boolean): (asked: QueryValue) => Test {
  return (asked) => (value) => typeof value === typeof asked && holds(compareValues(value, asked));
}
