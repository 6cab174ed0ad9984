import { MINUTE_MS } from '../../domain/instant.ts';
import type { FoundDocument } from './found-document.ts';
import type { Comparison } from './same-document.ts';
import type { Wanted } from './wanted.ts';

/** A document to be written, in the place of a row of ours where there is one. */
export interface PlannedWrite<Document> {
  readonly wanted: Wanted<Document>;
  readonly document: Document;
  readonly inPlaceOf: FoundDocument | undefined;
}

/** What to do for each record; every one is in exactly one of the first three lists. */
export interface PlacePlan<Document> {
  /** There already, or rightly not there. */
  readonly settled: readonly Wanted<Document>[];
  /** Another uploader's row tells it. */
  readonly present: readonly Wanted<Document>[];
  readonly writes: readonly PlannedWrite<Document>[];
  /** Rows that bear an identifier of ours and must go. */
  readonly removals: readonly FoundDocument[];
}

/** What the destination can do, and whom it serves. */
export interface PlaceRules {
  /** Another uploader's row that tells the same is left alone, and ours is not written. */
  readonly respectsOthers: boolean;
  readonly keepsUtcOffset: boolean;
  /** See DocumentShelf. */
  readonly movesRows: boolean;
}

/** Decides by the rows that a look found. Rows of others are never written to and never removed. */
export function placeDocuments<Document extends { readonly date: number }>(
  all: readonly Wanted<Document>[],
  rows: readonly FoundDocument[],
  { isSame, isCopy }: Comparison<Document>,
  { respectsOthers, keepsUtcOffset, movesRows }: PlaceRules,
): PlacePlan<Document> {
  const named = new Map<string, FoundDocument[]>();
  for (const row of rows) {
    if (row.identifier === undefined) continue;
    named.set(row.identifier, [...(named.get(row.identifier) ?? []), row]);
  }
  const nearby = byMinute(rows);
  const settled: Wanted<Document>[] = [];
  const present: Wanted<Document>[] = [];
  const writes: PlannedWrite<Document>[] = [];
  const removals: FoundDocument[] = [];
  for (const wanted of all) {
    const { document } = wanted;
    const own = [...(named.get(wanted.identifier) ?? [])].sort(byId);
    if (document === undefined) {
      removals.push(...own);
      settled.push(wanted);
      continue;
    }
    const good = own.find((row) => isSame(row, document, keepsUtcOffset));
    if (good) {
      settled.push(wanted);
    } else if (respectsOthers && nearby(document.date).some((row) => isCopy(row, document))) {
      // What of ours said something else before must not stay beside it.
      removals.push(...own);
      present.push(wanted);
      continue;
    }
    const kept = good ?? own.find((row) => movesRows || row.instant === document.date);
    if (!good) writes.push({ wanted, document, inPlaceOf: kept });
    // Two writers of ours that raced have left it twice, or it was at another instant.
    removals.push(...own.filter((row) => row !== kept));
  }
  return { settled, present, writes, removals };
}

/** The same order for everybody who looks: two that heal a double at once must not each remove another one. */
function byId(a: FoundDocument, b: FoundDocument): number {
  return String(a.id) < String(b.id) ? -1 : 1;
}

/** The rows of a minute and its neighbours; no row that tells the same lies further off. */
function byMinute(rows: readonly FoundDocument[]): (instant: number) => readonly FoundDocument[] {
  const minutes = new Map<number, FoundDocument[]>();
  for (const row of rows) {
    if (row.instant === undefined) continue;
    const minute = Math.floor(row.instant / MINUTE_MS);
    const others = minutes.get(minute);
    if (others) others.push(row);
    else minutes.set(minute, [row]);
  }
  return (instant) => {
    const minute = Math.floor(instant / MINUTE_MS);
    return [minute - 1, minute, minute + 1].flatMap((one) => minutes.get(one) ?? []);
  };
}
