import { toIsoUtc } from '../../domain/instant.ts';
import type { JournalRecord } from '../../domain/journal-record.ts';
import { APP } from '../../sinks/nightscout/entry.ts';
import { toTreatment, treatmentIdentifier } from '../../sinks/nightscout/treatment.ts';
import type { Document } from './document.ts';

/**
 * Says that the treatment of an event is gone, so that a follower takes it away: the wearer deleted the event, or it holds
 * nothing any more. Undefined for records of other kinds, which do not go.
 */
export function toTombstone(
  { record, ...held }: JournalRecord,
  device: string,
): Document | undefined {
  if (record.kind !== 'event') return undefined;
  const before = toTreatment({ ...held, record: { ...record, isDeleted: false } }, device);
  return {
    // Followers sort by the type, and cannot do without one.
    ...(before ?? { eventType: 'Note', enteredBy: APP, device, app: APP }),
    created_at: toIsoUtc(record.systemTime),
    date: record.systemTime,
    identifier: treatmentIdentifier(record),
    srvCreated: held.recordedAt,
    srvModified: held.changedAt,
    isValid: false,
  };
}
