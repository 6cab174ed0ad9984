import { sendJson } from '../answer/send.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows } from '../feed-rows.ts';
import { STATUSES } from '../query/collection.ts';
import { confined, findRows } from '../query/find-rows.ts';
import { readFind } from '../query/read-find.ts';
import { windowOf } from '../query/window-of.ts';
import type { Endpoint } from './feed-request.ts';
import { storageOf } from './storage.ts';

/**
 * `/count/<storage>/where?find…`: how many rows there are.
 *
 * QUIRK(nightscout, 15.0.7): whatever is counted, it is by `date`, and a request that names no date counts nothing. No row is no
 * answer, not a 0.
 */
export function createCountEndpoint({ clock }: FeedFacts, rows: FeedRows): Endpoint {
  return async ({ context, parts, query }) => {
    const [, name, where, ...others] = parts;
    if (where !== 'where' || others.length > 0) return undefined;
    const { condition, isDated } = await readFind(query.find, { ...STATUSES, dateField: 'date' });
    let count = 0;
    if (isDated) {
      const { reader } = storageOf(name, rows);
      const window = confined(windowOf(condition), isDated, clock.now());
      const wish = { condition, window, count: Infinity };
      for await (const page of findRows(reader, wish, context.req.raw.signal)) {
        count += page.length;
      }
    }
    return sendJson(context, count === 0 ? [] : [{ _id: null, count }]);
  };
}
