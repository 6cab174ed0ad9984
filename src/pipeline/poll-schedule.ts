import { SECOND_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import type { Random } from '../platform/random.ts';
import {
  believeLag,
  LAG_END_MS,
  LAG_ORIGIN_MS,
  lagQuantileMs,
  appearedBy,
  type LagSample,
} from './lag-belief.ts';
import { planPolls, type PollPlan } from './poll-plan.ts';

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

/** Decides when to ask. Never waits and never asks for the hour. */
export interface PollSchedule {
  polled(poll: Poll): void;
  /** When to ask next; never before `now`, never within the floor of the last call. */
  nextPollAt(now: EpochMs): EpochMs;
  /** Lags learned so far, oldest first, for the next start. */
  readonly samples: readonly LagSample[];
}

/** Least time between two calls, in ms. */
export const POLL_FLOOR_MS = 3 * SECOND_MS;

/** Calls that the first readings may cost while the lag is unknown. */
const LEARNING_CALLS = [14, 12, 10, 8, 7, 6, 5, 4, 4, 3, 3];

/** For some hours after that a little more than the budget is spent, since what is learned pays back. */
const SETTLING = { readings: 48, extraCalls: 0.12 };

/** How many readings the running mean of calls remembers. */
const CALLS_MEMORY = 40;

/** Kept back from the budget, so that its mean is held rather than met on average. */
const MARGIN_CALLS = 0.05;

/** A reading within this of the instant it was due is the next one, in ms. */
const DUE_TOLERANCE_MS = 30 * SECOND_MS;

/** How often a call is spent on looking where no plan would look. */
const EXPLORE_SHARE = 0.03;

/** How far a call is moved, so that each one tells something new: a part of the lag's spread, within bounds in ms. */
const JITTER_SHARE = 0.03;
const GREATEST_JITTER_MS = 1_500;

/** Least wait after the calls that a reading may well cost, in ms; doubled after each. */
const LONG_GAP_MS = 10 * SECOND_MS;

/** Samples kept: a day of readings. */
const MOST_SAMPLES = 288;

/** Cheapest price search that still settles the plan to a cell. */
const PRICE_STEPS = 14;

/** Phase-aligned polling: a reading is due one period after the last; the calls go where they shorten the delay most. */
export function createPollSchedule(parts: PollScheduleParts): PollSchedule {
  const { periodMs, callsPerReading, random } = parts;
  const samples = (parts.samples ?? []).slice(-MOST_SAMPLES);
  let belief = believeLag(samples);
  let newest: EpochMs | undefined;
  let lastSentAt: EpochMs | undefined;
  let callsForThis = 0;
  let meanCalls = callsPerReading;
  let plan: { readonly dueAt: number; readonly pollsMs: readonly number[] } | undefined;

  function learn(next: EpochMs, answeredAt: EpochMs): void {
    if (newest === undefined || lastSentAt === undefined) return;
    const dueAt = newest + periodMs;
    if (Math.abs(next - dueAt) > DUE_TOLERANCE_MS) return;
    const byMs = answeredAt - dueAt;
    // A reading cannot appear before it was measured; where clocks differ so much that it seems to, that says nothing.
    const measuredMs = next < answeredAt ? next - dueAt : Number.NEGATIVE_INFINITY;
    const afterMs = Math.max(lastSentAt - dueAt, measuredMs, LAG_ORIGIN_MS);
    if (byMs > LAG_END_MS || byMs <= afterMs) return;
    // What learning costs is no reason to save on the readings that follow.
    if (samples.length >= LEARNING_CALLS.length) {
      meanCalls += (callsForThis - meanCalls) / CALLS_MEMORY;
    }
    samples.push({ afterMs, byMs });
    if (samples.length > MOST_SAMPLES) samples.shift();
    belief = believeLag(samples, belief);
  }

  function pollsFor(dueAt: number): readonly number[] {
    if (plan?.dueAt !== dueAt) {
      const calls = budget();
      const pair = planPolls(belief, calls, POLL_FLOOR_MS, PRICE_STEPS);
      const chosen = random.next() < pair.beyondShare ? pair.beyond : pair.within;
      plan = { dueAt, pollsMs: thinOut(explore(chosen), Math.ceil(calls) + 2) };
    }
    return plan.pollsMs;
  }

  function budget(): number {
    const learning = LEARNING_CALLS[samples.length];
    if (learning !== undefined) return Math.max(learning, callsPerReading);
    const settling = samples.length < SETTLING.readings ? SETTLING.extraCalls : 0;
    // What was spent beyond the budget is saved on the next readings, and the reverse.
    const aim = callsPerReading - MARGIN_CALLS + settling;
    return Math.min(Math.max(aim + (callsPerReading - meanCalls), 1.05), aim + 0.2);
  }

  /**
   * Readings may appear well before a call that always finds them, and only looking tells: every call is moved a
   * little, and now and then one more is made between two that are planned.
   */
  function explore({ pollsMs }: PollPlan): readonly number[] {
    if (samples.length < LEARNING_CALLS.length) return pollsMs;
    const spreadMs = lagQuantileMs(belief, 0.75) - lagQuantileMs(belief, 0.25);
    const jitterMs = Math.min(GREATEST_JITTER_MS, JITTER_SHARE * spreadMs);
    const moved = pollsMs.map((ms) => ms + jitterMs * (2 * random.next() - 1));
    if (random.next() < EXPLORE_SHARE) moved.push(extraCall(pollsMs));
    return keepFloor(moved);
  }

  /** Somewhere between the planned call that would find the next reading and the one before it. */
  function extraCall(pollsMs: readonly number[]): number {
    const lag = lagQuantileMs(belief, random.next());
    const found = pollsMs.findIndex((ms) => ms >= lag);
    const endMs = pollsMs[found] ?? LAG_END_MS;
    const startMs = pollsMs[found - 1] ?? lagQuantileMs(belief, 0.02);
    if (random.next() < 0.5) return startMs + (endMs - startMs) * random.next();
    const [startPart, endPart] = [appearedBy(belief, startMs), appearedBy(belief, endMs)];
    return lagQuantileMs(belief, startPart + (endPart - startPart) * random.next());
  }

  return {
    polled({ sentAt, answeredAt, newest: found }) {
      callsForThis += 1;
      // The second record of a phone-and-watch pair is no new reading.
      if (found !== undefined && (newest === undefined || found - newest > periodMs / 2)) {
        learn(found, answeredAt);
        newest = found;
        callsForThis = 0;
      }
      lastSentAt = sentAt;
    },
    nextPollAt(now) {
      const floorAt = Math.max(now, (lastSentAt ?? 0) + POLL_FLOOR_MS);
      if (newest === undefined) return epochMs(Math.max(now, (lastSentAt ?? 0) + periodMs));
      const dueAt = newest + periodMs;
      if (floorAt <= dueAt + LAG_END_MS) {
        const at = pollsFor(dueAt).find((ms) => dueAt + ms >= floorAt);
        if (at !== undefined) return epochMs(Math.round(dueAt + at));
      }
      // The reading did not come: one call for each that follows, when it most likely has appeared.
      const behindMs = Math.max(0, floorAt - dueAt - lagQuantileMs(belief, 0.9));
      const at = dueAt + lagQuantileMs(belief, 0.9) + Math.ceil(behindMs / periodMs) * periodMs;
      return epochMs(Math.round(at));
    },
    samples,
  };
}

/** The same calls in order, each at least the floor after the one before. */
function keepFloor(pollsMs: readonly number[]): number[] {
  let lastMs = Number.NEGATIVE_INFINITY;
  return [...pollsMs]
    .sort((a, b) => a - b)
    .map((ms) => (lastMs = Math.max(ms, lastMs + POLL_FLOOR_MS)));
}

/** After as many calls as a reading may well cost, each further one waits twice as long: it may not come at all. */
function thinOut(pollsMs: readonly number[], most: number): number[] {
  const kept = pollsMs.slice(0, most);
  let gapMs = LONG_GAP_MS;
  for (const ms of pollsMs.slice(most)) {
    if (ms - (kept.at(-1) ?? 0) < gapMs) continue;
    kept.push(ms);
    gapMs *= 2;
  }
  return kept;
}
