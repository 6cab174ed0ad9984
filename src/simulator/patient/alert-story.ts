import { epochMs, HOUR_MS, MINUTE_MS, type EpochMs } from '../../domain/instant.ts';
import { highLimit, type AlertPlan } from './alert-plan.ts';
import type { Chance } from './chance.ts';
import type { SimulatedPatient } from './patient.ts';
import type { SensorRecord } from './sensor-record.ts';

/** Dexcom's alerts; `outOfRange` is signal loss, `noReadings` a sensor that measures nothing. */
export type AlertName =
  'high' | 'low' | 'urgentLow' | 'urgentLowSoon' | 'rise' | 'fall' | 'outOfRange' | 'noReadings';
export type AlertState = 'activeAlarming' | 'activeSnoozed' | 'inactive';

/** One change of state of one alert. */
export interface DiaryAlert {
  readonly id: string;
  readonly at: EpochMs;
  readonly name: AlertName;
  readonly state: AlertState;
}

/** What an alert story is told from. */
export interface AlertWorld {
  readonly patient: SimulatedPatient;
  readonly chance: Chance;
  readonly planAt: (instant: EpochMs) => AlertPlan;
}

interface Episode {
  /** Since when the condition holds. */
  readonly since: EpochMs;
  state: 'waiting' | 'activeAlarming' | 'activeSnoozed';
  /** When the next change is due of itself. */
  dueAt: number;
}

const GLUCOSE_ALERTS = ['urgentLow', 'low', 'urgentLowSoon', 'high', 'rise', 'fall'] as const;
type GlucoseAlert = (typeof GLUCOSE_ALERTS)[number];

/** A wait this long without a reading ends every alert that hangs on one, in ms. */
const STALE_MS = 16 * MINUTE_MS;
const LOOK_BACK_MS = 6 * HOUR_MS;
/** Nobody's alert lasts longer; beyond, the story starts in the middle. In steps of `LOOK_BACK_MS`. */
const MOST_STEPS = 80;
/** Urgent low soon looks this far ahead, in minutes. */
const SOON_MINUTES = 20;

/**
 * Every change of state of every alert in the span, oldest first. It follows from the readings alone, and what lies before an
 * instant hangs on nothing after it, so that any window tells the same.
 */
export function tellAlerts(world: AlertWorld, from: EpochMs, to: EpochMs): readonly DiaryAlert[] {
  const { readings, quiet } = readingsFromQuiet(world, from, to);
  const told: DiaryAlert[] = [];
  const tell = (name: AlertName, state: AlertState, at: number): void => {
    const instant = epochMs(Math.round(at));
    if (instant >= from && instant < to) {
      told.push({ id: `${name}/${instant}/${state}`, at: instant, name, state });
    }
  };
  const episodes = new Map<GlucoseAlert, Episode>();
  const settled = new Set<GlucoseAlert>(quiet ? GLUCOSE_ALERTS : []);
  const runUntil = (name: GlucoseAlert, episode: Episode, until: number): void => {
    while (episode.dueAt < until) {
      const at = episode.dueAt;
      const key = Math.floor(at / 1_000);
      if (episode.state === 'activeAlarming') {
        episode.state = 'activeSnoozed';
        episode.dueAt = at + snoozeMs(world.planAt(epochMs(Math.round(at))), name);
      } else {
        episode.state = 'activeAlarming';
        const ignored = world.chance.uniform(`alert/${name}/ignored`, key) < 0.15;
        const waitMs = world.chance.between(`alert/${name}/answered`, key, 1, 14) * MINUTE_MS;
        episode.dueAt = ignored ? Infinity : at + waitMs;
      }
      tell(name, episode.state, at);
    }
  };
  const end = (name: GlucoseAlert, at: number): void => {
    const episode = episodes.get(name);
    if (!episode) return;
    runUntil(name, episode, at);
    if (episode.state !== 'waiting') tell(name, 'inactive', at);
    episodes.delete(name);
  };
  let last: SensorRecord | undefined;
  for (const reading of readings) {
    const at = reading.systemTime;
    if (last && at - last.systemTime > STALE_MS) {
      for (const name of GLUCOSE_ALERTS) {
        end(name, last.systemTime + STALE_MS);
        settled.add(name);
      }
      tellSilence(world, last.systemTime, at, tell);
    }
    last = reading;
    const plan = world.planAt(at);
    for (const name of GLUCOSE_ALERTS) {
      if (!isAlarming(name, reading, plan)) {
        end(name, at);
        settled.add(name);
        continue;
      }
      if (!settled.has(name)) continue;
      const known = episodes.get(name);
      if (known) runUntil(name, known, at);
      else {
        const delayMs = name === 'high' ? plan.highDelayMinutes * MINUTE_MS : 0;
        episodes.set(name, { since: at, state: 'waiting', dueAt: at + delayMs });
      }
    }
  }
  if (last) {
    for (const [name, episode] of episodes) {
      runUntil(name, episode, Math.min(to, last.systemTime + STALE_MS));
      if (to > last.systemTime + STALE_MS) end(name, last.systemTime + STALE_MS);
    }
    if (to - last.systemTime > STALE_MS) tellSilence(world, last.systemTime, undefined, tell);
  }
  return told.sort((a, b) => a.at - b.at);
}

function tellSilence(
  { chance, planAt }: AlertWorld,
  since: EpochMs,
  until: EpochMs | undefined,
  tell: (name: AlertName, state: AlertState, at: number) => void,
): void {
  const alarmAt = since + planAt(since).signalLossMinutes * MINUTE_MS;
  if (until !== undefined && alarmAt >= until) return;
  const key = Math.floor(since / 1_000);
  const name = chance.uniform('alert/silence', key) < 0.25 ? 'noReadings' : 'outOfRange';
  tell(name, 'activeAlarming', alarmAt);
  const answeredAt = alarmAt + chance.between('alert/silence/answered', key, 1, 14) * MINUTE_MS;
  if (until === undefined || answeredAt < until) tell(name, 'activeSnoozed', answeredAt);
  if (until !== undefined) tell(name, 'inactive', until);
}

/** Readings from a moment before the span at which nothing was alarming, so that no episode is met half-way. */
function readingsFromQuiet(
  { patient, planAt }: AlertWorld,
  from: EpochMs,
  to: EpochMs,
): { readonly readings: readonly SensorRecord[]; readonly quiet: boolean } {
  const isOwn = ({ origin }: SensorRecord): boolean => origin === 'sensor';
  let readings = patient.truth(from, to).filter(isOwn);
  let start = from;
  const open = new Set<GlucoseAlert>(GLUCOSE_ALERTS);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const earlier = epochMs(start - LOOK_BACK_MS);
    const chunk = patient.truth(earlier, start).filter(isOwn);
    readings = [...chunk, ...readings];
    start = earlier;
    for (const [index, reading] of chunk.entries()) {
      const before = chunk[index - 1];
      if (before && reading.systemTime - before.systemTime > STALE_MS) open.clear();
      for (const name of open)
        if (!isAlarming(name, reading, planAt(reading.systemTime))) open.delete(name);
    }
    if (open.size === 0) return { readings, quiet: false };
    if (patient.notBefore !== undefined && start <= patient.notBefore) break;
  }
  return { readings, quiet: true };
}

function isAlarming(name: GlucoseAlert, reading: SensorRecord, plan: AlertPlan): boolean {
  const { glucoseMgdl: glucose, trendRateMgdlPerMin: rate } = reading;
  switch (name) {
    case 'urgentLow':
      return glucose <= plan.urgentLowMgdl;
    case 'low':
      return glucose <= plan.lowMgdl;
    case 'urgentLowSoon':
      return (
        plan.isUrgentLowSoonOn &&
        glucose > plan.urgentLowMgdl &&
        rate < 0 &&
        glucose + SOON_MINUTES * rate <= plan.urgentLowMgdl
      );
    case 'high':
      return glucose >= highLimit(plan, reading.systemTime, reading.utcOffsetMinutes);
    case 'rise':
      return (
        plan.riseMgdlPerMin !== undefined &&
        rate >= plan.riseMgdlPerMin &&
        glucose >= (plan.secondaryTriggerMgdl ?? 0)
      );
    case 'fall':
      return plan.fallMgdlPerMin !== undefined && -rate >= plan.fallMgdlPerMin;
  }
}

function snoozeMs(plan: AlertPlan, name: GlucoseAlert): number {
  return (name === 'high' ? plan.highSnoozeMinutes : plan.lowSnoozeMinutes) * MINUTE_MS;
}
