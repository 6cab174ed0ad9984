import type { Calibration } from '../../domain/calibration.ts';
import type { BloodGlucose } from '../../domain/glucose.ts';
import { toIsoUtc } from '../../domain/instant.ts';
import type { JournalRecord } from '../../domain/journal-record.ts';
import { documentIdentifier } from './document-identifier.ts';
import { APP } from './entry.ts';

/** mg/dL in one mmol/L of glucose. */
const MGDL_PER_MMOL = 18.0182;

/** A fingerstick as an entry, as Nightscout stores it beside the glucose values. */
export interface MeterEntry {
  readonly type: 'mbg';
  /** Whole mg/dL. */
  readonly mbg: number;
  /** System time, whole UTC ms. */
  readonly date: number;
  readonly dateString: string;
  readonly sysTime: string;
  /** Minutes, east positive; absent where the display offset is not known. */
  readonly utcOffset?: number;
  /** With a suffix: API v3 tells entries apart by device and date, and not by type. */
  readonly device: string;
  readonly app: string;
  readonly identifier: string;
  readonly created_at: string;
  readonly srvCreated: number;
  readonly srvModified: number;
}

/** The `identifier` of the meter entry of a calibration. */
export function meterEntryIdentifier({ recordId }: Calibration): string {
  return documentIdentifier('calibration', recordId, 'mbg');
}

/** The meter entry of a calibration; undefined where its value rounds to nothing. */
export function toMeterEntry(
  held: JournalRecord<Calibration>,
  device: string,
): MeterEntry | undefined {
  const { record } = held;
  const mbg = wholeMgdl(record.meter);
  if (!(mbg > 0)) return undefined;
  const instant = toIsoUtc(record.systemTime);
  return {
    type: 'mbg',
    mbg,
    date: record.systemTime,
    dateString: instant,
    sysTime: instant,
    ...(record.utcOffsetMinutes === undefined ? {} : { utcOffset: record.utcOffsetMinutes }),
    device: `${device}-mbg`,
    app: APP,
    identifier: meterEntryIdentifier(record),
    created_at: instant,
    srvCreated: held.recordedAt,
    srvModified: held.changedAt,
  };
}

/** A meter's value in whole mg/dL. */
export function wholeMgdl({ value, unit }: BloodGlucose): number {
  return Math.round(unit === 'mg/dL' ? value : value * MGDL_PER_MMOL);
}
