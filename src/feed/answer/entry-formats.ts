import type { Context } from 'hono';
import { JSON_FORMAT, type Format } from './format.ts';
import { negotiate } from './negotiate.ts';

/** The columns of a table, in their order. */
const COLUMNS = ['dateString', 'date', 'sgv', 'direction', 'device'];

/** In the order in which a reader that takes anything gets them. */
const FORMATS: Readonly<Record<string, Format<object>>> = {
  'text/plain': table('text/plain; charset=utf-8', '\t'),
  'text/tab-separated-values': table('text/tab-separated-values; charset=utf-8', '\t'),
  'text/csv': table('text/csv; charset=utf-8', ','),
  'application/json': JSON_FORMAT,
};

/**
 * The format of an answer with entries.
 *
 * QUIRK(nightscout, 15.0.7): a path without an ending, asked for by a reader that takes anything, is a table with tabs; what is
 * asked for in a format that is not known comes as JSON.
 */
export function entryFormat(context: Context, accept: string | undefined): Format<object> {
  context.header('Vary', 'Accept');
  return FORMATS[negotiate(accept, Object.keys(FORMATS)) ?? ''] ?? JSON_FORMAT;
}

/** Five columns without a heading, texts in quotation marks, a missing field empty. */
function table(contentType: string, separator: string): Format<object> {
  return {
    contentType,
    opening: '',
    separator: '\r\n',
    closing: '',
    text: (row) =>
      COLUMNS.map((column) => {
        const field = (row as Readonly<Record<string, unknown>>)[column];
        return field === undefined ? '' : JSON.stringify(field);
      }).join(separator),
  };
}
