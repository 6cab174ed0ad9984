import { Hono, type Context } from 'hono';
import { VERSION } from '../../platform/version.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { API_VERSIONS, NIGHTSCOUT_LEVEL } from '../nightscout-level.ts';
import { answerNotFound, answerResult, answerStatus } from './answer.ts';
import { answerHistory, answerRead, answerSearch, badRequests } from './collection-endpoints.ts';
import { COLLECTION_NAMES, createCollections, type Collection } from './collections.ts';
import { createLastChange } from './last-change.ts';
import { createV3Guard } from './v3-guard.ts';
import { splitExtension, takesJson } from './v3-format.ts';

interface Params {
  readonly collection?: string;
  /** `history` is none: it asks for what changed since the header says. */
  readonly identifier?: string;
  readonly lastModified?: string;
}

/** The part of API v3 that reads: what AAPS (NSClientV3) asks for, from every collection. */
export function createV3Routes(facts: FeedFacts, rows: FeedRows): Hono {
  const { access, clock } = facts;
  const collections = createCollections(facts, rows);
  const lastChange = createLastChange(facts);
  const guard = createV3Guard(access);
  const routes = new Hono();

  const versions = () => ({
    version: NIGHTSCOUT_LEVEL,
    apiVersion: API_VERSIONS[2].version,
    srvDate: clock.now(),
    storage: { storage: 'journal', version: VERSION },
  });
  /** Answers from the collection that the path names; `last` is the last part of the path, which may have an extension. */
  const fromCollection =
    (answer: (context: Context, collection: Collection, last: string) => Promise<Response>) =>
    async (context: Context): Promise<Response> => {
      const { collection: of = '', identifier, lastModified } = context.req.param() as Params;
      const { name, extension } = splitExtension(lastModified ?? identifier ?? of);
      if (!takesJson(context, extension)) {
        return answerStatus(context, 406, 'Unsupported output format requested');
      }
      const collection = collections.get(splitExtension(of).name);
      if (collection === undefined) return answerNotFound(context);
      return badRequests(context, () => answer(context, collection, name));
    };

  routes.get('/api/v3/version', (context) => answerResult(context, versions()));
  routes.get('/api/v3/status', guard, (context) =>
    answerResult(context, {
      ...versions(),
      apiPermissions: Object.fromEntries(COLLECTION_NAMES.map((name) => [name, 'r'])),
    }),
  );
  routes.get('/api/v3/lastModified', guard, async (context) => {
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
    fromCollection((context, collection, last) => answerHistory(context, collection, rows, last)),
  );
  routes.get(
    '/api/v3/:collection/:identifier',
    guard,
    fromCollection((context, collection, name) =>
      name === 'history'
        ? answerHistory(context, collection, rows, undefined)
        : answerRead(context, collection, name),
    ),
  );
  return routes;
}
