import { SECOND_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import type { Random } from '../platform/random.ts';
import { estimateLag, LAG_CELLS, LAG_ORIGIN_MS, type LagSample } from './lag-estimate.ts';
import { CELL_MS, planPolls, type LagDistribution, type PollPlan } from './poll-plan.ts';

/** What one call found. */
export interface Poll {
  readonly sentAt: EpochMs;
  readonly answeredAt: EpochMs;
  /** System time of the newest reading in the answer, if any. */
  readonly newest: EpochMs | undefined;
}

/** What a schedule is given. */
export interface PollScheduleParts {
  /** Time between two readings, in ms. */
  readonly periodMs: number;
  /** Mean number of calls spent on one reading once the lag is learned; at least 1.05. */
  readonly callsPerReading: number;
  readonly random: Random;
  /** Lags learned earlier, oldest first. */
  readonly samples?: readonly LagSample[];
}

/** Decides when to ask. Pure but for its memory: it never waits and never asks for the hour. */
export interface PollSchedule {
  polled(poll: Poll): void;
  /** When to ask next; never before `now`. */
  nextPollAt(now: EpochMs): EpochMs;
  /** What was learned, oldest first, for the next start. */
  readonly samples: readonly LagSample[];
}

/** Least time between two calls, in ms. */
export const POLL_FLOOR_MS = 3 * SECOND_MS;

/** Samples kept: a day of readings. */
const MOST_SAMPLES = 288;

/** Calls that the first readings may cost while the lag is unknown. */
const LEARNING_CALLS = [14, 12, 10, 8, 7, 6, 6, 5, 5, 4, 4, ...Array.from({ length: 37 }, () => 1.66)] as const;

const MARGIN = Number(process.env.MARGIN ?? 0.02); const PROBE=Number(process.env.PROBE??0.2); const ULO=Number(process.env.ULO??0.6);
/** How much of the newest readings the running mean of calls remembers. */
const CALLS_MEMORY = 40;

/** A reading within this of the instant it was due is the next one, in ms. */
const DUE_TOLERANCE_MS = 30 * SECOND_MS;

/** Phase-aligned polling: a reading is due one period after the last; the calls go where they shorten the delay most. */
export function createPollSchedule(parts: PollScheduleParts): PollSchedule {
  const { periodMs, callsPerReading, random } = parts;
  const samples: LagSample[] = [...(parts.samples ?? [])].slice(-MOST_SAMPLES);
  let newest: EpochMs | undefined;
  let lastSentAt: EpochMs | undefined;
  let unseenUntil: EpochMs | undefined;
  let callsForThis = 0;
  let meanCalls = callsPerReading;
  let plan: (PollPlan & { readonly dueAt: number }) | undefined;

  function learn(next: EpochMs, answeredAt: EpochMs): void {
    const dueAt = newest === undefined ? undefined : newest + periodMs;
    if (dueAt === undefined || unseenUntil === undefined) return;
    if (Math.abs(next - dueAt) > DUE_TOLERANCE_MS) return;
    const byMs = answeredAt - dueAt;
    // A reading cannot appear before it was measured; where clocks differ so much that it seems to, that bound says nothing.
    const measuredMs = next < answeredAt ? next - dueAt : Number.NEGATIVE_INFINITY;
    const afterMs = Math.max(unseenUntil - dueAt, measuredMs, LAG_ORIGIN_MS);
    if (byMs > LAG_ORIGIN_MS + (LAG_CELLS - 2) * CELL_MS || byMs <= afterMs) return;
    // What learning costs is no reason to save on the readings that follow.
    if (samples.length >= LEARNING_CALLS.length) {
      meanCalls += (callsForThis - meanCalls) / CALLS_MEMORY;
    }
    samples.push({ afterMs, byMs });
    if (samples.length > MOST_SAMPLES) samples.shift();
  }

  function planFor(dueAt: number): PollPlan {
    if (plan?.dueAt !== dueAt) {
      const lag = estimateLag(samples);
      const pair = planPolls(lag, budget(), POLL_FLOOR_MS, 14);
      const made = random.next() < pair.beyondShare ? pair.beyond : pair.within;
      const early = samples.length < LEARNING_CALLS.length || random.next() > PROBE ? [] : probe(lag, made);
      plan = { ...made, dueAt, pollsMs: [...early, ...made.pollsMs] };
    }
    return plan;
  }

  function budget(): number {
    const learning = LEARNING_CALLS[samples.length];
    if (learning !== undefined) return Math.max(learning, callsPerReading);
    // What was spent beyond the budget is saved on the next readings, and the reverse.
    const corrected = callsPerReading - MARGIN + 0.5 * (callsPerReading - meanCalls);
    return Math.min(Math.max(corrected, 1.05), callsPerReading + 0.2);
  }

  function probe(lag: LagDistribution, { pollsMs: [firstMs = 0] }: PollPlan): number[] {
    const part = partBy(lag, firstMs) * (ULO + (1 - ULO) * random.next());
    const earlyMs = quantileMs(lag, part);
    return firstMs - earlyMs >= POLL_FLOOR_MS ? [earlyMs] : [];
  }

  return {
    polled({ sentAt, answeredAt, newest: found }) {
      lastSentAt = sentAt;
      callsForThis += 1;
      // The second record of a phone-and-watch pair is no new reading.
      if (found !== undefined && (newest === undefined || found - newest > periodMs / 2)) {
        learn(found, answeredAt);
        newest = found;
        callsForThis = 0;
      }
      unseenUntil = sentAt;
    },
    nextPollAt(now) {
      const floorAt = Math.max(now, (lastSentAt ?? 0) + POLL_FLOOR_MS);
      if (newest === undefined) return epochMs(Math.max(now, (lastSentAt ?? now - periodMs) + periodMs));
      const axisEndMs = LAG_ORIGIN_MS + (LAG_CELLS - 1) * CELL_MS;
      const missed = Math.max(0, Math.ceil((floorAt - newest - periodMs - axisEndMs) / periodMs));
      const dueAt = newest + periodMs;
      if (missed === 0) {
        const at = planFor(dueAt).pollsMs.find((ms) => dueAt + ms >= floorAt);
        if (at !== undefined) return epochMs(Math.round(dueAt + at));
      }
      // The reading did not come: one call for each that follows, when it most likely has appeared.
      const mostlyMs = quantileMs(estimateLag(samples), 0.9);
      let at = dueAt + mostlyMs;
      while (at < floorAt) at += periodMs;
      return epochMs(Math.round(at));
    },
    samples,
  };
}

/** Lag by which the given part of readings has appeared, in ms. */
function quantileMs({ originMs, mass }: LagDistribution, part: number): number {
  let sum = 0;
  const cell = mass.findIndex((share) => (sum += share) >= part);
  return originMs + Math.max(cell, 0) * CELL_MS;
}

/** Part of readings that has appeared by a lag. */
function partBy({ originMs, mass }: LagDistribution, lagMs: number): number {
  const cells = Math.floor((lagMs - originMs) / CELL_MS);
  return mass.slice(0, cells + 1).reduce((sum, share) => sum + share, 0);
}
