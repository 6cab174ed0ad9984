import { MongoError } from './site-error.ts';
import { isRow, type Row } from './row.ts';

/** The `find` part of a query string, nested as it was written; leaves are texts. */
export type Find = Record<string, unknown>;

/** Indices beyond this make an object, not a list. */
const GREATEST_INDEX = 20;

/** Reads `find[field][$op]=value`, `…[]=` and `…[0]=` the way Express nests them. */
export function readFind(query: URLSearchParams): Find {
  const find: Find = {};
  for (const [name, value] of query) {
    if (!name.startsWith('find[')) continue;
    const keys = [...name.slice(4).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
    if (keys.length > 0 && !keys.includes('__proto__')) put(find, keys, value);
  }
  return toLists(find) as Find;
}

function put(into: Row, keys: readonly string[], value: string): void {
  const [first = '', ...rest] = keys;
  const key = first === '' ? String(Object.keys(into).length) : first;
  if (rest.length > 0) {
    const inner = isRow(into[key]) ? into[key] : {};
    into[key] = inner;
    put(inner, rest, value);
    return;
  }
  const known = into[key];
  into[key] =
    known === undefined
      ? value
      : Array.isArray(known)
        ? [...(known as unknown[]), value]
        : [known, value];
}

function toLists(value: unknown): unknown {
  if (!isRow(value)) return value;
  const keys = Object.keys(value);
  const isList =
    keys.length > 0 && keys.every((key) => /^\d+$/.test(key) && Number(key) <= GREATEST_INDEX);
  if (isList) return keys.map((key) => toLists(value[key]));
  return Object.fromEntries(keys.map((key) => [key, toLists(value[key])]));
}

/** Turns the leaves under the named fields into whole numbers, as the site does. */
export function withNumbers(find: Find, fields: readonly string[]): Find {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return Number.parseInt(value, 10);
    if (Array.isArray(value)) return value.map(walk);
    if (isRow(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
    }
    return value;
  };
  return Object.fromEntries(
    Object.entries(find).map(([field, value]) => [
      field,
      fields.includes(field) ? walk(value) : value,
    ]),
  );
}

/** True when the row satisfies the query. @throws MongoError on an operator MongoDB would refuse. */
export function matches(row: Row, find: Find): boolean {
  return Object.entries(find).every(([field, wanted]) => {
    if (field === '$or' || field === '$and') {
      if (!Array.isArray(wanted)) throw new MongoError(`${field} must be an array`);
      const each = (part: unknown): boolean => isRow(part) && matches(row, part);
      return field === '$or' ? wanted.some(each) : wanted.every(each);
    }
    const value = valueAt(row, field);
    const isOperators = isRow(wanted) && Object.keys(wanted).some((key) => key.startsWith('$'));
    if (!isOperators) return equals(value, wanted);
    return Object.entries(wanted).every(([operator, operand]) =>
      satisfies(value, operator, operand, wanted),
    );
  });
}

function valueAt(row: Row, path: string): unknown {
  let value: unknown = row;
  for (const key of path.split('.')) value = isRow(value) ? value[key] : undefined;
  return value;
}

function equals(value: unknown, wanted: unknown): boolean {
  if (wanted === null || wanted === undefined) return value === null || value === undefined;
  if (wanted instanceof RegExp) return typeof value === 'string' && wanted.test(value);
  return value === wanted || JSON.stringify(value) === JSON.stringify(wanted);
}

function satisfies(value: unknown, operator: string, operand: unknown, all: Row): boolean {
  switch (operator) {
    case '$eq':
      return equals(value, operand);
    case '$ne':
      return !equals(value, operand);
    case '$gt':
      return compare(value, operand, (order) => order > 0);
    case '$gte':
      return compare(value, operand, (order) => order >= 0);
    case '$lt':
      return compare(value, operand, (order) => order < 0);
    case '$lte':
      return compare(value, operand, (order) => order <= 0);
    case '$in':
    case '$nin': {
      if (!Array.isArray(operand)) throw new MongoError(`${operator} needs an array`);
      return operand.some((one) => equals(value, one)) === (operator === '$in');
    }
    case '$exists':
      // Any text is true to MongoDB, "false" too.
      return (value !== undefined) === (operand !== 0 && operand !== false && operand !== null);
    case '$regex': {
      const flags = typeof all['$options'] === 'string' ? all['$options'] : '';
      return typeof value === 'string' && new RegExp(String(operand), flags).test(value);
    }
    case '$options':
      return true;
    default:
      throw new MongoError(`unknown operator: ${operator}`);
  }
}

/** Only values of one kind are compared; a number is never above or below a text. */
function compare(a: unknown, b: unknown, accept: (order: number) => boolean): boolean {
  if (typeof a === 'number' && typeof b === 'number') return accept(a - b);
  if (typeof a === 'string' && typeof b === 'string') return accept(a < b ? -1 : a > b ? 1 : 0);
  return false;
}
