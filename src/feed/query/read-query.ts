import { parse } from 'qs';
import { badQuery } from './bad-query.ts';

/** What a reader may say in the query of a request. Other parameters are ignored, as Nightscout ignores them. */
export interface FeedQuery {
  readonly count?: unknown;
  readonly find?: unknown;
  readonly sort?: unknown;
  readonly token?: unknown;
  readonly secret?: unknown;
}

/** Nothing that a follower sends comes near these. */
const LIMITS = { depth: 6, parameterLimit: 200, arrayLimit: 200 } as const;

/**
 * The query of a URL, nested as Nightscout nests it: `find[date][$gte]=1` is `{ find: { date: { $gte: '1' } } }`. Objects have
 * no prototype, so every name is just a name.
 * @throws BridgeFailure `feed.bad_query`
 */
export function readQuery(url: string): FeedQuery {
  const start = url.indexOf('?');
  if (start < 0) return {};
  try {
    return parse(url.slice(start + 1), {
      ...LIMITS,
      plainObjects: true,
      strictDepth: true,
      throwOnLimitExceeded: true,
    });
  } catch {
    throw badQuery('query', 'it has too many parameters, or is nested too deeply');
  }
}
