import { epochMs } from '../../domain/instant.ts';
import { httpDate } from '../wire/http-date.ts';
import { jsonReply, textReply, type WireReply } from '../wire/wire-reply.ts';
import type { Row } from './row.ts';

/** What follows the last dot of the path, and the type it stands for. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  svg: 'image/svg+xml',
  png: 'image/png',
  html: 'text/html',
};

const COLUMNS = ['dateString', 'date', 'sgv', 'direction', 'device'] as const;

/** A path without its extension, and what the client accepts once the extension has had its say. */
export function splitExtension(
  path: string,
  accept: string | undefined,
): { readonly path: string; readonly accept: string } {
  const match = /\.([a-z]+)$/i.exec(path);
  const type = EXTENSIONS[match?.[1]?.toLowerCase() ?? ''];
  return type && match
    ? { path: path.slice(0, match.index), accept: type }
    : { path, accept: accept ?? '*/*' };
}

/** Entries as JSON, or as tab- or comma-separated text: without an extension `*∕*` gets the text. */
export function formatEntries(rows: readonly Row[], accept: string): WireReply {
  const newest = rows[0]?.['date'];
  const headers: Record<string, string> =
    typeof newest === 'number' ? { 'last-modified': httpDate(epochMs(Math.trunc(newest))) } : {};
  const separator = separatorFor(accept);
  if (separator === undefined) return jsonReply(200, rows, headers);
  const lines = rows.map((row) =>
    COLUMNS.map((column) => (row[column] === null ? '""' : JSON.stringify(row[column]))).join(
      separator,
    ),
  );
  const type = separator === ',' ? 'text/csv' : 'text/plain';
  return textReply(200, `${type}; charset=utf-8`, lines.join('\r\n'), headers);
}

function separatorFor(accept: string): string | undefined {
  const wanted = accept
    .split(',')
    .map((part, at) => {
      const [type = '', ...rest] = part.trim().toLowerCase().split(';');
      const weight = rest.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean);
      return { type: type.trim(), weight: weight === undefined ? 1 : Number(weight), at };
    })
    .sort((a, b) => b.weight - a.weight || a.at - b.at);
  for (const { type } of wanted) {
    if (type === 'application/json' || type === 'application/*') return undefined;
    if (type === 'text/csv') return ',';
    if (['*/*', 'text/*', 'text/plain', 'text/tab-separated-values'].includes(type)) return '\t';
  }
  return undefined;
}
