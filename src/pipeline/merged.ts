import type { EpochMs } from '../domain/instant.ts';
import type { DexcomRecord, Observation, RecordKind, SourceName } from '../domain/record.ts';

/** What an observation did to the journal. */
export type MergeOutcome = 'added' | 'changed' | 'known';

/** An outcome with the record as the journal now holds it. */
export interface Merged<R extends DexcomRecord = DexcomRecord> {
  readonly outcome: MergeOutcome;
  readonly record: R;
  /** Other records that changed with it: a fingerstick that was found to be the same, or no longer to be. */
  readonly others: readonly DexcomRecord[];
}

/** Under which terms an observation is merged. */
export interface MergeTerms {
  /** Readings nearer to each other than this are one, in ms: half the sensor’s period by default; 0 joins only equal system times. */
  readonly toleranceMs: number;
  readonly now: EpochMs;
  /** The ids in the very answer that the observation came in. */
  readonly answered: AnsweredIds;
}

/** Which ids one answer says. */
export interface AnsweredIds {
  says(kind: RecordKind, source: SourceName, sourceRecordId: string): boolean;
}

/** The ids of an answer’s observations. */
export function answeredIds(observations: readonly Observation[]): AnsweredIds {
  const key = (...parts: readonly unknown[]): string => JSON.stringify(parts);
  const said = new Set(
    observations.map(({ kind, source, sourceRecordId }) => key(kind, source, sourceRecordId)),
  );
  return { says: (...parts) => said.has(key(...parts)) };
}

/** What of an observation belongs to the record: all but who said it. */
export function factsOf<R extends DexcomRecord>(observation: Observation<R>): R {
  const { source, sourceRecordId, ...facts } = observation;
  // An observation is its record with exactly these two fields more.
  return facts as unknown as R;
}
