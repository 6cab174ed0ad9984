import type { Context } from 'hono';
import type { StoredRow } from '../feed-rows.ts';
import { bodyOf, type Format } from './format.ts';
import { CACHE_CONTROL, send, type Age } from './send.ts';

/** More rows than these are sent as they are read, so that years of them never lie in memory. */
const MOST_AT_ONCE = 10_000;

/** What is sent, and how. */
export interface RowsAnswer<Row extends StoredRow> {
  readonly pages: AsyncGenerator<readonly Row[], void>;
  readonly format: Format<Row>;
  readonly ageOf: (rows: readonly Row[]) => Promise<Age | undefined>;
}

/** Answers with rows. Up to ten thousand have a tag and may be answered with 304; more go out in pieces. */
export async function sendRows<Row extends StoredRow>(
  context: Context,
  { pages, format, ageOf }: RowsAnswer<Row>,
): Promise<Response> {
  let rows: readonly Row[] = [];
  let next = await pages.next();
  while (next.done !== true && rows.length <= MOST_AT_ONCE) {
    rows = rows.length === 0 ? next.value : [...rows, ...next.value];
    next = await pages.next();
  }
  if (next.done === true) {
    return send(context, await bodyOf(rows, format), format.contentType, await ageOf(rows));
  }
  const ahead = next.value;
  return context.body(streamOf(rows, ahead, pages, format), 200, {
    'Content-Type': format.contentType,
    'Cache-Control': CACHE_CONTROL,
  });
}

/** The body piece by piece, each read when the last one has left. A failure midway breaks the connection: no half answer looks whole. */
function streamOf<Row extends StoredRow>(
  rows: readonly Row[],
  ahead: readonly Row[],
  pages: AsyncGenerator<readonly Row[], void>,
  format: Format<Row>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting: (readonly Row[])[] = [rows, ahead];
  let before = format.opening;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const page = waiting.shift() ?? (await nextOf(pages));
        if (page === undefined) {
          controller.enqueue(encoder.encode(format.closing));
          controller.close();
          return;
        }
        if (page.length === 0) continue;
        const text = page.map(format.text).join(format.separator);
        controller.enqueue(encoder.encode(before + text));
        before = format.separator;
        return;
      }
    },
    async cancel() {
      waiting = [];
      await pages.return(undefined);
    },
  });
}

async function nextOf<Page>(pages: AsyncGenerator<Page, void>): Promise<Page | undefined> {
  const next = await pages.next();
  return next.done === true ? undefined : next.value;
}
