import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../src/domain/instant.ts';
import type { PlannedWindow } from '../../src/pipeline/history-plan.ts';
import { decodeListState, encodeListState } from '../../src/pipeline/history-state.ts';
import { addStretch, gapsIn, type Stretches } from '../../src/pipeline/history-stretches.ts';
import { HISTORY_LISTS, type HistoryList } from '../../src/sources/history-source.ts';
import {
  LONGEST_MS,
  makePlan as plan,
  PLAN_NOW as NOW,
  statesOf,
  type PlainSpans,
} from '../support/history-plans.ts';

const instants = fc.integer({ min: 0, max: 160 }).map((hours) => NOW + hours * 6 * HOUR_MS);
const turn = fc.record({
  /** Hours that pass, and how many windows are read before the crash. */
  passMs: fc.integer({ min: 0, max: 15 * 24 }).map((hours) => hours * HOUR_MS),
  windows: fc.integer({ min: 0, max: 12 }),
  mode: fc.constantFrom('once', 'run'),
  spans: fc.record(
    {
      egvs: fc.tuple(instants, instants),
      calibrations: fc.tuple(instants, instants),
      events: fc.tuple(instants, instants),
    },
    { requiredKeys: [] },
  ),
});
const ordered = (spans: Partial<Record<HistoryList, [number, number] | undefined>>): PlainSpans =>
  Object.fromEntries(
    Object.entries(spans).flatMap(([list, span]) =>
      span === undefined ? [] : [[list, [Math.min(...span), Math.max(...span)]]],
    ),
  );

test('every instant is read, no window is too long, the import goes on, and quiet costs nothing', () => {
  fc.assert(
    fc.property(
      fc.array(turn, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(2.5 * DAY_MS, 5 * DAY_MS, LONGEST_MS),
      (turns, longestWindowMs) => {
        let now = NOW + 30 * DAY_MS;
        const kept = new Map<HistoryList, string>();
        const read = new Map<HistoryList, Stretches>();
        const states = () => statesOf((list) => decodeListState(kept.get(list)));
        const carryOut = (windows: readonly PlannedWindow[]) => {
          for (const { list, window, after: state } of windows) {
            expect(window.to - window.from).toBeLessThanOrEqual(longestWindowMs);
            expect(window.to).toBeGreaterThanOrEqual(window.from);
            expect(window.to).toBeLessThanOrEqual(now + 10 * MINUTE_MS);
            read.set(list, addStretch(read.get(list) ?? [], window));
            kept.set(list, encodeListState(state));
          }
        };
        let spans: PlainSpans = {};
        for (const { passMs, windows, mode, spans: told } of turns) {
          now += passMs;
          spans = ordered(told);
          const asked = plan({ states: states(), spans, now, mode, longestWindowMs });
          if (mode === 'once') expect(asked.every(({ why }) => why !== 'import')).toBe(true);
          carryOut(asked.slice(0, windows));
        }
        // From here on nothing new comes, and each pass is cut off after the first window that is not news.
        let left = Infinity;
        for (;;) {
          const asked = plan({ states: states(), spans, now, longestWindowMs });
          const imports = asked.filter(({ why }) => why === 'import');
          if (asked.length === 0) break;
          expect(asked.length).toBeLessThan(left);
          left = asked.length;
          carryOut(asked.slice(0, asked.length - imports.length + 1));
        }
        const told = Object.values(spans);
        for (const list of HISTORY_LISTS) {
          const envelope: readonly [number, number] | undefined =
            told.length === 0
              ? undefined
              : [Math.min(...told.map(([from]) => from)), Math.max(...told.map(([, to]) => to))];
          const span = spans[list] ?? (list === 'alerts' ? envelope : undefined);
          if (span === undefined || span[0] > now + 10 * MINUTE_MS) continue;
          const from = epochMs(span[0]);
          const to = epochMs(Math.min(span[1], now + 10 * MINUTE_MS));
          expect(gapsIn({ from, to }, read.get(list) ?? [])).toEqual([]);
        }
        const hourLater = plan({ states: states(), spans, now: now + HOUR_MS, longestWindowMs });
        const isSettled = told.every(([, end]) => end <= now);
        if (!isSettled) return;
        for (const { why } of hourLater) expect(['daily', 'weekly']).toContain(why);
      },
    ),
    { numRuns: 100 },
  );
});
