import { epochMs, toIsoUtc } from '../../domain/instant.ts';
import { sendJson } from '../answer/send.ts';
import type { FeedFacts } from '../feed-facts.ts';
import { ENTRIES, FLOOR_MS, STATUSES, TREATMENTS, type Collection } from '../query/collection.ts';
import { readFind } from '../query/read-find.ts';
import { isTree, type Tree } from '../query/tree.ts';
import type { FeedQuery } from '../query/read-query.ts';
import type { Endpoint } from './feed-request.ts';

/** `/echo/<storage>/<type>`: how a request is understood, for who writes one. */
export function createEchoEndpoint({ clock }: FeedFacts): Endpoint {
  return async ({ context, parts, query }) => {
    const [, echo = '', model, spec, ...others] = parts;
    const collection = [ENTRIES, TREATMENTS, STATUSES].find(({ name }) => name === echo);
    if (collection === undefined || others.length > 0) return undefined;
    const { find } = query;
    const asked = model === undefined ? find : { ...(isTree(find) ? find : {}), type: model };
    const { isDated } = await readFind(asked, collection);
    const tree = isTree(asked) ? asked : {};
    return sendJson(context, {
      query: isDated ? understood(tree, collection) : withFloor(tree, collection, clock.now()),
      input: { ...withoutCredentials(query), ...(asked === undefined ? {} : { find: asked }) },
      params: { echo, model, spec },
      storage: echo,
    });
  };
}

/** What was asked, without what was shown to be let in. */
export function withoutCredentials(query: FeedQuery): FeedQuery {
  const { secret, token, ...rest } = query;
  return rest;
}

function withFloor(find: Tree, collection: Collection, now: number): Tree {
  const floorMs = now - FLOOR_MS;
  const $gte = collection.dateField === 'date' ? floorMs : toIsoUtc(epochMs(floorMs));
  return { ...understood(find, collection), [collection.dateField]: { $gte } };
}

/** With numbers for texts where they are compared as numbers. */
function understood(find: Tree, { numbers }: Collection): Tree {
  return Object.fromEntries(
    Object.entries(find).map(([field, value]) => [
      field,
      numbers.includes(field) ? asNumbers(value) : value,
    ]),
  );
}

function asNumbers(value: unknown): unknown {
  if (typeof value === 'string') return Number.parseInt(value, 10);
  if (Array.isArray(value)) return value.map(asNumbers);
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asNumbers(each)]));
}
