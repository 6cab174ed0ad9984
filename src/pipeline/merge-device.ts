import { isDeepStrictEqual } from 'node:util';
import type { Device } from '../domain/device.ts';
import type { Observation } from '../domain/record.ts';
import type { Ledger } from '../journal/journal.ts';
import { factsOf, type Merged, type MergeTerms } from './merged.ts';

/**
 * Joins what a device is set to into the ledger. A device is told from others by its id alone; with the settings that its
 * source said last it is known, and keeps the upload time under which it was met with them.
 */
export function mergeDevice(
  ledger: Ledger,
  observation: Observation<Device>,
  { now }: MergeTerms,
): Merged<Device> {
  const { source, sourceRecordId } = observation;
  const held = sourceRecordId ? ledger.findBySourceId('device', source, sourceRecordId) : undefined;
  if (held === undefined) {
    const record = factsOf<Device>(observation);
    ledger.remember(ledger.insert(record, now), observation, now);
    return { outcome: 'added', record, others: [] };
  }
  if (isDeepStrictEqual(settingsOf(held.said), settingsOf(observation))) {
    return { outcome: 'known', record: held.record, others: [] };
  }
  const record = { ...factsOf<Device>(observation), recordId: held.record.recordId };
  ledger.change(held, record, now);
  ledger.remember(held, observation, now);
  return { outcome: 'changed', record, others: [] };
}

/** All but when it was told. */
function settingsOf(observation: Observation<Device>): object {
  const { systemTime, isUploadTimeKnown, ...settings } = observation;
  return settings;
}
