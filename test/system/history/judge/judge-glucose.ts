import type { WebApiTruth } from '../../../../src/simulator/web-api/records/index.ts';
import { differences, emptyFinding, OURS, type Finding, type StoredDocument } from './finding.ts';
import { NIGHTSCOUT_SPACE, version5 } from './version-5.ts';

/** A reading of the simulator's truth. */
export type TrueReading = WebApiTruth['readings'][number];

/** What the rows of type `sgv` are judged by. */
export interface GlucoseCase {
  readonly readings: readonly TrueReading[];
  /** Older readings must be there, younger ones may. */
  readonly settledTo: number;
  /** mg/dL by the sensor's system time, where something else than Dexcom's last word is right. */
  readonly exceptions: ReadonlyMap<number, number>;
  /** Other uploaders' rows: a reading nearer than `toleranceMs` to one of them is theirs to tell. */
  readonly foreign: readonly StoredDocument[];
  readonly toleranceMs: number;
  /** Minutes of the display, or 0 where the destination makes it so. */
  readonly utcOffsetOf: (reading: TrueReading) => number;
  readonly generation: string;
}

/** Nightscout's words and numbers, from its own source. */
const TRENDS: Readonly<Record<string, readonly [direction: string, number: number]>> = {
  none: ['NONE', 0],
  doubleUp: ['DoubleUp', 1],
  singleUp: ['SingleUp', 2],
  fortyFiveUp: ['FortyFiveUp', 3],
  flat: ['Flat', 4],
  fortyFiveDown: ['FortyFiveDown', 5],
  singleDown: ['SingleDown', 6],
  doubleDown: ['DoubleDown', 7],
  notComputable: ['NOT COMPUTABLE', 8],
  rateOutOfRange: ['RATE OUT OF RANGE', 9],
};
const UNJUDGED = ['_id', 'srvCreated', 'srvModified'];

/** Judges our `sgv` rows: each reading once, at an instant that a source told, with Dexcom's last word of it. */
export function judgeGlucose(rows: readonly StoredDocument[], its: GlucoseCase): Finding {
  const found = emptyFinding();
  const ofInstant = new Map<number, TrueReading>();
  for (const reading of its.readings) {
    for (const at of instantsOf(reading)) ofInstant.set(at, reading);
  }
  const theirs = its.foreign.map(({ date }) => Number(date)).sort((a, b) => a - b);
  const met = new Set<TrueReading>();
  for (const row of rows) {
    const reading = ofInstant.get(Number(row['date']));
    if (!reading || isTheirs(reading, theirs, its.toleranceMs, 'every')) {
      found.unfounded.push(JSON.stringify(row));
      continue;
    }
    if (met.has(reading)) found.doubled.push(JSON.stringify(row));
    met.add(reading);
    const wrong = differences(row, rowOf(row, reading, its), [
      ...UNJUDGED,
      ...lateFacts(row, reading),
    ]);
    const stamped = [row['srvCreated'], row['srvModified']].every(Number.isInteger);
    if (wrong.length > 0 || !stamped)
      found.altered.push(`${String(row['date'])} ${wrong.join(', ')}`);
  }
  for (const reading of its.readings) {
    if (met.has(reading) || reading.systemTime >= its.settledTo) continue;
    if (isTheirs(reading, theirs, its.toleranceMs, 'some')) continue;
    found.lost.push(new Date(reading.systemTime).toISOString());
  }
  return found;
}

/** To the millisecond by Share, or in whole seconds of a device's clock by the Web API. */
function instantsOf({ systemTime, observations }: TrueReading): readonly number[] {
  return [systemTime, ...observations.map((one) => one.systemTime)];
}

/** What was learned after the row was written is not written for its own sake: it may be missing where Share told first. */
function lateFacts(row: StoredDocument, { systemTime }: TrueReading): readonly string[] {
  const byShare = row['date'] === systemTime;
  return byShare ? ['trendRate', 'dexcom'].filter((name) => !(name in row)) : [];
}

function rowOf(row: StoredDocument, reading: TrueReading, its: GlucoseCase): StoredDocument {
  const date = Number(row['date']);
  const instant = new Date(date).toISOString();
  const [direction, trend] = TRENDS[reading.trend] ?? [];
  // The record is known by the observation it was met in first; either device's may be that.
  const { recordId } = (row['dexcom'] ?? {}) as { readonly recordId?: string };
  const from =
    reading.observations.find((one) => one.recordId === recordId) ?? reading.observations[0];
  return {
    type: 'sgv',
    sgv: its.exceptions.get(reading.systemTime) ?? reading.glucoseMgdl,
    date,
    dateString: instant,
    sysTime: instant,
    created_at: instant,
    utcOffset: its.utcOffsetOf(reading),
    direction,
    trend,
    trendRate: reading.trendRateMgdlPerMin,
    device: OURS,
    app: OURS,
    identifier: version5(NIGHTSCOUT_SPACE, `${OURS}_${date}`),
    dexcom: {
      recordId: from?.recordId,
      displayDevice: from?.displayDevice,
      generation: its.generation,
    },
  };
}

/** Whether another uploader's row is the reading, at some or at every instant that it may be told under. */
function isTheirs(
  reading: TrueReading,
  theirs: readonly number[],
  toleranceMs: number,
  quantity: 'some' | 'every',
): boolean {
  const isNear = (at: number): boolean =>
    theirs.some((date) => date === at || Math.abs(date - at) < toleranceMs);
  const instants = instantsOf(reading);
  return quantity === 'some' ? instants.some(isNear) : instants.every(isNear);
}
