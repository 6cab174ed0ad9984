import { DAY_MS, MINUTE_MS, epochMs, type EpochMs } from '../domain/instant.ts';

/** A span without readings: from the last reading before it to the first after it. */
export interface Hole {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * Spans between neighbouring readings that are longer than one and a half periods, oldest first. Pure.
 * @param times ascending system times.
 */
export function findHoles(times: readonly EpochMs[], periodMs: number): readonly Hole[] {
  const holes: Hole[] = [];
  for (let i = 1; i < times.length; i += 1) {
    const from = times[i - 1];
    const to = times[i];
    if (from !== undefined && to !== undefined && to - from > 1.5 * periodMs)
      holes.push({ from, to });
  }
  return holes;
}

/** How far back to ask, and which holes that is for. */
export interface Question {
  /** Start of the window: covers the newest reading, and every hole whose turn it is. */
  readonly from: EpochMs;
  readonly holes: readonly Hole[];
}

/** Decides how far back to ask, so that holes are refilled without asking for a day in every call. */
export interface HoleWatch {
  /** @param times system times held within the source’s reach, ascending. */
  next(times: readonly EpochMs[], now: EpochMs): Question;
  /** The question was answered back to `coveredFrom`. One that was not answered is asked again. */
  answered(question: Question, coveredFrom: EpochMs, now: EpochMs): void;
}

/** A hole is asked for again after an eighth of its age: a fresh one with every call, one of yesterday every two hours. */
const PATIENCE = 8;

/** Holes younger than this are asked for with every call: records often come late in the first half hour. */
const FRESH_MS = 30 * MINUTE_MS;

/** @param reachMs how far back the source answers; @param periodMs between two readings. */
export function createHoleWatch(reachMs: number, periodMs: number): HoleWatch {
  /** When a hole was last answered for, by the reading after it: what lies before may be the moving edge of the reach. */
  const answeredAt = new Map<EpochMs, EpochMs>();

  function isDue({ to }: Hole, now: EpochMs): boolean {
    const last = answeredAt.get(to);
    if (last === undefined) return true;
    const ageMs = now - to;
    // Sooner as the hole nears the end of the reach, so that it is asked for once more before it is too late.
    const patienceMs = Math.min(ageMs / PATIENCE, (reachMs - ageMs) / 2);
    return ageMs < FRESH_MS || now - last >= patienceMs;
  }

  return {
    next(times, now) {
      const oldest = epochMs(now - reachMs);
      const inReach = times.filter((time) => time >= oldest);
      const newest = inReach.at(-1);
      if (newest === undefined) return { from: oldest, holes: [] };
      // What lies before the first reading held may be a hole as long as the reach itself.
      const holes = findHoles([oldest, ...inReach], periodMs).filter((hole) => isDue(hole, now));
      return { from: holes[0]?.from ?? newest, holes };
    },
    answered({ holes }, coveredFrom, now) {
      for (const { to } of holes) if (to > coveredFrom) answeredAt.set(to, now);
      for (const to of answeredAt.keys()) if (now - to > 2 * DAY_MS) answeredAt.delete(to);
    },
  };
}
