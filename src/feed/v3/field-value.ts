import type { Document } from './document.ts';

/** The value of a field of a document, of one inside another with dots (`dexcom.generation`); undefined where it has none. */
export function fieldValue(document: Document, path: string): unknown {
  let value: unknown = document;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as Document)[name];
  }
  return value;
}

const RANKS = ['undefined', 'number', 'string', 'object', 'boolean'];

/** Order of two values as MongoDB has it: nothing, numbers, texts, objects, booleans; each among themselves. */
export function compareValues(a: unknown, b: unknown): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a !== 'string' || typeof b !== 'string' || a === b) return 0;
  return a < b ? -1 : 1;
}

function rankOf(value: unknown): number {
  return RANKS.indexOf(value === null ? 'undefined' : typeof value);
}
