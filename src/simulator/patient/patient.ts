import { HIGH_MGDL, isGlucoseMgdl, LOW_MGDL, type MgDl } from '../../domain/glucose.ts';
import { epochMs, type EpochMs } from '../../domain/instant.ts';
import type { Trend } from '../../domain/trend.ts';
import type { Clock } from '../../platform/clock.ts';
import { delayOf, type AppearanceDelay } from './appearance-delay.ts';
import { createChance } from './chance.ts';
import { createDayPlans, type DayPlan } from './day-plan.ts';
import { createGlucoseCurve } from './glucose-curve.ts';
import { createSensorPhase } from './sensor-phase.ts';
import { isWithin, type SensorRecord, type Span } from './sensor-record.ts';
import { createTimeline } from './timeline.ts';
import { trendOfRate } from './trend-of-rate.ts';

/** Who the simulated person is. */
export interface PatientOptions {
  /** The whole life of the person: same seed, same readings. */
  readonly seed: number;
  readonly clock: Clock;
  /** Between two readings, in ms; 300 000 by default. */
  readonly periodMs?: number;
  /** Anchor of the sensor's phase: one reading lies here, give or take its drift. Chosen by the seed when absent. */
  readonly startAt?: EpochMs;
  /** Nothing before this instant: a sensor newly inserted. Absent: the past has no beginning. */
  readonly notBefore?: EpochMs;
  /** Offset of the display from UTC, east positive; 0 by default. */
  readonly utcOffsetMinutes?: number;
  /** 20 s with a tail by default. */
  readonly appearanceDelay?: AppearanceDelay;
  /** Every reading comes twice, 9 to 10 s apart, as from a G7 that also speaks to a watch. */
  readonly watchDuplicates?: boolean;
}

/** A person with a sensor. Any window can be asked, in any order, with the same answer; spans are from inclusive, to exclusive. */
export interface SimulatedPatient {
  /** What the whole life follows from. */
  readonly seed: number;
  /** Where the person lives, as an offset from UTC in minutes, east positive: meals follow this wall clock. */
  readonly homeOffsetMinutes: number;
  /** Nothing before this instant; absent: the past has no beginning. */
  readonly notBefore?: EpochMs;
  /** Offset of the display from UTC at an instant, in minutes: travel and daylight saving show here. */
  utcOffsetAt(instant: EpochMs): number;
  /** What a day of the person holds, by its number since 1970 on the wall clock at home. */
  dayPlan(dayIndex: number): DayPlan;
  /** What Share shows of the span at the instant `asOf`, oldest first. */
  readings(from: EpochMs, to: EpochMs, asOf: EpochMs): readonly SensorRecord[];
  /** All that was or will be reported of the span, however late, oldest first. */
  truth(from: EpochMs, to: EpochMs): readonly SensorRecord[];
  /** No reading in the span, ever. */
  addGap(span: Span): void;
  /** Readings of the span appear no earlier than `visibleAt`. */
  addLate(span: Span, visibleAt: EpochMs): void;
  /** Readings of the span say LOW (39), HIGH (401) or a value of 39 to 401 mg/dL. */
  setValue(span: Span, value: 'low' | 'high' | number): void;
  /** Readings of the span carry this trend. */
  setTrend(span: Span, trend: Trend): void;
  /** One record by hand: future-dated, between two readings, of any value from 39 to 401. */
  addRecord(
    record: Omit<SensorRecord, 'origin' | 'utcOffsetMinutes' | 'trendRateMgdlPerMin'>,
  ): void;
  /** For readings measured from `from` on; now when absent. */
  setAppearanceDelay(delay: AppearanceDelay, from?: EpochMs): void;
  setWatchDuplicates(on: boolean, from?: EpochMs): void;
  setUtcOffset(minutes: number, from?: EpochMs): void;
}

const USUAL_PERIOD_MS = 300_000;
const USUAL_DELAY: AppearanceDelay = { kind: 'longTail', usualMs: 12_000, tailMs: 8_000 };
/** The double of a direct-to-watch reading comes this long after it, in ms. */
const WATCH_LEAST_MS = 9_000;
const WATCH_MOST_MS = 10_000;
/** Readings over which a rate is taken. */
const RATE_READINGS = 2;
/** Four months of readings. */
const MOST_REMEMBERED = 35_000;

/** Creates a person; the options alone decide all readings. @throws RangeError on a period below 1 s. */
export function createPatient(options: PatientOptions): SimulatedPatient {
  const { seed, clock, periodMs = USUAL_PERIOD_MS, utcOffsetMinutes = 0, notBefore } = options;
  if (!(periodMs >= 1_000)) throw new RangeError('the sensor period must be 1 000 ms or more');
  const chance = createChance(seed);
  const anchor = options.startAt ?? epochMs(Math.round(chance.uniform('anchor', 0) * periodMs));
  const phase = createSensorPhase(chance, anchor, periodMs);
  const dayPlan = createDayPlans(chance, utcOffsetMinutes);
  const curve = createGlucoseCurve(chance, utcOffsetMinutes, dayPlan);
  const delays = createTimeline(options.appearanceDelay ?? USUAL_DELAY);
  const watch = createTimeline(options.watchDuplicates ?? false);
  const offsets = createTimeline(utcOffsetMinutes);
  const gaps: Span[] = [];
  const late: (Span & { readonly visibleAt: EpochMs })[] = [];
  const values: (Span & { readonly glucoseMgdl: MgDl })[] = [];
  const trends: (Span & { readonly trend: Trend })[] = [];
  const added: SensorRecord[] = [];

  const sensed = remembered(
    (index) => curve(phase.timeOf(index)) + 1.2 * chance.normal('noise/reading', index),
  );

  const lateness = (time: EpochMs, index: number): EpochMs => {
    const usual = time + delayOf(delays.at(time), chance, index);
    const spans = late.filter((span) => isWithin(time, span));
    return epochMs(Math.max(usual, ...spans.map((span) => span.visibleAt)));
  };

  const recordOf = (index: number): SensorRecord => {
    const systemTime = phase.timeOf(index);
    const earlier = index - RATE_READINGS;
    const minutes = (systemTime - phase.timeOf(earlier)) / 60_000;
    const rate = Math.round(((sensed(index) - sensed(earlier)) / minutes) * 10) / 10;
    return {
      systemTime,
      glucoseMgdl:
        values.findLast((span) => isWithin(systemTime, span))?.glucoseMgdl ??
        toGlucose(sensed(index)),
      trend: trends.findLast((span) => isWithin(systemTime, span))?.trend ?? trendOfRate(rate),
      trendRateMgdlPerMin: rate === 0 ? 0 : rate,
      utcOffsetMinutes: offsets.at(systemTime),
      appearsAt: lateness(systemTime, index),
      origin: 'sensor',
    };
  };

  const doubleOf = (record: SensorRecord, index: number): SensorRecord => {
    const systemTime = epochMs(
      record.systemTime + Math.round(chance.between('watch', index, WATCH_LEAST_MS, WATCH_MOST_MS)),
    );
    return { ...record, systemTime, appearsAt: lateness(systemTime, index), origin: 'watch' };
  };

  const truth = (from: EpochMs, to: EpochMs): readonly SensorRecord[] => {
    // A double may lie inside the span while its reading lies before it.
    const { first, last } = phase.indicesIn(epochMs(from - WATCH_MOST_MS), to);
    const found: SensorRecord[] = added.filter((record) =>
      isWithin(record.systemTime, { from, to }),
    );
    for (let index = first; index <= last; index += 1) {
      const record = recordOf(index);
      if (notBefore !== undefined && record.systemTime < notBefore) continue;
      if (gaps.some((gap) => isWithin(record.systemTime, gap))) continue;
      if (isWithin(record.systemTime, { from, to })) found.push(record);
      if (!watch.at(record.systemTime)) continue;
      const double = doubleOf(record, index);
      if (isWithin(double.systemTime, { from, to })) found.push(double);
    }
    return found.sort((a, b) => a.systemTime - b.systemTime);
  };

  return {
    seed,
    homeOffsetMinutes: utcOffsetMinutes,
    ...(notBefore === undefined ? {} : { notBefore }),
    utcOffsetAt: (instant) => offsets.at(instant),
    dayPlan,
    truth,
    readings(from, to, asOf) {
      // The sensor never runs ahead of the hour; only records by hand do.
      const horizon = epochMs(Math.min(to, asOf + 1));
      const measured = horizon > from ? truth(from, horizon) : [];
      const ahead = added.filter(
        (record) => record.systemTime >= Math.max(horizon, from) && record.systemTime < to,
      );
      return [...measured, ...ahead.sort((a, b) => a.systemTime - b.systemTime)].filter(
        (record) => record.appearsAt <= asOf,
      );
    },
    addGap: (span) => gaps.push(span),
    addLate: (span, visibleAt) => late.push({ ...span, visibleAt }),
    setValue: (span, value) => values.push({ ...span, glucoseMgdl: toValue(value) }),
    setTrend: (span, trend) => trends.push({ ...span, trend }),
    addRecord: (record) =>
      added.push({
        ...record,
        glucoseMgdl: toValue(record.glucoseMgdl),
        trendRateMgdlPerMin: 0,
        utcOffsetMinutes: offsets.at(record.systemTime),
        origin: 'added',
      }),
    setAppearanceDelay: (delay, from = clock.now()) => delays.change(delay, from),
    setWatchDuplicates: (on, from = clock.now()) => watch.change(on, from),
    setUtcOffset: (minutes, from = clock.now()) => offsets.change(minutes, from),
  };
}

/** Keeps the newest answers of a pure question: windows overlap, and a month is asked more than once. */
function remembered(ask: (index: number) => number): (index: number) => number {
  const known = new Map<number, number>();
  return (index) => {
    let answer = known.get(index);
    if (answer === undefined) {
      answer = ask(index);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(index, answer);
    }
    return answer;
  };
}

/** Dexcom's range: below 40 it says LOW, above 400 HIGH. */
function toGlucose(mgdl: number): MgDl {
  const whole = Math.round(mgdl);
  return (whole < 40 ? LOW_MGDL : whole > 400 ? HIGH_MGDL : whole) as MgDl;
}

function toValue(value: 'low' | 'high' | number): MgDl {
  const mgdl = value === 'low' ? LOW_MGDL : value === 'high' ? HIGH_MGDL : value;
  if (!isGlucoseMgdl(mgdl) || mgdl > HIGH_MGDL) {
    throw new RangeError(`a sensor reports whole values from 39 to 401 mg/dL, not ${mgdl}`);
  }
  return mgdl;
}
