import { without, type RecordQuirk } from './record-quirk.ts';
import type { WireRecord } from './wire-record.ts';

/** A quirk of the events of some types; all when none is named. */
const quirk = (
  about: string,
  types: readonly string[],
  apply: (record: WireRecord) => WireRecord,
): RecordQuirk => ({
  about,
  lists: ['events'],
  apply: (record) =>
    types.length === 0 || types.includes(String(record['eventType'])) ? apply(record) : record,
});
const lossy = (found: RecordQuirk): RecordQuirk => ({ ...found, isLossy: true });
const said = (name: string, value: unknown) => (record: WireRecord) => ({
  ...record,
  [name]: value,
});

const AMOUNTS = ['carbs', 'insulin'] as const;

/** Odd ways of telling what the person wrote down, and alerts that are not documented. */
export const entryQuirks = {
  amountUnitMissing: quirk('carbs and insulin say no unit', AMOUNTS, (record) =>
    without(record, 'unit'),
  ),
  amountUnitEmpty: quirk('the unit of carbs and insulin is empty', AMOUNTS, said('unit', '')),
  amountValueMissing: lossy(
    quirk('carbs and insulin say no value', AMOUNTS, (record) => without(record, 'value')),
  ),
  amountValueEmpty: lossy(
    quirk('the value of carbs and insulin is empty', AMOUNTS, said('value', '')),
  ),
  amountValueZero: lossy(quirk('the value of carbs and insulin is 0', AMOUNTS, said('value', '0'))),
  negativeAmounts: lossy(
    quirk('carbs and insulin are negative', AMOUNTS, (record) => ({
      ...record,
      value: `-${String(record['value'])}`,
    })),
  ),
  decimals: quirk('numbers are written with two decimals', [], (record) => {
    const { value } = record;
    const isNumber = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value);
    return isNumber ? { ...record, value: Number(value).toFixed(2) } : record;
  }),
  exerciseMinusOne: lossy(
    quirk('exercise lasts -1.00 minutes', ['exercise'], said('value', '-1.00')),
  ),
  exerciseEmpty: lossy(quirk('the minutes of exercise are empty', ['exercise'], said('value', ''))),
  healthZero: quirk('health has the value 0.00', ['health'], said('value', '0.00')),
  healthEmpty: quirk('health has an empty value', ['health'], said('value', '')),
  bloodGlucoseUnitMissing: quirk('the meter’s unit is not said', ['bloodGlucose'], (record) =>
    without(record, 'unit'),
  ),
  noteWord: quirk('notes are called note', ['notes'], said('eventType', 'note')),
  subtypeUnknown: quirk('the subtype is unknown where it should be null', [], (record) => ({
    ...record,
    eventSubType: record['eventSubType'] ?? 'unknown',
  })),
  subtypeMissing: lossy(
    quirk('insulin and exercise say no subtype', ['insulin', 'exercise'], (record) =>
      without(record, 'eventSubType'),
    ),
  ),
  eventUnitUnknown: quirk('a unit that should be null is unknown', [], (record) => ({
    ...record,
    unit: record['unit'] ?? 'unknown',
  })),
  unknownEventType: lossy(
    quirk('health is of a type to come', ['health'], said('eventType', 'wellbeing')),
  ),
  fixedLow: {
    about: 'urgent low is called fixedLow',
    lists: ['alerts'],
    apply: (record) =>
      record['alertName'] === 'urgentLow' ? { ...record, alertName: 'fixedLow' } : record,
  },
  unknownAlert: {
    about: 'an alert and its state are ones to come',
    lists: ['alerts'],
    isLossy: true,
    apply: (record) => ({ ...record, alertName: 'sensorFailed', alertState: 'activeEscalated' }),
  },
} satisfies Readonly<Record<string, RecordQuirk>>;
