import { epochMs, type EpochMs } from '../domain/instant.ts';
import type { FetchWindow } from '../sources/source.ts';

/** Stretches of system time, both ends included: ascending, and none touches its neighbour. */
export type Stretches = readonly FetchWindow[];

/** The stretches with one more; what overlaps or touches becomes one. Pure. */
export function addStretch(stretches: Stretches, added: FetchWindow): Stretches {
  let { from, to } = added;
  const apart: FetchWindow[] = [];
  for (const stretch of stretches) {
    if (stretch.to < from || stretch.from > to) {
      apart.push(stretch);
      continue;
    }
    from = stretch.from < from ? stretch.from : from;
    to = stretch.to > to ? stretch.to : to;
  }
  return [...apart, { from, to }].sort((a, b) => a.from - b.from);
}

/** What of the span no stretch holds, oldest first. A gap shares its ends with its neighbours. Pure. */
export function gapsIn(span: FetchWindow, stretches: Stretches): readonly FetchWindow[] {
  const gaps: FetchWindow[] = [];
  let reached = span.from;
  let endIsHeld = false;
  for (const { from, to } of stretches) {
    if (to < span.from || from > span.to) continue;
    if (from > reached) gaps.push({ from: reached, to: from });
    reached = to > reached ? to : reached;
    endIsHeld ||= to >= span.to;
  }
  return endIsHeld ? gaps : [...gaps, { from: reached, to: span.to }];
}

/** The window in as few pieces as `longestMs` allows, oldest first; each begins where the one before ends. Pure. */
export function splitWindow({ from, to }: FetchWindow, longestMs: number): readonly FetchWindow[] {
  const pieces: FetchWindow[] = [];
  let reached: EpochMs = from;
  do {
    const end = epochMs(Math.min(reached + longestMs, to));
    pieces.push({ from: reached, to: end });
    reached = end;
  } while (reached < to);
  return pieces;
}
