import { Hono, type Context } from 'hono';
import { VERSION } from '../../platform/version.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { API_VERSIONS, NIGHTSCOUT_LEVEL } from '../nightscout-level.ts';
import { answerNotFound, answerResult, answerStatus } from './answer.ts';
import {
  answerHistory,
  answerRead,
  answerSearch,
  badRequests,
  type Asked,
} from './collection-endpoints.ts';
import { COLLECTION_NAMES, createCollections } from './collections.ts';
import { createLastChange } from './last-change.ts';
import { createTurns } from './turns.ts';
import { createV3Guard } from './v3-guard.ts';
import { renderOf, splitExtension } from './v3-format.ts';

interface Params {
  /** `history` is none: it asks for what changed since the header says. */
  readonly identifier?: string;
  readonly lastModified?: string;
}

const NO_FORMAT = 'Unsupported output format requested';

/** The part of API v3 that reads: what AAPS (NSClientV3) asks for, from every collection. */
export function createV3Routes(facts: FeedFacts, rows: FeedRows): Hono {
  const { access, clock } = facts;
  const collections = createCollections(facts, rows);
  const lastChange = createLastChange(facts);
  const guard = createV3Guard(access);
  const turns = createTurns();
  const routes = new Hono();

  const versions = () => ({
    version: NIGHTSCOUT_LEVEL,
    apiVersion: API_VERSIONS[2].version,
    srvDate: clock.now(),
    storage: { storage: 'journal', version: VERSION },
  });
  /** Answers from the collection that the path names; `last` is the last part of the path, which may have an extension. */
  const fromCollection =
    (answer: (asked: Asked, last: string) => Promise<Response>) =>
    async (context: Context): Promise<Response> => {
      const { identifier, lastModified } = context.req.param() as Params;
      // As it was sent: a word of ours is never encoded.
      const of = context.req.path.split('/')[3] ?? '';
      const { name, extension } = splitExtension(lastModified ?? identifier ?? of);
      const render = renderOf(context, extension);
      if (render === undefined) return answerStatus(context, 406, NO_FORMAT);
      const collection = collections.get(splitExtension(of).name);
      if (collection === undefined) return answerNotFound(context);
      return badRequests(context, () => answer({ context, collection, render, turns }, name));
    };

  const service = (name: string) => [`/api/v3/${name}`, `/api/v3/${name}.json`];
  routes.on('GET', service('version'), (context) => answerResult(context, versions()));
  routes.on('GET', service('status'), guard, (context) =>
    answerResult(context, {
      ...versions(),
      apiPermissions: Object.fromEntries(COLLECTION_NAMES.map((name) => [name, 'r'])),
    }),
  );
  routes.on('GET', service('lastModified'), guard, async (context) => {
    const changes = await lastChange();
    const newest = [...collections.values()].flatMap(({ name, kinds }) => {
      const instants = kinds.flatMap((kind) => changes.get(kind) ?? []);
      return instants.length === 0 ? [] : [[name, Math.max(...instants)] as const];
    });
    return answerResult(context, {
      srvDate: clock.now(),
      collections: Object.fromEntries(newest),
    });
  });
  routes.get('/api/v3/:collection', guard, fromCollection(answerSearch));
  routes.get(
    '/api/v3/:collection/history/:lastModified',
    guard,
    fromCollection((asked, last) => answerHistory(asked, rows, last)),
  );
  routes.get(
    '/api/v3/:collection/:identifier',
    guard,
    fromCollection((asked, name) =>
      name === 'history' ? answerHistory(asked, rows, undefined) : answerRead(asked, name),
    ),
  );
  return routes;
}
