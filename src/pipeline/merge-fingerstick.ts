import type { Calibration } from '../domain/calibration.ts';
import type { Observation } from '../domain/record.ts';
import type { UserEvent } from '../domain/user-event.ts';
import type { Ledger } from '../journal/journal.ts';
import { mergeStated } from './merge-stated.ts';
import { isFingerstick, pairFingersticks } from './pair-fingersticks.ts';
import type { Merged, MergeTerms } from './merged.ts';

/** Joins a calibration or an event into the ledger, and pairs again the fingersticks around where it was and where it is. */
export function mergeFingerstick(
  ledger: Ledger,
  observation: Observation<Calibration | UserEvent>,
  terms: MergeTerms,
): Merged {
  const { outcome, record, row, before } = mergeStated(ledger, observation, terms);
  if (outcome === 'known') return { outcome, record, others: [] };
  const times = [before, record]
    .filter((each) => each !== undefined && isFingerstick(each))
    .map((each) => each.systemTime);
  const changed = pairFingersticks(ledger, times, terms.now);
  return {
    outcome,
    record: changed.get(row) ?? record,
    others: [...changed].flatMap(([its, event]) => (its === row ? [] : [event])),
  };
}
