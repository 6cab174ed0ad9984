import fc from 'fast-check';
import type { DescribedOperation, Parameter, Part } from './described-operations.ts';

/** A request made from the description. */
export interface AnyRequest {
  /** Path and query as they are sent, without a credential. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Values that a description allows, or any that somebody might send. */
export type Manner = 'valid' | 'any';

/** Facts of the seeded feed that make a value a good one. */
export interface Known {
  readonly now: number;
  readonly ids: readonly string[];
  readonly identifiers: readonly string[];
  readonly secret: string;
}

const HOSTILE = [
  '',
  ' ',
  '0',
  '-1',
  '1e400',
  '-0',
  'NaN',
  'Infinity',
  '9'.repeat(40),
  '0x10',
  'null',
  'undefined',
  'true',
  '[object Object]',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '$where',
  '$gt',
  '"',
  "'",
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '..\\..',
  '%00',
  '\u0000',
  '\u202e',
  '😀',
  '(((((a+)+)+)+)+)$',
  '[',
  '\\',
  '{1..1000000}',
  '{{{',
  '{a,b}{c,d}{e,f}',
  '2026-02-30T25:61:61Z',
  '+275761-01-01T00:00:00.000Z',
  '-000001-01-01T00:00:00.000Z',
  'x'.repeat(3_000),
];
/** As they are put into a path, undecoded. */
const RAW_SEGMENTS = ['%', '%zz', '%2F', '%2e%2e', '..', '.', '%C0%80', '%ff', '.json', 'a.b.c', ';x=1', '%00']; // prettier-ignore
const FIELDS = ['date', 'sgv', 'type', 'dateString', 'direction', 'device', 'created_at', 'eventType', '_id', 'mbg', 'identifier', 'dexcom.id', 'nothing', '__proto__', '$or']; // prettier-ignore
const OPERATORS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$regex', '$options', '$not', '$where', '$size']; // prettier-ignore

const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.double().map(String) },
);

/** Requests of an operation. */
export function anyRequest(
  { path, parameters }: DescribedOperation,
  manner: Manner,
  known: Known,
): fc.Arbitrary<AnyRequest> {
  const of = (place: Parameter['in']) => parameters.filter((each) => each.in === place);
  const segments = fc.record(
    Object.fromEntries(of('path').map((each) => [each.name, segment(each, manner, known)])),
  );
  const queries = fc.tuple(...of('query').map((each) => query(each, manner, known)));
  const headers = fc.tuple(...of('header').map((each) => header(each, manner, known)));
  return fc.record({ segments, queries, headers, more: surplus(manner) }).map((given) => {
    // The identifiers that are known are those of entries.
    const isNamed = manner === 'valid' && 'identifier' in given.segments;
    const parts = isNamed ? { ...given.segments, collection: 'entries' } : given.segments;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '');
    const asked = [...given.queries, given.more]
      .filter((part) => part !== '')
      // The two exclude each other.
      .filter(
        (part, _, all) =>
          manner === 'any' ||
          !part.startsWith('sort%24desc') ||
          !all.some((other) => other.startsWith('sort=')),
      ) // prettier-ignore
      .join('&');
    return {
      target: `${filled}${asked === '' ? '' : `?${asked}`}`,
      headers: Object.fromEntries(given.headers.flat()),
    };
  });
}

/** Parameters that nobody described are ignored. */
function surplus(manner: Manner): fc.Arbitrary<string> {
  if (manner === 'valid') return fc.constantFrom('', 'rr=1700000000000');
  const pair = fc.tuple(hostile, hostile).map((both) => both.map(encodeURIComponent).join('='));
  return fc.oneof(
    fc.constant(''),
    pair.filter((text) => !/^(token|secret|api-secret)/i.test(text)),
    fc.constantFrom('&&&', '=', '%', '?x', 'a[b][c][d][e][f][g][h]=1', 'count[]=1&count[]=2', 'find=1', 'find[]=1', 'find[date]', 'sort[date]=1', 'sort[date]=-1', 'sort=x'), // prettier-ignore
  );
}

function segment(each: Parameter, manner: Manner, known: Known): fc.Arbitrary<string> {
  const good = goodValue(each, known).map(encodeURIComponent);
  if (manner === 'valid') return good;
  return fc.oneof(good, hostile.map(encodeURIComponent), fc.constantFrom(...RAW_SEGMENTS));
}

function query(each: Parameter, manner: Manner, known: Known): fc.Arbitrary<string> {
  if (each.name === 'find') return find(manner, known);
  if (each.name === 'filter') return filter(manner, known);
  const value = manner === 'valid' ? goodValue(each, known) : fc.oneof(goodValue(each, known), hostile); // prettier-ignore
  const named = value.map((text) => `${encodeURIComponent(each.name)}=${encodeURIComponent(text)}`);
  return fc.oneof(fc.constant(''), named);
}

function header(
  each: Parameter,
  manner: Manner,
  known: Known,
): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const odd = hostile.map((text) =>
    text
      .replaceAll(/[^\x20-\x7e]/g, '')
      .slice(0, 200)
      .trim(),
  );
  const value = manner === 'valid' ? goodValue(each, known) : fc.oneof(goodValue(each, known), odd);
  // What changed can only be asked for since some instant.
  const asked = manner === 'valid' && each.name === 'Last-Modified' ? value : fc.option(value, { nil: undefined }); // prettier-ignore
  return asked.map((text) => (text === undefined ? [] : [[each.name, text] as const]));
}

function find(manner: Manner, { now, ids }: Known): fc.Arbitrary<string> {
  const instant = fc.integer({ min: now - 10 * 86_400_000, max: now });
  const iso = instant.map((ms) => new Date(ms).toISOString());
  const good = fc.oneof(
    fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne'), instant.map(String)).map(([operator, ms]) => `find[date][${operator}]=${ms}`), // prettier-ignore
    fc.tuple(fc.constantFrom('dateString', 'created_at'), fc.constantFrom('$gte', '$lte'), iso).map(([field, operator, text]) => `find[${field}][${operator}]=${text}`), // prettier-ignore
    fc.constantFrom('find[type]=sgv', 'find[type][$ne]=cal', 'find[sgv][$gte]=100', 'find[eventType]=Note', 'find%5Bdirection%5D=Flat', 'find[direction][$regex]=^Flat$', 'find[sgv][$in][]=100', 'find[dexcom][$exists]=true'), // prettier-ignore
    fc.constantFrom(...ids).map((id) => `find[_id][$gt]=${id}`),
  );
  const odd = fc
    .tuple(fc.constantFrom(...FIELDS), fc.constantFrom('', ...OPERATORS), hostile)
    .map(([field, operator, text]) => `find[${encodeURIComponent(field)}]${operator === '' ? '' : `[${operator}]`}=${encodeURIComponent(text)}`); // prettier-ignore
  // Two values of one field can be read only where each has an operator of its own.
  const field = (one: string) => /^find\[\w+\]/.exec(decodeURIComponent(one))?.[0];
  const clear = fc.uniqueArray(good, { maxLength: 3, selector: field });
  const any = fc.array(fc.oneof(good, odd), { maxLength: 3 });
  return (manner === 'valid' ? clear : any).map((all) => all.join('&'));
}

function filter(manner: Manner, { now, identifiers }: Known): fc.Arbitrary<string> {
  const instant = fc.integer({ min: now - 10 * 86_400_000, max: now }).map(String);
  const good = fc.oneof(
    fc.tuple(fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte'), fc.constantFrom('date', 'srvModified', 'created_at', 'sgv'), instant).map(([operator, field, text]) => `${field}$${operator}=${text}`), // prettier-ignore
    fc.constantFrom('type=sgv', 'direction$re=%5EF', 'sgv$in=100|101', 'sgv$nin=100', 'eventType=Note', 'dexcom.id$ne=1'), // prettier-ignore
    fc.constantFrom(...identifiers).map((text) => `identifier=${text}`),
  );
  const odd = fc
    .tuple(fc.constantFrom(...FIELDS), fc.constantFrom('', '$eq', '$gt', '$re', '$in', '$foo', '$$'), hostile) // prettier-ignore
    .map(([field, operator, text]) => `${encodeURIComponent(field)}${operator}=${encodeURIComponent(text)}`); // prettier-ignore
  const some = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 3 });
  return (manner === 'valid' ? some(good) : some(fc.oneof(good, odd))).map((all) => all.join('&'));
}

function goodValue({ name, schema }: Parameter, known: Known): fc.Arbitrary<string> {
  switch (name) {
    case 'Accept':
      return fc.constantFrom('application/json', '*/*', 'application/json, text/plain, */*');
    case 'If-Modified-Since':
    case 'Last-Modified':
      return fc.integer({ min: known.now - 86_400_000, max: known.now }).map((ms) => new Date(ms).toUTCString()); // prettier-ignore
    case 'If-None-Match':
      return fc.constantFrom('*', 'W/"1"', '"a", W/"b"');
    case 'spec':
      return fc.constantFrom('sgv', 'mbg', ...known.ids);
    case 'identifier':
      return fc.constantFrom(...known.identifiers);
    case 'lastModified':
      return fc.integer({ min: known.now - 20 * 86_400_000, max: known.now }).map(String);
    case 'token':
      return fc.constant(known.secret);
    default:
      return bySchema(schema);
  }
}

function bySchema(schema: Part): fc.Arbitrary<string> {
  const { enum: words, examples, minimum, maximum, type } = schema as Readonly<{ enum?: string[]; examples?: unknown[]; minimum?: number; maximum?: number; type?: string }>; // prettier-ignore
  if (words !== undefined) return fc.constantFrom(...words);
  if (type === 'integer')
    return fc.integer({ min: minimum ?? 0, max: maximum ?? 2_000 }).map(String);
  if (examples !== undefined) return fc.constantFrom(...examples.map(String));
  return fc.constantFrom('1', 'yes');
}
