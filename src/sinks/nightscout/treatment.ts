import type { Alert } from '../../domain/alert.ts';
import type { Calibration } from '../../domain/calibration.ts';
import { toIsoUtc } from '../../domain/instant.ts';
import type { JournalRecord } from '../../domain/journal-record.ts';
import type { UserEvent } from '../../domain/user-event.ts';
import { alertNote } from './alert-note.ts';
import { bloodGlucoseCheck } from './blood-glucose-check.ts';
import { documentIdentifier } from './document-identifier.ts';
import { APP } from './entry.ts';
import { eventTreatment } from './event-treatment.ts';
import type { TreatmentContent } from './treatment-content.ts';

/** A record that becomes a treatment. */
export type TreatedRecord = Calibration | UserEvent | Alert;

/** A treatment as Nightscout stores it. Never holds `_id`. See docs/wire/nightscout.md. */
export interface Treatment extends TreatmentContent {
  /** When it happened, ISO 8601 in UTC. */
  readonly created_at: string;
  /** The same instant, whole UTC ms. */
  readonly date: number;
  /** Minutes, east positive; absent where the display offset is not known. */
  readonly utcOffset?: number;
  readonly enteredBy: string;
  readonly device: string;
  readonly app: string;
  readonly identifier: string;
  /** When the journal first held the record, ms. */
  readonly srvCreated: number;
  /** When its content last changed, ms. */
  readonly srvModified: number;
}

/** The `identifier` of the treatment of a record, whether there is one or not. */
export function treatmentIdentifier({ kind, recordId }: TreatedRecord): string {
  return documentIdentifier(kind, recordId);
}

/**
 * The treatment of a record; undefined where none may lie at the destination: a deleted event, one without its amount, a
 * fingerstick that is written as its calibration, an alert that did not alarm.
 */
export function toTreatment(
  held: JournalRecord<TreatedRecord>,
  device: string,
): Treatment | undefined {
  const { record } = held;
  const content = contentOf(record);
  if (content === undefined) return undefined;
  return {
    ...content,
    created_at: toIsoUtc(record.systemTime),
    date: record.systemTime,
    ...(record.utcOffsetMinutes === undefined ? {} : { utcOffset: record.utcOffsetMinutes }),
    enteredBy: APP,
    device,
    app: APP,
    identifier: treatmentIdentifier(record),
    srvCreated: held.recordedAt,
    srvModified: held.changedAt,
  };
}

function contentOf(record: TreatedRecord): TreatmentContent | undefined {
  switch (record.kind) {
    case 'calibration':
      return bloodGlucoseCheck(record.meter);
    case 'event':
      return eventTreatment(record);
    case 'alert':
      return alertNote(record);
  }
}
