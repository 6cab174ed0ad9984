import type { StoredRow } from '../feed-rows.ts';
import { HIDDEN, type Document } from './document.ts';

/** Reads the value of one field; undefined where there is none. */
export type ReadField = (row: StoredRow | Document) => unknown;

/** How to read a field of a document, or one inside another with dots (`dexcom.generation`), from a row as from a document. */
export function fieldReader(path: string): ReadField {
  const names = path.split('.');
  const [first = ''] = names;
  if (HIDDEN.includes(first)) return () => undefined;
  if (names.length === 1) return (row) => own(row, first);
  return (row) => names.reduce<unknown>(own, row);
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Document)[name]
    : undefined;
}

const RANKS = ['undefined', 'number', 'string', 'object', 'boolean'];

/** Order of two values as MongoDB has it: nothing, numbers, texts, objects, booleans; each among themselves. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a !== 'string' || typeof b !== 'string' || a === b) return 0;
  return a < b ? -1 : 1;
}

function rankOf(value: unknown): number {
  return RANKS.indexOf(value === null ? 'undefined' : typeof value);
}
