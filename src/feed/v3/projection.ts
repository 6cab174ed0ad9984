import type { Document } from './document.ts';

/** Reads `fields=a,b`: only those are answered. Nothing, or `_all`: everything. */
export function readProjection(query: URLSearchParams): (document: Document) => Document {
  const text = query.get('fields') ?? '';
  if (text === '' || text === '_all') return (document) => document;
  const names = new Set(text.split(','));
  return (document) =>
    Object.fromEntries(Object.entries(document).filter(([name]) => names.has(name)));
}
