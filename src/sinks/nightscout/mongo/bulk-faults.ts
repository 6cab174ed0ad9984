const DOCUMENT_INVALID = 121;
const DUPLICATE_KEY = 11000;

/** What an unordered bulk write left undone. */
export interface Sorted<Document> {
  /** A validation rule of the collection stands against them. */
  readonly refused: readonly Document[];
  /** A unique key of theirs is taken. */
  readonly duplicates: readonly Document[];
  readonly error: unknown;
}

/** Everything was done. */
export function nothing<Document>(): Sorted<Document> {
  return { refused: [], duplicates: [], error: undefined };
}

/** Sorts the faults of a bulk write by the document they belong to; throws the error again when it says more than that. */
export function sortFaults<Document>(thrown: unknown, sent: readonly Document[]): Sorted<Document> {
  const faults = faultsOf(thrown);
  if (faults === undefined) throw thrown;
  const refused: Document[] = [];
  const duplicates: Document[] = [];
  for (const { index, code } of faults) {
    const document = sent[index];
    if (document && code === DOCUMENT_INVALID) refused.push(document);
    else if (document && code === DUPLICATE_KEY) duplicates.push(document);
    else throw thrown;
  }
  return { refused, duplicates, error: thrown };
}

/** The faults of single documents, where the error is about nothing else. */
function faultsOf(
  thrown: unknown,
): readonly { readonly index: number; readonly code: number }[] | undefined {
  if (!(thrown instanceof Error) || thrown.name !== 'MongoBulkWriteError') return undefined;
  const { writeErrors, result } = thrown as Error & {
    readonly writeErrors: unknown;
    readonly result?: { getWriteConcernError(): unknown };
  };
  // Written, but not yet held by a majority: not confirmed.
  if (result?.getWriteConcernError() !== undefined) return undefined;
  const list = Array.isArray(writeErrors) ? writeErrors : [writeErrors];
  const faults = list as readonly { readonly index: number; readonly code: number }[];
  return faults.length === 0 ? undefined : faults;
}
