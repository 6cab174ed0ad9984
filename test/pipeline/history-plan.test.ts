import { describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/instant.ts';
import type { PlannedWindow } from '../../src/pipeline/history-plan.ts';
import type { HistoryList } from '../../src/sources/history-source.ts';
import { freshStates, makePlan as plan, PLAN_NOW as NOW } from '../support/history-plans.ts';

/** In words: list, why, and the window in hours from `origin`. */
const told = (windows: readonly PlannedWindow[], origin: number) =>
  windows.map(({ list, why, window: { from, to } }) => {
    const hours = (at: number) => Math.round(((at - origin) / HOUR_MS) * 1000) / 1000;
    return `${list} ${why} ${hours(from)}..${hours(to)}`;
  });
/** The states after every window of the plan. */
const after = (windows: readonly PlannedWindow[], states = freshStates()) =>
  windows.reduce((known, one) => ({ ...known, [one.list]: one.after }), states);

describe('news', () => {
  const END = NOW - 2 * HOUR_MS;
  const START = END - 12 * HOUR_MS;
  const settled = after(plan({ spans: { egvs: [START, END], events: [START, END] } }));

  test('of an account met for the first time: the last two days before the end, list by list', () => {
    const spans = {
      egvs: [END - 30 * DAY_MS, END],
      calibrations: [END - 100 * HOUR_MS, END - DAY_MS],
    } as const;
    expect(told(plan({ spans, mode: 'once' }), END)).toEqual([
      'egvs recent -48..0.017',
      'calibrations recent -72..-23.983',
      'alerts recent -48..2.167',
      'devices recent -48..2.167',
    ]);
  });

  test('none: nothing is asked for', () => {
    expect(plan({ states: settled, spans: { egvs: [START, END], events: [START, END] } })).toEqual(
      [],
    );
  });

  test('of one list: that list from six hours before, and what has no span of its own', () => {
    const spans = { egvs: [START, END + HOUR_MS], events: [START, END] } as const;
    expect(told(plan({ states: settled, spans, now: NOW + HOUR_MS }), END)).toEqual([
      'egvs recent -6..1.017',
      'alerts recent -6..3.167',
      'devices recent -6..3.167',
    ]);
  });

  test('after months away: without a gap, in windows that are allowed, also for one pass', () => {
    const end = END + 70 * DAY_MS;
    const spans = { egvs: [START, end], events: [START, END] } as const;
    const asked = plan({ states: settled, spans, now: end + HOUR_MS, mode: 'once' });
    const egvs = asked.filter(({ list }) => list === 'egvs');
    expect(told(egvs, END)).toEqual([
      'egvs weekly -6..690',
      'egvs weekly 690..1386',
      'egvs weekly 1386..1680.017',
    ]);
    // Interrupted after the first, it goes on from there.
    const states = { ...settled, egvs: egvs[0]!.after };
    const resumed = plan({ states, spans, now: end + HOUR_MS, mode: 'once' });
    expect(
      told(
        resumed.filter(({ list }) => list === 'egvs'),
        END,
      )[0],
    ).toBe('egvs weekly 684..1380');
  });

  test('of data that lie in the past are anchored there', () => {
    const longAgo = NOW - 900 * DAY_MS;
    const spans = { egvs: [longAgo - HOUR_MS, longAgo] } as const;
    for (const { window } of plan({ spans })) {
      expect(window.to).toBeLessThanOrEqual(longAgo + 6 * HOUR_MS);
      expect(window.from).toBeGreaterThanOrEqual(longAgo - 7 * HOUR_MS);
    }
  });

  test('a wrong clock that names an end in the future is followed only ten minutes ahead, each time', () => {
    const spans = { egvs: [START, NOW + 400 * DAY_MS] } as const;
    const first = plan({ spans });
    for (const { window } of first) expect(window.to).toBeLessThanOrEqual(NOW + 10 * MINUTE_MS);
    const next = plan({ states: after(first), spans, now: NOW + HOUR_MS });
    expect(told(next, NOW)[0]).toBe('egvs recent -5.833..1.167');
    const corrected = { egvs: [START, NOW + 30 * MINUTE_MS] } as const;
    const last = plan({ states: after(next), spans: corrected, now: NOW + 2 * HOUR_MS });
    expect(told(last, NOW)[0]).toBe('egvs recent -5.5..1.183');
  });

  test('an end that moved back is looked at, where the newest record was', () => {
    const spans = { egvs: [START, END], events: [START, END - 5 * HOUR_MS] } as const;
    const asked = plan({ states: settled, spans });
    expect(told(asked, END)).toEqual(['events recent -11..0.017']);
    expect(after(asked, settled).events.endSeen).toBe(END - 5 * HOUR_MS);
    expect(plan({ states: after(asked, settled), spans })).toEqual([]);
  });

  test('data exchanged for older ones do not make it read the years between', () => {
    const older = END - 1500 * DAY_MS;
    const spans = { egvs: [older, older + HOUR_MS], events: [older, older + HOUR_MS] } as const;
    expect(told(plan({ states: settled, spans }), older)).toEqual([
      'egvs recent 0..1.017',
      'events recent 0..1.017',
      'alerts recent -5..7',
      'devices recent -5..7',
      'alerts import -6..-5',
    ]);
  });

  test('lists without anything are not asked for', () => {
    expect(plan({ spans: {} })).toEqual([]);
  });
});

describe('the past', () => {
  const END = NOW - 2 * HOUR_MS;
  const START = END - 100 * DAY_MS;
  const spans = { egvs: [START, END] } as const;
  const only = (list: HistoryList, windows: readonly PlannedWindow[]) =>
    windows.filter((one) => one.list === list);

  test('is imported after what is new, oldest first over all lists, in windows as long as allowed', () => {
    const asked = plan({ spans: { egvs: [START, END], events: [START + DAY_MS, END] } });
    expect(told(asked, START)).toEqual([
      'egvs recent 2352..2400.017',
      'events recent 2352..2400.017',
      'alerts recent 2352..2402.167',
      'devices recent 2352..2402.167',
      'alerts import -6..690',
      'egvs import 0..696',
      'events import 24..720',
      'alerts import 690..1386',
      'egvs import 696..1392',
      'events import 720..1416',
      'alerts import 1386..2082',
      'egvs import 1392..2088',
      'events import 1416..2112',
      'alerts import 2082..2352',
      'egvs import 2088..2352',
      'events import 2112..2352',
    ]);
    expect(plan({ states: after(asked), spans, now: NOW })).toEqual([]);
  });

  test('is not imported by one pass, nor later in one pass', () => {
    const first = plan({ spans, mode: 'once' });
    expect(only('egvs', first)).toHaveLength(1);
    expect(plan({ states: after(first), spans, mode: 'once' })).toEqual([]);
    expect(plan({ states: after(first), spans }).every(({ why }) => why === 'import')).toBe(true);
  });

  test('goes on where it was interrupted', () => {
    const asked = plan({ spans });
    const states = after(
      asked.filter(({ window }) => window.from < START + 29 * DAY_MS || window.to > END),
    );
    expect(told(only('egvs', plan({ states, spans })), START)).toEqual([
      'egvs import 696..1392',
      'egvs import 1392..2088',
      'egvs import 2088..2352',
    ]);
  });

  test('that turns up before what was imported is imported as well', () => {
    const states = after(plan({ spans }));
    const earlier = { egvs: [START - 3 * DAY_MS, END] } as const;
    expect(told(only('egvs', plan({ states, spans: earlier })), START)).toEqual([
      'egvs import -72..0',
    ]);
  });

  test('before 2015 is a wrong clock', () => {
    const first = Date.UTC(2015, 0, 1);
    const asked = plan({ spans: { egvs: [Date.UTC(1999, 0, 1), END] } });
    expect(Math.min(...asked.map(({ window }) => window.from))).toBe(first);
    expect(plan({ spans: { egvs: [0, Date.UTC(2014, 0, 1)] } })).toEqual([]);
  });

  test('is read again: a week each day, 29 days each week, and that is all that is asked then', () => {
    const settled = after(plan({ spans }));
    const beforeADay = plan({ states: settled, spans, now: NOW + DAY_MS - 1 });
    expect(beforeADay).toEqual([]);
    const daily = plan({ states: settled, spans, now: NOW + DAY_MS });
    expect(told(daily, END)).toEqual([
      'egvs daily -167.983..0.017',
      'alerts daily -162..6',
      'devices daily -162..6',
    ]);
    const states = after(daily, settled);
    expect(plan({ states, spans, now: NOW + DAY_MS + HOUR_MS })).toEqual([]);
    const grown = { egvs: [START, END + 7 * DAY_MS] } as const;
    const weekly = plan({ states, spans: grown, now: NOW + 7 * DAY_MS });
    expect(told(only('egvs', weekly), END)).toEqual(['egvs weekly -527.983..168.017']);
    expect(
      plan({ states: after(weekly, states), spans: grown, now: NOW + 8 * DAY_MS - 1 }),
    ).toEqual([]);
  });

  test('is read again after a clock was set back, and once only', () => {
    const settled = after(plan({ spans, now: NOW + 300 * DAY_MS }));
    const again = plan({ states: settled, spans });
    expect(again.map(({ why }) => why)).toEqual(['weekly', 'weekly', 'weekly']);
    expect(plan({ states: after(again, settled), spans })).toEqual([]);
  });

  test('of a list whose last record was deleted is read again where it was', () => {
    const both = { egvs: [START, END], events: [END - DAY_MS, END - HOUR_MS] } as const;
    const settled = after(plan({ spans: both }));
    expect(plan({ states: settled, spans })).toEqual([]);
    const daily = plan({ states: settled, spans, now: NOW + DAY_MS });
    expect(told(only('events', daily), END)).toEqual(['events daily -24..-0.983']);
  });
});
