import { isDeepStrictEqual } from 'node:util';
import type { Alert } from '../domain/alert.ts';
import type { Calibration } from '../domain/calibration.ts';
import type { Observation } from '../domain/record.ts';
import type { UserEvent } from '../domain/user-event.ts';
import type { Held, Ledger } from '../journal/journal.ts';
import { isFingerstick } from './pair-fingersticks.ts';
import { factsOf, type MergeOutcome, type MergeTerms } from './merged.ts';

/** Records that Dexcom gives an id of their own and that are told apart by nothing else. */
export type Stated = Calibration | UserEvent | Alert;

/** What came of merging one. */
export interface StatedMerge {
  readonly outcome: MergeOutcome;
  readonly record: Stated;
  /** The record’s row in the ledger. */
  readonly row: number;
  /** What it was before; undefined where it is new. */
  readonly before: Stated | undefined;
}

/**
 * Joins a calibration, event or alert into the ledger. The same id of the same source is the same record, which becomes
 * what the source says where that differs from what it last said under the id. Under a new id it is the same record
 * when kind, system time and content are equal and this very answer says none of the ids that the record had: a new
 * client app gets new ids for everything.
 */
export function mergeStated(
  ledger: Ledger,
  observation: Observation<Stated>,
  terms: MergeTerms,
): StatedMerge {
  const { kind, source, sourceRecordId } = observation;
  const known = sourceRecordId ? ledger.findBySourceId(kind, source, sourceRecordId) : undefined;
  const held = known ?? findUnderOldId(ledger, observation, terms);
  if (held === undefined) {
    const made = ledger.insert(factsOf<Stated>(observation), terms.now);
    ledger.remember(made, observation, terms.now);
    return { outcome: 'added', record: made.record, row: made.row, before: undefined };
  }
  const record = known
    ? renewed(known.record, observation, known.said)
    : withFate(held.record, observation);
  const outcome = isDeepStrictEqual(record, held.record) ? 'known' : 'changed';
  if (outcome === 'changed') ledger.change(held, record, terms.now);
  ledger.remember(held, observation, terms.now);
  return { outcome, record, row: held.row, before: held.record };
}

/** What must be equal for two ids to be one record; never empty together, since a record says what it is about. */
const CONTENT: {
  readonly calibration: readonly (keyof Calibration)[];
  readonly event: readonly (keyof UserEvent)[];
  readonly alert: readonly (keyof Alert)[];
} = {
  calibration: ['meter', 'displayDevice'],
  event: ['eventType', 'eventSubtype', 'amount', 'meter', 'text', 'unit', 'displayDevice'],
  alert: ['alertName', 'alertState', 'displayDevice'],
};

function findUnderOldId(
  ledger: Ledger,
  observation: Observation<Stated>,
  { answered }: MergeTerms,
): Held<Stated> | undefined {
  const { kind, source, systemTime } = observation;
  return ledger.findNear(kind, systemTime, 0).find((held) => {
    if (!isDeepStrictEqual(contentOf(held.record), contentOf(observation))) return false;
    return !ledger.sourceIdsOf(held, source).some((id) => answered.says(kind, source, id));
  });
}

function contentOf(record: Stated): readonly unknown[] {
  const fields = record as unknown as Readonly<Record<string, unknown>>;
  return CONTENT[record.kind].map((name) => fields[name]);
}

/** The record as its source says it now, where that differs from what it said before. */
function renewed(
  record: Stated,
  observation: Observation<Stated>,
  said: Observation<Stated>,
): Stated {
  const facts = factsOf<Stated>(observation);
  if (isDeepStrictEqual(facts, factsOf<Stated>(said))) return record;
  const { recordId } = record;
  if (record.kind !== 'event' || facts.kind !== 'event') return { ...facts, recordId };
  const { sameAsCalibration } = record;
  return {
    ...facts,
    recordId,
    // Kept until the fingersticks around are looked at again.
    ...(sameAsCalibration === undefined || !isFingerstick(facts) ? {} : { sameAsCalibration }),
  };
}

/** The record under its new id: all that may differ is whether the wearer has deleted it meanwhile. */
function withFate(record: Stated, observation: Observation<Stated>): Stated {
  if (record.kind !== 'event' || observation.kind !== 'event') return record;
  if (record.isDeleted === observation.isDeleted) return record;
  const { sameAsCalibration, ...rest } = record;
  return { ...rest, isDeleted: observation.isDeleted };
}
