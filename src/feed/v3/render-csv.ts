import type { Document } from './document.ts';

/**
 * Documents as a table with a heading (RFC 4180, lines end with a line feed). Nightscout takes the columns of its first document
 * for those of all; here every field of every document has one.
 */
export function renderCsv(documents: readonly Document[]): string {
  const columns = [...new Set(documents.flatMap((document) => Object.keys(document)))];
  if (columns.length === 0) return '';
  return (
    [columns, ...documents.map((document) => columns.map((column) => document[column]))]
      // A line with nothing on it would be no document to most readers of tables.
      .map((cells) => `${cells.map(cellOf).join(',') || '""'}\n`)
      .join('')
  );
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
