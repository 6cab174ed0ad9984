import type { Observation } from '../domain/record.ts';
import type { Ledger } from '../journal/journal.ts';
import { mergeDevice } from './merge-device.ts';
import { mergeFingerstick } from './merge-fingerstick.ts';
import { mergeReading } from './merge-reading.ts';
import { mergeStated } from './merge-stated.ts';
import type { Merged, MergeTerms } from './merged.ts';

/**
 * Joins one observation into the ledger, by the rules of its kind. Repeating what its source said before under the same
 * id changes nothing; the order of arrival decides nothing but which id and which instant of a reading came first.
 */
export function mergeObservation(
  ledger: Ledger,
  observation: Observation,
  terms: MergeTerms,
): Merged {
  switch (observation.kind) {
    case 'reading':
      return mergeReading(ledger, observation, terms);
    case 'calibration':
    case 'event':
      return mergeFingerstick(ledger, observation, terms);
    case 'alert':
      return { ...mergeStated(ledger, observation, terms), others: [] };
    case 'device':
      return mergeDevice(ledger, observation, terms);
  }
}
