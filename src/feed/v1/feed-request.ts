import type { Context } from 'hono';
import type { Admission } from '../../platform/reader-access.ts';
import type { FeedQuery } from '../query/read-query.ts';

/** A request for one of the paths below `/api/v1`, taken apart. */
export interface FeedRequest {
  readonly context: Context;
  /** Parts of the path below `/api/v1`, without the ending. */
  readonly parts: readonly string[];
  /** What the reader takes: as the ending says, else as the header does. */
  readonly accept: string | undefined;
  readonly query: FeedQuery;
  readonly admission: Admission;
}

/** Answers a request; undefined for a path that there is none of. */
export type Endpoint = (
  request: FeedRequest,
) => Promise<Response | undefined> | Response | undefined;
