import { entryFormat } from '../answer/entry-formats.ts';
import { sendJson } from '../answer/send.ts';
import { sendRows } from '../answer/send-rows.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { countOf } from '../query/count-of.ts';
import { confined, type Wish } from '../query/find-rows.ts';
import { readFind } from '../query/read-find.ts';
import { isTree } from '../query/tree.ts';
import { windowOf } from '../query/window-of.ts';
import { ageOf } from './age-of.ts';
import { withoutCredentials } from './echo.ts';
import type { Endpoint, FeedRequest } from './feed-request.ts';
import { patternCondition, patternsOf, type PatternPath } from './pattern-path.ts';
import { storageOf, type Storage } from './storage.ts';
import { wishedPages } from './wished-pages.ts';

/** `/slice/<storage>/<field>/<type>/<prefix>/<regex>`: rows by patterns on a field. The last three may be left out. */
export function createSliceEndpoint({ clock }: FeedFacts, rows: FeedRows): Endpoint {
  return async (request) => {
    const [, name, field = '', type, prefix, regex, ...others] = request.parts;
    if (field === '' || others.length > 0) return undefined;
    return answer(request, storageOf(name, rows), { field, prefix, regex }, type, clock.now());
  };
}

/** `/times/<prefix>/<regex>`: entries by patterns on their date; `/times/echo/…` shows the patterns. */
export function createTimesEndpoint({ clock }: FeedFacts, rows: FeedRows): Endpoint {
  return async (request) => {
    const [, ...parts] = request.parts;
    const isEcho = parts[0] === 'echo';
    const [prefix, regex, ...others] = isEcho ? parts.slice(1) : parts;
    if (others.length > 0) return undefined;
    const path = { field: 'dateString', prefix, regex };
    if (isEcho) {
      const req = { params: { prefix, regex }, query: withoutCredentials(request.query) };
      return sendJson(request.context, { req, pattern: patternsOf(path) });
    }
    return answer(request, storageOf('entries', rows), path, undefined, clock.now());
  };
}

async function answer(
  request: FeedRequest,
  { collection, reader }: Storage,
  path: PatternPath,
  type: string | undefined,
  now: number,
): Promise<Response> {
  const { find: asked, count, sort } = request.query;
  const typed =
    type === undefined || type === '' ? asked : { ...(isTree(asked) ? asked : {}), type };
  const find = await readFind(typed, collection);
  const condition = {
    kind: 'all',
    of: [find.condition, await patternCondition(path)],
  } as const;
  const isDated = find.isDated || ['_id', 'dateString', collection.dateField].includes(path.field);
  const wish: Wish = {
    condition,
    window: confined(windowOf(condition), isDated, now),
    count: countOf(count, COUNT, false),
    isPlain: false,
  };
  return sendRows(request.context, {
    pages: wishedPages(reader, wish, sort, collection, request.context.req.raw.signal),
    format: entryFormat(request.context, request.accept),
    ageOf: (found) => ageOf(reader, wish, found),
  });
}

/** Of whatever is sliced. */
const COUNT = 10;
