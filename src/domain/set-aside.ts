import type { SourceName } from './record.ts';

/** A record that cannot be passed on safely: kept, counted and shown, never delivered. Its neighbours go on. */
export interface SetAside {
  readonly source: SourceName;
  /** Same raw record → same key, so that a record met in every poll is counted once. */
  readonly key: string;
  /** Names the field, what was expected and what kind of value came; holds no secret. */
  readonly reason: string;
  /** The raw record as compact JSON, at most 500 characters. */
  readonly sample: string;
}
