import { DAY_MS } from '../../domain/instant.ts';

/** How Nightscout reads a `find` on one of its collections. */
export interface Collection {
  readonly name: 'entries' | 'treatments' | 'devicestatus';
  /** Fields whose operands are read as whole numbers; those of all others are texts. */
  readonly numbers: readonly string[];
  /** Fields whose operands may be written `/pattern/flags`. */
  readonly patterns: readonly string[];
  /** The field that a request is confined by when it names no date. */
  readonly dateField: 'date' | 'created_at';
  /** Rows in an answer where the request does not say, without and with a `find`. */
  readonly defaultCount: readonly [plain: number, withFind: number];
}

/** A request that names no date, and no id, is about the last four days. */
export const FLOOR_MS = 4 * DAY_MS;

export const ENTRIES: Collection = {
  name: 'entries',
  numbers: ['date', 'sgv', 'filtered', 'unfiltered', 'rssi', 'noise', 'mbg'],
  patterns: [],
  dateField: 'date',
  defaultCount: [10, 10],
};

export const TREATMENTS: Collection = {
  name: 'treatments',
  numbers: ['insulin', 'carbs', 'glucose'],
  patterns: ['notes', 'eventType', 'enteredBy'],
  dateField: 'created_at',
  defaultCount: [100, 1000],
};

export const STATUSES: Collection = {
  name: 'devicestatus',
  numbers: ['date', 'sgv'],
  patterns: [],
  dateField: 'created_at',
  defaultCount: [10, 10],
};
