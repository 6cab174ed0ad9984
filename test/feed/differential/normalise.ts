import { createHash } from 'node:crypto';
import type { Asked } from './corpus.ts';

/** An answer as it was given. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What of an answer is compared. */
export interface Compared {
  readonly status: number;
  /** Without parameters. */
  readonly type: string;
  /** Rows and values without what differs by nature. */
  readonly body: unknown;
}

/**
 * Differ by nature: ids, the hour of the answer, and `utcOffset`, which a Nightscout overwrites with what it reads from a text
 * in UTC. `srvModified` stays: a Nightscout stores what was sent.
 */
const BY_NATURE: ReadonlySet<string> = new Set([
  '_id',
  'utcOffset',
  'now',
  'serverTime',
  'serverTimeEpoch',
  'srvDate',
]);
/** Rows a Nightscout serves from memory carry it, others do not: no reader can rely on it. */
const BY_CHANCE: ReadonlySet<string> = new Set(['mills']);

/** An answer as it is compared. */
export function compared({ status, contentType, body }: Answer): Compared {
  const type = contentType.split(';')[0]?.trim() ?? '';
  let value: unknown = body;
  if (type === 'application/json') {
    value = body === '' ? '' : without(JSON.parse(body));
  }
  // Tables of v1 have no heading; those of v3 end with a line feed.
  if (type === 'text/csv' && body.endsWith('\n')) value = without(tableOf(body));
  if (type === 'application/xml') value = sortedItems(body);
  return { status, type, body: value };
}

/** The lines of a table as objects: a Nightscout has its columns in the order in which its database keeps the fields. */
function tableOf(text: string): unknown {
  const [heading = [], ...lines] = [
    ...text.matchAll(/(?:(?:"(?:[^"]|"")*"|[^",\n]*)(?:,|\n))+?(?<=\n)/g),
  ].map(([line]) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^",\n]*)[,\n]/g)].map(([, cell = '']) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    ),
  );
  return lines.map((cells) => {
    if (cells.length !== heading.length) throw new RangeError('a line of other columns');
    return Object.fromEntries(cells.map((cell, index) => [heading[index] ?? '', cell]));
  });
}

/** Lines of each item in one order, for the same reason. */
function sortedItems(text: string): unknown {
  return text.split(/(?=<item>)/).map((item) =>
    item
      .split('\n')
      .filter((line) => !line.includes('<utcOffset>'))
      .sort(),
  );
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !BY_NATURE.has(name) && !BY_CHANCE.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]: [string, unknown]) => [name, without(held)]),
  );
}

/** Names and types of a value; lists may hold less than others’. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return 'list';
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]: [string, unknown]) => [name, shapeOf(held)]),
  );
}

/** Most rows kept whole. */
const KEPT_ROWS = 2;

/** A body short enough to be kept: of many rows the first ones, how many there are, and a digest of them all. */
export function condensed(body: unknown): unknown {
  if (typeof body === 'object' && body !== null && 'result' in body) {
    return { ...body, result: condensed(body.result) };
  }
  if (!Array.isArray(body) || body.length <= KEPT_ROWS) return body;
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  return { rows: body.length, first: body.slice(0, KEPT_ROWS) as unknown[], digest };
}

/** What is kept of an answer, by how it is judged. */
export interface KeptAnswer {
  readonly path: string;
  readonly status: number;
  readonly type?: string;
  readonly body?: unknown;
  readonly shape?: unknown;
}

/** What is kept of the answer to a request. */
export function kept(asked: Asked, answer: Compared): KeptAnswer {
  const { judged = 'whole' } = asked;
  return {
    path: asked.path.replace(/[0-9a-f]{24}/, '<id>'),
    status: answer.status,
    ...(judged === 'status' ? {} : { type: answer.type }),
    ...(judged === 'whole' ? { body: condensed(answer.body) } : {}),
    ...(judged === 'ours' ? { body: answer.body } : {}),
    ...(judged === 'shape' ? { shape: shapeOf(answer.body) } : {}),
  };
}
