import { DAY_MS, epochMs, toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { JournalRecord } from '../domain/journal-record.ts';
import type { RecordKind, RecordOf } from '../domain/record.ts';
import type { Journal } from '../journal/journal.ts';

/** Which records: `from` inclusive, `to` exclusive. */
export interface ExportSpan {
  readonly accounts: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** No record is dated much later. */
  readonly now: EpochMs;
}

/** Every field that a record of any kind may have. */
type FieldName = { [Kind in RecordKind]: keyof RecordOf<Kind> }[RecordKind];

/**
 * One record as it leaves: its own fields by their plain names, instants in ISO 8601 UTC, a missing field stays missing.
 */
export type ExportedRecord = Readonly<Partial<Record<FieldName, unknown>>> & {
  readonly account: string;
  readonly kind: RecordKind;
  readonly systemTime: string;
  /** When the journal first held it, and when its content last changed. */
  readonly recordedAt: string;
  readonly changedAt: string;
};

/** The compiler asks for a column for every field; new ones go to the end, since people’s sheets count on the order. */
const COLUMNS: Readonly<Record<keyof ExportedRecord, true>> = {
  account: true,
  kind: true,
  systemTime: true,
  glucoseMgdl: true,
  trend: true,
  trendRateMgdlPerMin: true,
  utcOffsetMinutes: true,
  transmitterId: true,
  transmitterTicks: true,
  recordedAt: true,
  changedAt: true,
  recordId: true,
  transmitterGeneration: true,
  transmitterVariant: true,
  displayDevice: true,
  displayApp: true,
  meter: true,
  eventType: true,
  eventSubtype: true,
  amount: true,
  text: true,
  unit: true,
  enteredAt: true,
  isDeleted: true,
  sameAsCalibration: true,
  alertName: true,
  alertState: true,
  isUploadTimeKnown: true,
  schedules: true,
};

/** Columns of the CSV form, in order. */
export const EXPORT_COLUMNS = Object.keys(COLUMNS) as readonly (keyof ExportedRecord)[];

/** How much is held in memory at once; an empty week costs next to nothing. */
const PAGE_MS = 7 * DAY_MS;

/** Account by account, each by ascending system time. */
export async function* exportRecords(
  journal: Journal,
  span: ExportSpan,
): AsyncGenerator<ExportedRecord> {
  for (const account of span.accounts) {
    const { newest } = await journal.summary(account);
    const end = Math.min(span.to, Math.max(newest ?? 0, span.now) + DAY_MS);
    for (let from = Math.max(0, span.from); from < end;) {
      const to = Math.min(from + PAGE_MS, end);
      for (const held of await journal.readRecords(account, epochMs(from), epochMs(to - 1))) {
        yield toExported(account, held);
      }
      from = to;
    }
  }
}

function toExported(account: string, held: JournalRecord): ExportedRecord {
  const { record } = held;
  const { kind, systemTime, ...facts } = record;
  return {
    account,
    kind,
    systemTime: toIsoUtc(systemTime),
    ...facts,
    ...(record.kind === 'event' && record.enteredAt !== undefined
      ? { enteredAt: toIsoUtc(record.enteredAt) }
      : {}),
    recordedAt: toIsoUtc(held.recordedAt),
    changedAt: toIsoUtc(held.changedAt),
  };
}
