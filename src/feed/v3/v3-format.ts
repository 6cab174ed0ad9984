import type { Context } from 'hono';
import { negotiate } from '../answer/negotiate.ts';
import { answerResult } from './answer.ts';
import type { Document } from './document.ts';
import { renderCsv } from './render-csv.ts';
import { renderXml } from './render-xml.ts';

/** The last part of a path without its extension. */
export interface SplitName {
  readonly name: string;
  readonly extension: string | undefined;
}

/** Parts `entries.json`. */
export function splitExtension(text: string): SplitName {
  const dot = text.indexOf('.');
  return dot < 0
    ? { name: text, extension: undefined }
    : { name: text.slice(0, dot), extension: text.slice(dot + 1).toLowerCase() };
}

/** Writes an answer that holds documents. */
export type Render = (
  context: Context,
  result: Document | readonly Document[],
  headers: Readonly<Record<string, string>>,
) => Response;

const RENDERS: Readonly<Record<string, Render>> = {
  json: answerResult,
  csv: (context, result, headers) =>
    context.body(renderCsv(isList(result) ? result : [result]), 200, {
      ...headers,
      'Content-Type': 'text/csv; charset=utf-8',
    }),
  xml: (context, result, headers) =>
    context.body(renderXml(result), 200, {
      ...headers,
      'Content-Type': 'application/xml; charset=utf-8',
    }),
};
/** In the order in which a reader that takes anything gets them. */
const TYPES: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'text/csv': 'csv',
  'application/xml': 'xml',
};

/** The format asked for; undefined for one that is not spoken here. An extension outweighs what the reader says it accepts. */
export function renderOf(context: Context, extension: string | undefined): Render | undefined {
  if (extension !== undefined) {
    return Object.hasOwn(RENDERS, extension) ? RENDERS[extension] : undefined;
  }
  context.header('Vary', 'Accept');
  const type = negotiate(context.req.header('Accept'), Object.keys(TYPES));
  return RENDERS[TYPES[type ?? ''] ?? ''];
}

function isList(result: Document | readonly Document[]): result is readonly Document[] {
  return Array.isArray(result);
}
