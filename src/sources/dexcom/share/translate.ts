import { createHash } from 'node:crypto';
import { isGlucoseMgdl, LOW_MGDL } from '../../../domain/glucose.ts';
import { epochMs, toIsoUtc, type EpochMs } from '../../../domain/instant.ts';
import type { Reading } from '../../../domain/reading.ts';
import type { Observation } from '../../../domain/record.ts';
import type { SetAside } from '../../../domain/set-aside.ts';
import { parseDexcomDate } from './dexcom-date.ts';
import { parseDexcomTrend } from './dexcom-trend.ts';

/** What one answer’s records became. */
export interface Translated {
  /** In ascending system time; equal times stay in the answer’s order. */
  readonly observations: readonly Observation<Reading>[];
  readonly skipped: readonly SetAside[];
  /** Oldest system time met, also of records that were skipped for another reason. */
  readonly oldest: EpochMs | undefined;
}

/**
 * 2010-01-01, years before Share existed. A date before it is no measurement: .NET writes its empty date as year 1,
 * and a clock that was never set begins in 1970.
 */
const EARLIEST_MS = 1_262_304_000_000;

/** Longest sample kept of a record, in characters. */
const SAMPLE_LENGTH = 500;

/** Turns records as Share wrote them into observations; what cannot be read is set aside and spares its neighbours. */
export function translate(records: readonly unknown[]): Translated {
  const observations: Observation<Reading>[] = [];
  const skipped: SetAside[] = [];
  let oldest: EpochMs | undefined;
  for (const record of records) {
    const at = systemTime(record);
    if (at !== undefined && (oldest === undefined || at < oldest)) oldest = at;
    const reading = translateRecord(record, at);
    if (typeof reading === 'string') skipped.push(setAside(record, reading));
    else observations.push(reading);
  }
  observations.sort((a, b) => a.systemTime - b.systemTime);
  return { observations, skipped, oldest };
}

/** An observation, or the reason why it is none. */
function translateRecord(record: unknown, at: EpochMs | undefined): Observation<Reading> | string {
  if (!isObject(record)) return `record: expected an object, got ${kindOf(record)}`;
  if (at === undefined) {
    return `WT: expected a date such as Date(1745081013817), got ${kindOf(record['WT'])}; ST instead: got ${kindOf(record['ST'])}`;
  }
  const glucoseMgdl = record['Value'];
  if (!isGlucoseMgdl(glucoseMgdl)) {
    return `Value: expected a whole number from 39 to 1000, got ${kindOf(glucoseMgdl)}${errorCodeHint(glucoseMgdl)}, in the record of ${toIsoUtc(at)}`;
  }
  const trend = parseDexcomTrend(record['Trend']);
  // QUIRK(share, 2017): in old answers DT’s number is shifted by its offset and no instant. Only the offset is used.
  const utcOffsetMinutes = parseDexcomDate(record['DT'])?.offsetMinutes;
  return {
    kind: 'reading',
    source: 'share',
    systemTime: at,
    glucoseMgdl,
    ...(trend === undefined ? {} : { trend }),
    ...(utcOffsetMinutes === undefined ? {} : { utcOffsetMinutes }),
  };
}

/** WT is what every uploader before us keyed on; where the two differ, ST was a receiver’s wrong clock. */
function systemTime(record: unknown): EpochMs | undefined {
  if (!isObject(record)) return undefined;
  return instant(record['WT']) ?? instant(record['ST']);
}

function instant(value: unknown): EpochMs | undefined {
  const ms = parseDexcomDate(value)?.ms;
  return ms === undefined || ms < EARLIEST_MS ? undefined : epochMs(ms);
}

function setAside(record: unknown, reason: string): SetAside {
  const text = printed(record);
  return {
    source: 'share',
    key: createHash('sha256').update(text).digest('hex'),
    reason,
    // A record has no UUID; one that is there may be a session or an account.
    sample: text
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '***')
      .slice(0, SAMPLE_LENGTH)
      .replace(/[\uD800-\uDBFF]$/, ''),
  };
}

/** Compact JSON with sorted fields, so that one record prints the same in every answer. */
function printed(record: unknown): string {
  try {
    return JSON.stringify(record, (_, value: unknown) =>
      isObject(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  } catch {
    return '"a record nested too deeply to print"';
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  return typeof value === 'object' ? 'an object' : 'true or false';
}

function errorCodeHint(value: unknown): string {
  return typeof value === 'number' && value < LOW_MGDL ? ' (a sensor’s error code)' : '';
}
