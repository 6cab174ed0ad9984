import { epochMs, type EpochMs } from '../../domain/instant.ts';
import type { Chance } from './chance.ts';

/** The period the drift below was observed on, in ms. */
const USUAL_PERIOD_MS = 300_000;
/** How far the phase wanders over hours, and jumps from one reading to the next, in ms. */
const WANDER_MS = 1_800;
const JITTER_MS = 260;
/** Readings to a hill of the wander. */
const WANDER_READINGS = 24;

/** When the sensor measures: once a period, to the millisecond, with a clock that is not quite steady. */
export interface SensorPhase {
  /** The instant of one reading; index 0 lies at the anchor, give or take the drift. */
  timeOf(index: number): EpochMs;
  /** The indices whose instants lie in the span, from inclusive, to exclusive. */
  indicesIn(from: EpochMs, to: EpochMs): { readonly first: number; readonly last: number };
}

/** @param periodMs 1 s or more. */
export function createSensorPhase(chance: Chance, anchor: EpochMs, periodMs: number): SensorPhase {
  const scale = periodMs / USUAL_PERIOD_MS;
  const timeOf = (index: number): EpochMs => {
    const wander = WANDER_MS * chance.wave('phase/wander', index / WANDER_READINGS);
    const jitter = JITTER_MS * (chance.uniform('phase/jitter', index) * 2 - 1);
    return epochMs(Math.round(anchor + index * periodMs + scale * (wander + jitter)));
  };
  return {
    timeOf,
    indicesIn(from, to) {
      let first = Math.floor((from - anchor) / periodMs) - 1;
      while (timeOf(first) < from) first += 1;
      let last = Math.ceil((to - anchor) / periodMs) + 1;
      while (timeOf(last) >= to) last -= 1;
      return { first, last };
    },
  };
}
