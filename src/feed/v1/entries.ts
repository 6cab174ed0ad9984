import { entryFormat } from '../answer/entry-formats.ts';
import { sendRows } from '../answer/send-rows.ts';
import type { EntryRow } from '../entry-row.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { FIRST_MS, LAST_MS } from '../journal-pages.ts';
import { ENTRIES } from '../query/collection.ts';
import { wishOf, type Wish } from '../query/find-rows.ts';
import { isTree } from '../query/tree.ts';
import { ageOf } from './age-of.ts';
import type { Endpoint, FeedRequest } from './feed-request.ts';
import { wishedPages } from './wished-pages.ts';

const ID = /^[0-9a-f]{24}$/;

/** Whatever there is, the newest one. */
const CURRENT: Wish = {
  condition: { kind: 'all', of: [] },
  window: { fromMs: FIRST_MS, toMs: LAST_MS, recordedFromMs: 0 },
  count: 1,
  isPlain: true,
};

/** `/entries`, `/entries/current`, `/entries/<type>` and `/entries/<id>`. */
export function createEntriesEndpoint({ clock }: FeedFacts, { entries }: FeedRows): Endpoint {
  const answer = (request: FeedRequest, wish: Wish, standIn?: EntryRow): Promise<Response> =>
    sendRows(request.context, {
      pages: wishedPages(
        entries,
        wish,
        request.query.sort,
        ENTRIES,
        request.context.req.raw.signal,
      ),
      format: entryFormat(request.context, request.accept),
      ageOf: (found) => ageOf(entries, wish, found, standIn),
    });

  const list = async (request: FeedRequest): Promise<Response> => {
    const wish = await wishOf(request.query, ENTRIES, clock.now());
    // An empty answer is as old as the newest reading, which a reader may have asked for before.
    const { rows } = await entries.recent();
    return answer(
      request,
      wish,
      rows.find(({ type }) => type === 'sgv'),
    );
  };

  const listType = async (request: FeedRequest, type: string): Promise<Response> => {
    const { find } = request.query;
    if (find !== undefined && find !== '' && !isTree(find)) return list(request);
    const query = { ...request.query, find: { ...(isTree(find) ? find : {}), type } };
    return answer(request, await wishOf(query, ENTRIES, clock.now()));
  };

  const byId = async ({ context, accept }: FeedRequest, id: string): Promise<Response> => {
    const row = await entries.byId(id, context.req.raw.signal);
    if (row === undefined) {
      // QUIRK(nightscout, 2026-11): 15.0.7 tells of it as of a fault of its database, with 500. Whoever watches this program for
      // faults must not be woken by a reader with an old id.
      const description = `No such id: '${id}'`;
      return context.json({ status: 404, message: 'Not found', description }, 404);
    }
    return sendRows(context, {
      pages: onePage(row),
      format: entryFormat(context, accept),
      ageOf: async () => ({
        newestMs: row.date,
        recordedMs: row.srvCreated,
        isSettled: row.srvModified <= row.srvCreated,
      }),
    });
  };

  return (request) => {
    const [, spec = '', ...others] = request.parts;
    if (others.length > 0) return undefined;
    if (spec === '') return list(request);
    if (spec === 'current') return answer(request, CURRENT);
    return ID.test(spec) ? byId(request, spec) : listType(request, spec);
  };
}

async function* onePage(row: EntryRow): AsyncGenerator<readonly EntryRow[], void> {
  yield [row];
}
