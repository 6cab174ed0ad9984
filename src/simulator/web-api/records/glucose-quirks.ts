import { rewrite, without, type RecordQuirk } from './record-quirk.ts';
import { listNames, type ListName, type WireRecord } from './wire-record.ts';

const quirk = (
  about: string,
  apply: (record: WireRecord) => WireRecord,
  lists: readonly ListName[] = ['egvs'],
): RecordQuirk => ({ about, lists, apply });
const lossy = (found: RecordQuirk): RecordQuirk => ({ ...found, isLossy: true });

const MGDL_PER_MMOL = 18.0182;
const WITH_UNIT = ['egvs', 'calibrations'] as const;
const WORDS = /^(trend|status|unit|rateUnit|event(Type|SubType|Status)|alert(Name|State))$/;

/** Odd ways of saying a glucose value and how it moves. */
export const glucoseQuirks = {
  trendRateMissing: lossy(quirk('there is no rate', (record) => without(record, 'trendRate'))),
  trendRateNull: lossy(quirk('the rate is null', (record) => ({ ...record, trendRate: null }))),
  trendMissing: lossy(quirk('there is no trend', (record) => without(record, 'trend'))),
  trendNull: lossy(quirk('the trend is null', (record) => ({ ...record, trend: null }))),
  statusMissing: quirk('there is no status', (record) => without(record, 'status')),
  statusOk: quirk('the status of a value in range is ok', (record) => ({
    ...record,
    status: record['status'] ?? 'ok',
  })),
  valueBelow39: quirk('LOW is said as a number below 39', (record) =>
    record['status'] === 'low' ? { ...record, value: 31 } : record,
  ),
  valueAbove401: quirk('HIGH is said as a number above 401', (record) =>
    record['status'] === 'high' ? { ...record, value: 431 } : record,
  ),
  nullLowHigh: quirk('LOW and HIGH have no value, only a status', (record) =>
    record['status'] === null ? record : { ...record, value: null },
  ),
  unitMissing: quirk(
    'neither unit nor rateUnit is said',
    (record) => without(record, 'unit', 'rateUnit'),
    WITH_UNIT,
  ),
  unitUnknown: quirk(
    'the unit is unknown',
    (record) => ({ ...record, unit: 'unknown' }),
    WITH_UNIT,
  ),
  mmolEgvs: quirk('glucose values are in mmol/L', (record) => ({
    ...record,
    value: toMmol(record['value'], 3),
    unit: 'mmol/L',
    trendRate: toMmol(record['trendRate'], 4),
    rateUnit: 'mmol/L/min',
  })),
  mmolCalibrations: lossy(
    quirk(
      'calibrations are in mmol/L',
      (record) => ({ ...record, value: toMmol(record['value'], 1), unit: 'mmol/L' }),
      ['calibrations'],
    ),
  ),
  otherCase: quirk(
    'words are written with a capital letter',
    (record) => rewrite(record, WORDS, (text) => text.slice(0, 1).toUpperCase() + text.slice(1)),
    listNames,
  ),
} satisfies Readonly<Record<string, RecordQuirk>>;

function toMmol(value: unknown, digits: number): unknown {
  return typeof value === 'number' ? Number((value / MGDL_PER_MMOL).toFixed(digits)) : value;
}
