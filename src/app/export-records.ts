import { DAY_MS, epochMs, toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { JournalRecord } from '../domain/journal-record.ts';
import type { Journal } from '../journal/journal.ts';

/** Which records: `from` inclusive, `to` exclusive. */
export interface ExportSpan {
  readonly accounts: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** One record as it leaves: plain names, instants in ISO 8601 UTC, a missing field stays missing. */
export interface ExportedRecord {
  readonly account: string;
  readonly kind: string;
  readonly systemTime: string;
  readonly glucoseMgdl: number;
  readonly trend?: string;
  readonly trendRateMgdlPerMin?: number;
  readonly utcOffsetMinutes?: number;
  readonly transmitterId?: string;
  readonly transmitterTicks?: number;
  /** When the journal first held it, and when its content last changed. */
  readonly recordedAt: string;
  readonly changedAt: string;
}

/** Columns of the CSV form, in order. */
export const EXPORT_COLUMNS = [
  'account',
  'kind',
  'systemTime',
  'glucoseMgdl',
  'trend',
  'trendRateMgdlPerMin',
  'utcOffsetMinutes',
  'transmitterId',
  'transmitterTicks',
  'recordedAt',
  'changedAt',
] as const satisfies readonly (keyof ExportedRecord)[];

/** How much is held in memory at once; an empty week costs next to nothing. */
const PAGE_MS = 7 * DAY_MS;

/** Account by account, each by ascending system time. */
export async function* exportRecords(
  journal: Journal,
  span: ExportSpan,
): AsyncGenerator<ExportedRecord> {
  for (const account of span.accounts) {
    const { newest } = await journal.summary(account);
    if (newest === undefined) continue;
    const end = Math.min(span.to, newest + 1);
    for (let from = Math.max(0, span.from); from < end;) {
      const to = Math.min(from + PAGE_MS, end);
      for (const held of await journal.readRange(account, epochMs(from), epochMs(to - 1))) {
        yield toExported(account, held);
      }
      from = to;
    }
  }
}

function toExported(account: string, held: JournalRecord): ExportedRecord {
  const { kind, systemTime, ...facts } = held.record;
  return {
    account,
    kind,
    systemTime: toIsoUtc(systemTime),
    ...facts,
    recordedAt: toIsoUtc(held.recordedAt),
    changedAt: toIsoUtc(held.changedAt),
  };
}
