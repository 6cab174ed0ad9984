/** A record that came and is not passed on, because it cannot be read or lies in the future. Its neighbours are. */
export interface SkippedRecord {
  readonly source: 'share' | 'web-api';
  /** The same record has the same key in every answer. */
  readonly key: string;
  /** Which field, what was expected and what kind of value came. */
  readonly reason: string;
  /** The record as Dexcom sent it, as JSON of at most 500 characters; ids in it are masked. */
  readonly sample: string;
}
