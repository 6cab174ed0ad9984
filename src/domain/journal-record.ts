import type { EpochMs } from './instant.ts';
import type { DexcomRecord } from './record.ts';

declare const positionBrand: unique symbol;

/** A record's place in the journal: a whole number above 0 that grows with each append and each change. */
export type Position = number & { readonly [positionBrand]: true };

/** Before the first record: where every cursor begins. */
export const START = 0 as Position;

/** A record as the journal hands it out. */
export interface JournalRecord<R extends DexcomRecord = DexcomRecord> {
  readonly position: Position;
  readonly record: R;
  /** When the journal first held the record; stable across repeats. */
  readonly recordedAt: EpochMs;
  /** When its content last changed; equals `recordedAt` until then. */
  readonly changedAt: EpochMs;
}

/** A record that a destination will never take, with the reason for the operator. */
export interface RefusedRecord {
  readonly position: Position;
  /** `<room>.<what>`, listed in docs/ERRORS.md. */
  readonly code: string;
  readonly reason: string;
}
