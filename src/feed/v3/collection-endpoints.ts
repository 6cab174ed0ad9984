import type { Context } from 'hono';
import { BridgeFailure } from '../../domain/failure.ts';
import { epochMs, SECOND_MS } from '../../domain/instant.ts';
import { printHttpDate } from '../../platform/http-date.ts';
import type { FeedRows } from '../feed-rows.ts';
import { answerStatus } from './answer.ts';
import { BadRequest } from './bad-request.ts';
import type { Collection } from './collections.ts';
import { findDocument } from './find-document.ts';
import { readHistory } from './history.ts';
import { readProjection } from './projection.ts';
import { readQueryFilter } from './query-filter.ts';
import { readLimit, readQueryPage } from './query-page.ts';
import { readInstant } from './query-value.ts';
import { searchDocuments } from './search.ts';
import type { Turns } from './turns.ts';
import type { Render } from './v3-format.ts';

const NO_INSTANT = 'Bad or missing Last-Modified header/parameter';

/** A request for documents of a collection. */
export interface Asked {
  readonly context: Context;
  readonly collection: Collection;
  /** Writes the answer in the format that is asked for. */
  readonly render: Render;
  readonly turns: Turns;
}

/** GET of a collection: the documents that match. */
export async function answerSearch({
  context,
  collection,
  render,
  turns,
}: Asked): Promise<Response> {
  const query = queryOf(context);
  const project = readProjection(query);
  const filter = await readQueryFilter(query);
  const { signal } = context.req.raw;
  const page = readQueryPage(query);
  const found = await searchDocuments(collection, filter, page, { turns, signal });
  return render(context, found.map(project), {});
}

/** GET of one document, by its identifier or its `_id`. */
export async function answerRead(
  { context, collection, render, turns }: Asked,
  identifier: string,
): Promise<Response> {
  const { signal } = context.req.raw;
  const found = await findDocument(collection, identifier, { turns, signal });
  if (found === undefined) return answerStatus(context, 404);
  const modified = Number(found['srvModified']);
  const headers = { 'Last-Modified': printHttpDate(epochMs(modified)) };
  const since = readInstant(context.req.header('if-modified-since') ?? '');
  if (since !== undefined && wholeSecond(modified) <= wholeSecond(since)) {
    return context.body(null, 304, headers);
  }
  return render(context, readProjection(queryOf(context))(found), headers);
}

/** GET of what changed after an instant in the path, or since the second that the header `Last-Modified` names. */
export async function answerHistory(
  { context, collection, render }: Asked,
  rows: FeedRows,
  after: string | undefined,
): Promise<Response> {
  const named = readInstant(after ?? context.req.header('last-modified') ?? '');
  if (named === undefined) throw new BadRequest(NO_INSTANT);
  const sinceMs = after === undefined ? wholeSecond(named) : named + 1;
  const query = queryOf(context);
  const project = readProjection(query);
  const { documents, lastModified } = await readHistory(
    rows,
    collection,
    sinceMs,
    readLimit(query),
    context.req.raw.signal,
  );
  return render(
    context,
    documents.map(project),
    lastModified === undefined
      ? {}
      : {
          'Last-Modified': printHttpDate(epochMs(lastModified)),
          ETag: `W/"${lastModified}"`,
        },
  );
}

/** Turns what cannot be answered into 400. */
export async function badRequests(
  context: Context,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (thrown) {
    if (thrown instanceof BadRequest || isBadQuery(thrown))
      return answerStatus(context, 400, thrown.message);
    throw thrown;
  }
}

function isBadQuery(thrown: unknown): thrown is BridgeFailure {
  return thrown instanceof BridgeFailure && thrown.code === 'feed.bad_query';
}

function queryOf(context: Context): URLSearchParams {
  return new URL(context.req.url).searchParams;
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS;
}
