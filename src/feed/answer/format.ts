import { setImmediate as breathe } from 'node:timers/promises';
import { etagOf } from './etag.ts';

/** How rows are written into a body. */
export interface Format<Row> {
  readonly contentType: string;
  readonly opening: string;
  readonly separator: string;
  readonly closing: string;
  readonly text: (row: Row) => string;
}

/** A JSON array. Rows never change: each is turned into text once. */
export function jsonFormat<Row extends object>(shown: (row: Row) => object): Format<Row> {
  const texts = new WeakMap<Row, string>();
  return {
    contentType: 'application/json; charset=utf-8',
    opening: '[',
    separator: ',',
    closing: ']',
    text: (row) => {
      let text = texts.get(row);
      if (text === undefined) texts.set(row, (text = JSON.stringify(shown(row))));
      return text;
    },
  };
}

/** Rows as they are. */
export const JSON_FORMAT = jsonFormat((row: object) => row);

/** A whole body, with its tag. */
export interface Body {
  readonly text: string;
  readonly etag: string;
}

/** What was made of arrays that are still in use. */
const bodies = new WeakMap<readonly unknown[], Map<unknown, Body>>();

/** Rows that are written in one go. */
const ROWS_AT_ONCE = 500;

/** The whole body; made once for an array, as rows and arrays of them never change. Between parts of a long one everything else has its turn. */
export async function bodyOf<Row>(rows: readonly Row[], format: Format<Row>): Promise<Body> {
  let made = bodies.get(rows);
  if (made === undefined) bodies.set(rows, (made = new Map<unknown, Body>()));
  let body = made.get(format);
  if (body === undefined) {
    const parts: string[] = [];
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      if (start > 0) await breathe();
      const part = rows.slice(start, start + ROWS_AT_ONCE);
      parts.push(part.map(format.text).join(format.separator));
    }
    const text = format.opening + parts.join(format.separator) + format.closing;
    made.set(format, (body = { text, etag: etagOf(text) }));
  }
  return body;
}
