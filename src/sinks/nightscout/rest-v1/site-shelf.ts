import { epochMs, toIsoUtc } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import { documentSpans } from '../document-spans.ts';
import type { DocumentShelf, StoreOutcome } from '../document-store.ts';
import type { FoundDocument } from '../found-document.ts';
import { createRowAsker, type AskedCollection, type QueryParts } from './ask-rows.ts';
import type { SiteClient } from './client.ts';
import { confirmedDocuments } from './confirmed-document.ts';
import { notNightscout } from '../rest/failures.ts';
import { sendRows, type RowKind } from './send-rows.ts';

/** Documents of one kind in one collection of a site. */
export interface SiteShelfParts<Document> {
  readonly collection: AskedCollection;
  /** Tells these documents, and others' of the same kind, from all else in the collection. */
  readonly only: QueryParts;
  /** An instant as the collection's sorting field holds it. */
  readonly bound: (instant: number) => string | number;
  /** The site finds our row by its identifier; else it writes into whatever lies at the same instant. */
  readonly replacesByIdentifier: boolean;
  /** Fields by which an answer confirms a document, besides identifier and instant. */
  readonly confirmedBy: readonly (keyof Document & string)[];
  readonly failureOf?: RowKind<Document>['failureOf'];
}

/** A shelf that is a collection of a site. */
export function createSiteShelf<
  Document extends { readonly identifier: string; readonly date: number },
>(parts: SiteShelfParts<Document>, client: SiteClient, clock: Clock): DocumentShelf<Document> {
  const { collection, only, bound, replacesByIdentifier, confirmedBy, failureOf } = parts;
  const { path, wares } = collection;
  const asker = createRowAsker(client, collection);

  const kind: RowKind<Document> = {
    path,
    wares,
    confirmed: (answer, sent) => confirmedDocuments(answer, sent, confirmedBy),
    async readBack(rows, signal) {
      const identifiers = rows.map(({ identifier }) => identifier);
      const found = await asker.whereIn('identifier', identifiers, [], signal);
      return rows.filter((row) =>
        found.some(
          ({ identifier, instant, fields }) =>
            identifier === row.identifier &&
            instant === row.date &&
            confirmedBy.every((field) => (fields[field] ?? undefined) === row[field]),
        ),
      );
    },
    ...(failureOf ? { failureOf } : {}),
  };

  return {
    replacesByIdentifier,
    movesRows: replacesByIdentifier,
    async near(instants, signal) {
      const rows: FoundDocument[] = [];
      for (const { from, to } of documentSpans(instants)) {
        rows.push(...(await asker.between(bound(from), bound(to), only, signal)));
      }
      return rows;
    },
    named: (identifiers, signal) => asker.whereIn('identifier', identifiers, [], signal),
    async remove(rows, signal) {
      for (const row of rows) await removeRow(row, parts, client, signal);
    },
    async write(writes, signal): Promise<StoreOutcome<Document>> {
      const documents = writes.map(({ document }) => document);
      const sent = await sendRows(documents, kind, client, clock, signal);
      const refused = new Map(
        sent.refused.map(({ row, status }) => [
          row,
          { refused: refusalReason(client.site, row.date, status) },
        ]),
      );
      return { refused, takenOver: new Set() };
    },
  };
}

/** Why a document is set aside. */
export function refusalReason(site: string, date: number, status: number): string {
  return `${site} refused the document of ${toIsoUtc(epochMs(date))} when it was sent alone (${status}); it is set aside.`;
}

/**
 * One row by its id in the path. Never by a query: whatever loses one on the way would make it "everything of the last days".
 */
async function removeRow(
  { id }: FoundDocument,
  {
    collection: { path, wares },
    failureOf,
  }: Pick<SiteShelfParts<never>, 'collection' | 'failureOf'>,
  client: SiteClient,
  signal: AbortSignal,
): Promise<void> {
  if (typeof id !== 'string' || !/^[0-9a-f]{24}$/i.test(id)) throw notNightscout(client.site);
  const bare = path.replace(/\.json$/, '');
  const answer = await client.send({ method: 'DELETE', path: `${bare}/${id}` }, signal);
  const failure = failureOf?.(answer.status);
  if (failure) throw failure;
  const said = client.read(answer, wares);
  // Gone already is as good.
  const isDone =
    typeof said === 'object' && said !== null && 'deletedCount' in said && 'acknowledged' in said;
  if (!isDone) throw notNightscout(client.site);
}
