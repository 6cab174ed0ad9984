import { epochMs, DAY_MS } from '../../src/domain/instant.ts';
import { planHistory, type PlannedWindow } from '../../src/pipeline/history-plan.ts';
import { NOTHING_READ, type ListStates } from '../../src/pipeline/history-state.ts';
import {
  HISTORY_LISTS,
  type HeldSpan,
  type HeldSpans,
  type HistoryList,
} from '../../src/sources/history-source.ts';

/** Now, where a plan does not say otherwise. */
export const PLAN_NOW = 1_745_081_000_000;
export const LONGEST_MS = 29 * DAY_MS;

/** Spans as pairs of start and end. */
export type PlainSpans = Partial<Record<HistoryList, readonly [start: number, end: number]>>;

/** Spans as a service tells them. */
export function heldOf(spans: PlainSpans): HeldSpans {
  const told = Object.entries(spans).map(([list, [start, end]]): [string, HeldSpan] => [
    list,
    { start: epochMs(start), end: epochMs(end) },
  ]);
  return { spans: Object.fromEntries(told) };
}

/** Nothing is read of any list. */
export function freshStates(): ListStates {
  return statesOf(() => NOTHING_READ);
}

/** The state of each list. */
export function statesOf(state: (list: HistoryList) => ListStates[HistoryList]): ListStates {
  return Object.fromEntries(
    HISTORY_LISTS.map((list) => [list, state(list)]),
  ) as unknown as ListStates;
}

/** A plan with the usual terms. */
export function makePlan({
  states = freshStates(),
  spans,
  now = PLAN_NOW,
  mode = 'run',
  longestWindowMs = LONGEST_MS,
}: {
  states?: ListStates;
  spans: PlainSpans;
  now?: number;
  mode?: 'once' | 'run';
  longestWindowMs?: number;
}): readonly PlannedWindow[] {
  return planHistory({ states, held: heldOf(spans), now: epochMs(now), mode, longestWindowMs });
}
