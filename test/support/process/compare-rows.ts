import { toIsoUtc } from '../../../src/domain/instant.ts';
import { trendNumber, type Trend } from '../../../src/domain/trend.ts';
import type { SensorRecord } from '../../../src/simulator/index.ts';

/** How the rows of a destination differ from what Share showed; every list is empty when each reading is there once. */
export interface Difference {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Rows of no reading. */
  readonly foreign: readonly string[];
  /** Rows that say something else than their reading. */
  readonly altered: readonly string[];
}

/** Each reading once, and nothing else. */
export const EXACTLY_ONCE: Difference = { lost: [], doubled: [], foreign: [], altered: [] };

/** Nightscout's words, from its own source, not from ours. */
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

/** Compares rows of Nightscout's shape with the readings that they must be. */
export function compareRows(
  truth: readonly SensorRecord[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Difference {
  const wanted = new Map(truth.map((record) => [record.systemTime as number, record]));
  const met = new Set<number>();
  const difference = { lost: [], doubled: [], foreign: [], altered: [] } as Record<
    keyof Difference,
    string[]
  >;
  for (const row of rows) {
    const date = Number(row['date']);
    const record = wanted.get(date);
    if (met.has(date)) difference.doubled.push(toIsoUtc(date as SensorRecord['systemTime']));
    else if (!record) difference.foreign.push(JSON.stringify(row));
    else if (!says(row, record)) difference.altered.push(JSON.stringify([row, record]));
    met.add(date);
  }
  for (const [date, record] of wanted) {
    if (!met.has(date)) difference.lost.push(toIsoUtc(record.systemTime));
  }
  return difference;
}

function says(row: Readonly<Record<string, unknown>>, record: SensorRecord): boolean {
  const instant = toIsoUtc(record.systemTime);
  const wanted = {
    type: 'sgv',
    sgv: record.glucoseMgdl,
    direction: DIRECTIONS[record.trend],
    trend: trendNumber(record.trend),
    sysTime: instant,
    dateString: instant,
  };
  return Object.entries(wanted).every(([field, value]) => row[field] === value);
}
