import type { Context } from 'hono';
import { epochMs } from '../../domain/instant.ts';
import { parseHttpDate, printHttpDate } from '../../platform/http-date.ts';
import { etagOf, namesEtag } from './etag.ts';
import type { Body } from './format.ts';

/** How old an answer is. */
export interface Age {
  /** Date of the newest row, UTC ms: `Last-Modified`, as Nightscout has it. */
  readonly newestMs: number;
  /** When that row came in, UTC ms: a reading can be hours old by then. */
  readonly recordedMs: number;
  /**
   * Nothing in the answer was added, changed or taken away since its newest row came in: who has that row has the
   * rest. Nightscout takes it for granted; here a late or corrected value is sent again.
   */
  readonly isSettled: boolean;
}

/** May be kept, and asked for anew each time. Without a word of ours some readers would show yesterday’s glucose for hours. */
export const CACHE_CONTROL = 'private, no-cache';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers with a body, or with 304 where the reader has it already. */
export function send(
  context: Context,
  { text, etag }: Body,
  contentType: string,
  age?: Age,
): Response {
  const headers: Record<string, string> = { ETag: etag, 'Cache-Control': CACHE_CONTROL };
  if (age !== undefined) headers['Last-Modified'] = printHttpDate(epochMs(age.newestMs));
  if (isKnown(context, etag, age)) return context.body(null, 304, headers);
  return context.body(text, 200, { ...headers, 'Content-Type': contentType });
}

/** The same for what is sent as JSON. */
export function sendJson(context: Context, value: unknown): Response {
  const text = JSON.stringify(value);
  return send(context, { text, etag: etagOf(text) }, JSON_TYPE);
}

function isKnown(context: Context, etag: string, age: Age | undefined): boolean {
  const ifNoneMatch = context.req.header('If-None-Match');
  if (ifNoneMatch !== undefined) return namesEtag(ifNoneMatch, etag);
  const since = parseHttpDate(context.req.header('If-Modified-Since'));
  if (since === undefined || age?.isSettled !== true) return false;
  // What we named ourselves, or an hour at which everything had come in. In between, the reader looked before the newest row was here.
  return since === wholeSecond(age.newestMs) || since > Math.max(age.newestMs, age.recordedMs);
}

/** Headers hold whole seconds. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
