import { epochMs, toIsoUtc } from '../../../domain/instant.ts';
import type { WireReply } from '../../wire/wire-reply.ts';
import { matches, type Find } from '../find-query.ts';
import type { Row } from '../row.ts';
import type { CollectionName, Site, SiteCall } from '../site.ts';
import { isNumeric, readV3Date } from './v3-dates.ts';
import { shown } from './v3-documents.ts';
import { v3Result, v3Status } from './v3-replies.ts';

/** Rows of one answer, unless fewer are asked for. */
const MOST_ROWS = 1_000;
const RESERVED = ['token', 'sort', 'sort$desc', 'limit', 'skip', 'fields', 'now'];
const OPERATORS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin', 're'];

/** GET /:collection: what nobody has deleted. */
export function searchRows(site: Site, call: SiteCall, name: CollectionName): WireReply {
  const { query } = call;
  const find: Find = {};
  for (const [param, value] of query) {
    if (RESERVED.includes(param)) continue;
    const [, field = param, operator = 'eq'] = /^(.*)\$([a-zA-Z]+)$/.exec(param) ?? [];
    if (!OPERATORS.includes(operator)) {
      return v3Status(400, `Unsupported filter operator ${operator}`);
    }
    // Of two conditions on one field the last one counts.
    find[field] = condition(operator, readValue(field, value, site.hostUtcOffsetMinutes));
  }
  if (query.has('sort') && query.has('sort$desc')) {
    return v3Status(400, 'Parameters sort and sort_desc cannot be combined');
  }
  const limit = query.has('limit') ? Number(query.get('limit')) : MOST_ROWS;
  if (!(limit > 0 && limit <= MOST_ROWS)) return v3Status(400, 'Parameter limit out of tolerance');
  const skip = query.has('skip') ? Number(query.get('skip')) : 0;
  if (!(skip >= 0)) return v3Status(400, 'Parameter skip out of tolerance');
  const first = query.get('sort$desc') ?? query.get('sort');
  const order = [...(first === null ? [] : [first]), 'identifier', 'created_at', 'date'];
  const sign = query.has('sort$desc') ? -1 : 1;
  const rows = site.collections[name]
    .filter((row) => row['isValid'] !== false && matches(row, find))
    .sort((a, b) => sign * (order.map((field) => compare(a[field], b[field])).find(Boolean) ?? 0));
  const fields = query.get('fields');
  return v3Result(rows.slice(skip, skip + limit).map((row) => projected(shown(row, name), fields)));
}

/** GET /:collection/history/:lastModified: what was changed since, deleted documents too. */
export function historyRows(site: Site, name: CollectionName, since: string): WireReply {
  const from = readV3Date(since, 0)?.ms;
  if (from === undefined) return v3Status(400, 'Bad or missing Last-Modified header/parameter');
  const rows = site.collections[name]
    .filter((row) => typeof row['srvModified'] === 'number' && row['srvModified'] > from)
    .sort((a, b) => compare(a['srvModified'], b['srvModified']));
  return v3Result(rows.slice(0, MOST_ROWS).map((row) => shown(row, name)));
}

/** A document with the fields asked for. */
export function projected(row: Row, fields: string | null): Row {
  if (fields === null || fields === '' || fields === '_all') return row;
  const wanted = fields.split(',');
  return Object.fromEntries(Object.entries(row).filter(([field]) => wanted.includes(field)));
}

function condition(operator: string, value: unknown): unknown {
  switch (operator) {
    case 'eq':
      return value;
    case 're':
      return { $regex: String(value) };
    case 'in':
    case 'nin':
      return { [`$${operator}`]: String(value).split('|') };
    default:
      return { [`$${operator}`]: value };
  }
}

function readValue(field: string, text: string, hostUtcOffsetMinutes: number): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  const quoted = /^'(.*)'$/.exec(text)?.[1];
  const value = isNumeric(text) ? Number.parseFloat(text) : (quoted ?? text);
  const read = readV3Date(value, hostUtcOffsetMinutes);
  if (read === undefined) return value;
  if (['date', 'srvModified', 'srvCreated'].includes(field)) return read.ms;
  return field === 'created_at' ? toIsoUtc(epochMs(read.ms)) : value;
}

/** As MongoDB sorts: what is missing, then numbers, then texts. */
function compare(a: unknown, b: unknown): number {
  const rank = (value: unknown): number =>
    typeof value === 'number' ? 1 : typeof value === 'string' ? 2 : 0;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string' || a === b) return 0;
  return a < b ? -1 : 1;
}
