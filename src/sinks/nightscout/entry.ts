import { toIsoUtc } from '../../domain/instant.ts';
import type { JournalRecord } from '../../domain/journal-record.ts';
import type { Reading } from '../../domain/reading.ts';
import { TRENDS, trendNumber, type Trend } from '../../domain/trend.ts';
import { entryIdentifier } from './entry-identifier.ts';
import { plainText } from './plain-text.ts';

/** Who wrote a row: the `app` field of everything the bridge writes, whatever `device` is set to. */
export const APP = 'nightscout-dexcom-bridge';

/**
 * Nightscout's words for the trends, exact to the letter: one unknown string makes some followers drop the whole answer.
 */
const DIRECTIONS: Readonly<Record<Trend, string>> = {
  none: 'NONE',
  doubleUp: 'DoubleUp',
  singleUp: 'SingleUp',
  fortyFiveUp: 'FortyFiveUp',
  flat: 'Flat',
  fortyFiveDown: 'FortyFiveDown',
  singleDown: 'SingleDown',
  doubleDown: 'DoubleDown',
  notComputable: 'NOT COMPUTABLE',
  rateOutOfRange: 'RATE OUT OF RANGE',
};

/** Nightscout’s words, at the index of the trend’s number. */
export const DIRECTION_WORDS: readonly string[] = TRENDS.map((trend) => DIRECTIONS[trend]);

/** A glucose reading as Nightscout stores it. See docs/wire/nightscout.md. */
export interface NightscoutEntry {
  readonly type: 'sgv';
  /** mg/dL; 39 is LOW, 401 is HIGH. */
  readonly sgv: number;
  /** System time, whole UTC ms. */
  readonly date: number;
  /** The same instant as text, with three millisecond digits and `Z`. */
  readonly dateString: string;
  /** The same text again: with `type` the key on which Nightscout recognises a repeat. */
  readonly sysTime: string;
  /** Minutes, east positive; absent where the display offset is not known. */
  readonly utcOffset?: number;
  /** Absent, with `trend`, where no trend was reported. */
  readonly direction?: string;
  /** 0–9. */
  readonly trend?: number;
  /** mg/dL per minute; absent where it was not reported. */
  readonly trendRate?: number;
  readonly device: string;
  readonly app: string;
  readonly identifier: string;
  readonly created_at: string;
  /** When the journal first held the record, ms. */
  readonly srvCreated: number;
  /** When its content last changed, ms. */
  readonly srvModified: number;
  /** What Dexcom's Web API adds; it was known when the row was written, or is absent. Read by people only. */
  readonly dexcom?: {
    readonly recordId?: string;
    readonly displayDevice?: string;
    readonly generation?: string;
  };
}

/** The Nightscout document of a reading. The same record gives the same document for ever. Never holds `_id`. */
export function toEntry(held: JournalRecord<Reading>, device: string): NightscoutEntry {
  const { systemTime, glucoseMgdl, trend, trendRateMgdlPerMin, utcOffsetMinutes } = held.record;
  const instant = toIsoUtc(systemTime);
  return {
    type: 'sgv',
    sgv: glucoseMgdl,
    date: systemTime,
    dateString: instant,
    sysTime: instant,
    ...(utcOffsetMinutes === undefined ? {} : { utcOffset: utcOffsetMinutes }),
    ...(trend === undefined ? {} : { direction: DIRECTIONS[trend], trend: trendNumber(trend) }),
    ...(trendRateMgdlPerMin === undefined ? {} : { trendRate: trendRateMgdlPerMin }),
    device,
    app: APP,
    identifier: entryIdentifier(device, systemTime),
    created_at: instant,
    srvCreated: held.recordedAt,
    srvModified: held.changedAt,
    ...originOf(held.record),
  };
}

function originOf({
  recordId,
  displayDevice,
  transmitterGeneration: generation,
}: Reading): Pick<NightscoutEntry, 'dexcom'> {
  const dexcom = {
    ...(recordId === undefined ? {} : { recordId: plainText(recordId) }),
    ...(displayDevice === undefined ? {} : { displayDevice: plainText(displayDevice) }),
    ...(generation === undefined ? {} : { generation: plainText(generation) }),
  };
  return Object.keys(dexcom).length === 0 ? {} : { dexcom };
}
