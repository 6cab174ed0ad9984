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

/** Decides how far back to ask, so that holes are refilled without asking for a day in every call. */
export interface HoleWatch {
  /**
   * Start of the next window. Covers the newest reading, and every hole whose turn it is.
   * @param times system times held within the source’s reach, ascending.
   */
  windowFrom(times: readonly EpochMs[], now: EpochMs): EpochMs;
}

/** A hole is asked for again after an eighth of its age: a fresh one with every call, one of yesterday every three hours. */
const PATIENCE = 8;

/** Holes younger than this are asked for with every call: records often come late in the first half hour. */
const FRESH_MS = 30 * MINUTE_MS;

/** @param reachMs how far back the source answers; @param periodMs between two readings. */
export function createHoleWatch(reachMs: number, periodMs: number): HoleWatch {
  const askedAt = new Map<EpochMs, EpochMs>();
  return {
    windowFrom(times, now) {
      const oldest = epochMs(now - reachMs);
      const inReach = times.filter((time) => time >= oldest);
      const newest = inReach.at(-1);
      if (newest === undefined) return oldest;
      forget(askedAt, now);
      // What lies before the first reading held may be a hole as long as the reach itself.
      const edges = [oldest, ...inReach];
      const due = findHoles(edges, periodMs).filter(({ to }) => isDue(to, now));
      for (const { to } of due) askedAt.set(to, now);
      // One period of overlap: the newest reading itself comes again, so an answer without it is seen to be odd.
      return epochMs(Math.min(due[0]?.from ?? newest, newest));
    },
  };

  /** A hole is known by the reading after it: what lies before it may be the moving edge of the reach. */
  function isDue(to: EpochMs, now: EpochMs): boolean {
    const asked = askedAt.get(to);
    if (asked === undefined) return true;
    const ageMs = now - to;
    return ageMs < FRESH_MS || now - asked >= ageMs / PATIENCE;
  }

  function forget(memory: Map<EpochMs, EpochMs>, now: EpochMs): void {
    for (const to of memory.keys()) if (now - to > 2 * DAY_MS) memory.delete(to);
  }
}
