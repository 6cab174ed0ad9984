import type { StoredRow } from '../feed-rows.ts';
import { BadRequest } from './bad-request.ts';
import type { CompareKeys } from './best-rows.ts';
import { compareValues, fieldReader } from './field-value.ts';

/** Which of the documents that match are answered, and what of them. */
export interface QueryPage {
  /** 1 … 1000. */
  readonly limit: number;
  readonly skip: number;
  /** The field that comes first in the order; none asked for: the identifier. */
  readonly sortField: string | undefined;
  readonly isDescending: boolean;
  /** The values of a row that tell where it comes. */
  readonly keysOf: (row: StoredRow) => readonly unknown[];
  readonly compareKeys: CompareKeys;
}

export const MOST_DOCUMENTS = 1_000;
/** What comes before an answer has to be read too. */
const MOST_SKIPPED = 100_000;
/** Where the field itself does not decide. */
const THEN_BY = ['identifier', 'created_at', 'date'];

/** Reads `limit`, `skip`, `sort` and `sort$desc`. @throws BadRequest in Nightscout’s words */
export function readQueryPage(query: URLSearchParams): QueryPage {
  const [up, down] = [query.get('sort') || undefined, query.get('sort$desc') || undefined];
  if (up !== undefined && down !== undefined) {
    throw new BadRequest('Parameters sort and sort_desc cannot be combined');
  }
  const isDescending = down !== undefined;
  const sortField = down ?? up;
  const fields = [...(sortField === undefined ? [] : [sortField]), ...THEN_BY];
  const readers = [...new Set(fields)].map(fieldReader);
  return {
    limit: readLimit(query),
    skip: readSkip(query),
    sortField,
    isDescending,
    keysOf: (row) => readers.map((read) => read(row)),
    compareKeys: (a, b) => {
      for (const [index, value] of a.entries()) {
        const order = compareValues(value, b[index]);
        if (order !== 0) return isDescending ? -order : order;
      }
      return 0;
    },
  };
}

/** 1 … 1000, which is also what nothing means. @throws BadRequest */
export function readLimit(query: URLSearchParams): number {
  const text = query.get('limit') ?? '';
  if (text === '') return MOST_DOCUMENTS;
  const limit = Math.trunc(Number(text));
  if (limit >= 1 && Number(text) <= MOST_DOCUMENTS) return limit;
  throw new BadRequest('Parameter limit out of tolerance');
}

function readSkip(query: URLSearchParams): number {
  const skip = Math.trunc(Number(query.get('skip') ?? ''));
  if (skip >= 0 && skip <= MOST_SKIPPED) return skip;
  throw new BadRequest('Parameter skip out of tolerance');
}
