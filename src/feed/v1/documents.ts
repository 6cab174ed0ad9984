import type { DeviceStatus } from '../../sinks/nightscout/device-status.ts';
import type { Treatment } from '../../sinks/nightscout/treatment.ts';
import { jsonFormat, type Format } from '../answer/format.ts';
import { sendRows } from '../answer/send-rows.ts';
import type { DocumentRow } from '../document-row.ts';
import type { FeedFacts } from '../feed-facts.ts';
import type { FeedRows, RowReader } from '../feed-rows.ts';
import { STATUSES, TREATMENTS, type Collection } from '../query/collection.ts';
import { wishOf } from '../query/find-rows.ts';
import { ageOf } from './age-of.ts';
import type { Endpoint } from './feed-request.ts';
import { wishedPages } from './wished-pages.ts';

/** A treatment as Nightscout answers with it: `carbs` and `insulin` are always there, and null where there are none. */
const TREATMENT = jsonFormat<DocumentRow<Treatment>>((row) => ({
  ...row,
  mills: row.date,
  carbs: row.carbs ?? null,
  insulin: row.insulin ?? null,
}));

const STATUS = jsonFormat<DocumentRow<DeviceStatus>>((row) => ({ ...row, mills: row.date }));

/** `/treatments` and `/devicestatus`. */
export function createDocumentEndpoints(
  facts: FeedFacts,
  { treatments, statuses }: FeedRows,
): readonly (readonly [string, Endpoint])[] {
  return [
    ['treatments', list(facts, treatments, TREATMENTS, TREATMENT)],
    ['devicestatus', list(facts, statuses, STATUSES, STATUS)],
  ];
}

function list<Row extends DocumentRow<Treatment | DeviceStatus>>(
  { clock }: FeedFacts,
  reader: RowReader<Row>,
  collection: Collection,
  format: Format<Row>,
): Endpoint {
  return async ({ context, parts, query }) => {
    if (parts.length > 2 || (parts[1] ?? '') !== '') return undefined;
    const wish = await wishOf(query, collection, clock.now());
    return sendRows(context, {
      pages: wishedPages(reader, wish, query.sort, collection, context.req.raw.signal),
      format,
      // QUIRK(nightscout, 15.0.7): device states have no Last-Modified.
      ageOf: async (found) =>
        collection.name === 'treatments' ? ageOf(reader, wish, found) : undefined,
    });
  };
}
