import { uuidOf } from '../../share/uuid.ts';
import type { ListName, WireRecord } from './wire-record.ts';

type Breaking = (good: WireRecord) => unknown;
const said =
  (change: WireRecord): Breaking =>
  (good) => ({ ...good, ...change });
const left =
  (name: string): Breaking =>
  (good) =>
    Object.fromEntries(Object.entries(good).filter(([field]) => field !== name));

/** Ways in which any record can be broken beyond reading. */
const ANY: Readonly<Record<string, Breaking>> = {
  isNull: () => null,
  isText: () => 'record',
  isNumber: () => 120,
  isList: () => [],
  isEmpty: () => ({}),
  noSystemTime: left('systemTime'),
  nullSystemTime: said({ systemTime: null }),
  badSystemTime: said({ systemTime: 'yesterday' }),
  emptySystemTime: said({ systemTime: '' }),
  numberSystemTime: said({ systemTime: 1_731_646_000_000 }),
  impossibleSystemTime: said({ systemTime: '2024-13-45T25:61:61Z' }),
};

const OF: Readonly<Record<ListName, Readonly<Record<string, Breaking>>>> = {
  egvs: {
    noValue: (good) => left('value')({ ...good, status: null }),
    nullValue: said({ value: null, status: null }),
    textValue: said({ value: 'high', status: null }),
    objectValue: said({ value: { mgdl: 120 }, status: null }),
    fractionValue: said({ value: 120.5, status: null }),
    hugeValue: said({ value: 1e21, status: null }),
    negativeValue: said({ value: -120, status: null }),
  },
  calibrations: {
    noValue: left('value'),
    nullValue: said({ value: null }),
    textValue: said({ value: 'lots' }),
    negativeValue: said({ value: -120 }),
  },
  events: { noEventType: left('eventType'), nullEventType: said({ eventType: null }) },
  alerts: {
    noAlertName: left('alertName'),
    noAlertState: left('alertState'),
    numberAlertName: said({ alertName: 7 }),
  },
};

/** The names of all ways in which a record of the list can be broken. */
export function malformedKindsOf(list: ListName): readonly string[] {
  return [...Object.keys(ANY), ...Object.keys(OF[list])];
}

/** One broken record of each kind, made from a good one; those with an id have one of their own. */
export function malformedRecords(list: ListName, good: WireRecord): readonly unknown[] {
  return Object.entries({ ...ANY, ...OF[list] }).map(([kind, breaking]) =>
    breaking({ ...good, recordId: uuidOf(`${String(good['recordId'])} ${kind}`) }),
  );
}
