import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CURRENT_MS } from '../../src/domain/current-reading.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { PageReading } from '../../src/status-page/page-state.ts';
import { deltaOf } from '../../src/status-page/view/delta.ts';
import { freshnessOf, OLD_MS } from '../../src/status-page/view/freshness.ts';
import { gapsBetween } from '../../src/status-page/view/gaps.ts';
import { glucoseText } from '../../src/status-page/view/glucose-words.ts';
import { hero } from '../../src/status-page/view/hero.ts';
import { ageWords, countdown, howLong } from '../../src/status-page/view/how-long.ts';
import { readingsTable } from '../../src/status-page/view/readings-table.ts';
import { packSeries, unpackSeries } from '../../src/status-page/view/series.ts';
import { tabOf } from '../../src/status-page/view/tab.ts';
import { zoneOf } from '../../src/status-page/view/zone.ts';
import { THRESHOLDS } from './page-rig.ts';
import { at, look, MINUTE, NOW, stateOf, textOf } from './view-rig.ts';

describe('the value', () => {
  test('is LOW and HIGH in words beyond what the sensor measures, in both units', () => {
    expect(glucoseText(39, 'mg/dl')).toBe('LOW (below 40 mg/dL)');
    expect(glucoseText(401, 'mg/dl')).toBe('HIGH (above 400 mg/dL)');
    expect(glucoseText(39, 'mmol')).toBe('LOW (below 2.2 mmol/L)');
    expect(glucoseText(401, 'mmol')).toBe('HIGH (above 22.2 mmol/L)');
    expect(glucoseText(40, 'mg/dl')).toBe('40 mg/dL');
    expect(glucoseText(400, 'mmol')).toBe('22.2 mmol/L');
    expect(glucoseText(121, 'mmol')).toBe('6.7 mmol/L');
  });

  test('a threshold itself belongs to the calmer side', () => {
    const zones = [54, 55, 79, 80, 180, 181, 260, 261].map((mgdl) => zoneOf(mgdl, THRESHOLDS));
    expect(zones).toEqual('very-low,low,low,in-range,in-range,high,high,very-high'.split(','));
  });

  test('is shown with direction, age and change while it is current', () => {
    const words = textOf(hero(stateOf([at(-7, 115), at(-2, 123, { trend: 3 })]), NOW, look));
    expect(words).toContain('123');
    expect(words).toContain('rising slowly');
    expect(words).toContain('in range');
    expect(words).toContain('2 min ago clock(-2)');
    expect(words).toContain('+8 mg/dL in 5 min');
    expect(words).not.toContain('current');
  });

  test('five minutes less a second are no four', () => {
    const words = textOf(hero(stateOf([at(-6.98, 115), at(-2, 123)]), NOW, look));
    expect(words).toContain('+8 mg/dL in 5 min');
  });

  test('is greyed, named and without direction or change once a reading is missing for certain', () => {
    const markup = hero(stateOf([at(-17, 115), at(-12, 123, { trend: 1 })]), NOW, look);
    expect(textOf(markup)).toContain('Not current: no reading for 12 min.');
    expect(textOf(markup)).not.toContain('rising');
    expect(textOf(markup)).not.toContain('+8');
    expect(markup.toString()).toContain('class="hero stale');
    expect(markup.toString()).not.toContain('class="arrow"');
  });

  test('is no longer shown large after an hour', () => {
    const markup = hero(stateOf([at(-61, 123)]), NOW, look);
    expect(markup.toString()).not.toMatch(/class="figure"/);
    expect(textOf(markup)).toContain(
      'No current value No reading for 61 min. The last one was 123 mg/dL at clock(-61)',
    );
  });

  test('where there is none, none is invented', () => {
    expect(textOf(hero(stateOf([]), NOW, look))).toContain('No reading yet');
    expect(textOf(hero(stateOf([], { sources: [] }), NOW, look))).toContain('No source is set up');
    expect(tabOf(stateOf([]), NOW, 'mg/dl').title).toBe('No reading · anna');
  });

  test('every freshness has its bounds', () => {
    expect(freshnessOf(undefined)).toBe('none');
    expect([-5 * MINUTE, 0, CURRENT_MS].map(freshnessOf)).toEqual(Array<string>(3).fill('current'));
    expect([CURRENT_MS + 1, OLD_MS].map(freshnessOf)).toEqual(['stale', 'stale']);
    expect(freshnessOf(OLD_MS + 1)).toBe('old');
  });

  test('a trend that was not said is not drawn', () => {
    const { trend: _none, ...silent } = at(-1);
    const markup = hero(stateOf([silent]), NOW, look);
    expect(textOf(markup)).toContain('no trend');
    expect(markup.toString()).not.toContain('class="arrow"');
  });
});

describe('the change', () => {
  test.each([
    [[at(-5, 120), at(0, 112)], '−8 mg/dL'],
    [[at(-5, 120), at(0, 120)], '±0 mg/dL'],
    [[at(-7.5, 120), at(0, 121)], '+1 mg/dL'],
    [[at(-5.2, 110), at(-0.15, 118), at(0, 120)], '+10 mg/dL'],
  ])('is from neighbour to neighbour (%#)', (readings, text) => {
    expect(deltaOf(readings, 'mg/dl')).toMatchObject({ kind: 'known', text });
  });

  test('in mmol/L is the difference of the two figures that are shown', () => {
    // 6.5 and 6.7 are shown; 2 mg/dL alone would be 0.1, and the sum would not add up.
    expect(deltaOf([at(-5, 118), at(0, 120)], 'mmol')).toMatchObject({ text: '+0.2 mmol/L' });
    expect(deltaOf([at(-5, 120), at(0, 119)], 'mmol')).toMatchObject({ text: '−0.1 mmol/L' });
  });

  test.each([
    [[at(-7.6, 120), at(0, 121)], 'no change to show: the reading before is 7 min older'],
    [[at(-40, 120), at(0, 121)], 'no change to show: the reading before is 40 min older'],
    [[at(-5, 401), at(0, 390)], 'no change to show: beyond what the sensor measures'],
    [[at(-5, 45), at(0, 39)], 'no change to show: beyond what the sensor measures'],
    [[at(0)], 'no change to show: it is the first reading'],
  ])('says why there is none (%#)', (readings, reason) => {
    expect(deltaOf(readings, 'mg/dl')).toEqual({ kind: 'unknown', reason });
  });
});

describe('gaps', () => {
  const instants = (...minutes: number[]) => minutes.map((minute) => NOW + minute * MINUTE);

  test('two missed readings are none, three are one', () => {
    expect(gapsBetween(instants(-30, -15, 0))).toEqual([]);
    expect(gapsBetween(instants(-25, -5, 0))).toEqual([
      { from: NOW - 25 * MINUTE, to: NOW - 5 * MINUTE },
    ]);
  });

  test('one that lasts until now is one', () => {
    expect(gapsBetween(instants(-30), NOW)).toHaveLength(1);
    expect(gapsBetween(instants(-10), NOW)).toEqual([]);
    expect(gapsBetween([], NOW)).toEqual([]);
  });

  test('stand in the table where they are', () => {
    const rows = readingsTable([at(-50, 100), at(-20, 110), at(-15, 39)], '3 hours', NOW, look);
    expect(textOf(rows)).toMatch(
      /clock\(-15\) LOW \(below 40 mg\/dL\) steady Share clock\(-20\) 110 mg\/dL steady Share no reading for 30 min clock\(-50\) 100/,
    );
  });
});

test('spans in words', () => {
  expect([0, 89_999, 90_000, 7_199_999, 7_200_000, 12_000_000, 190_000_000].map(howLong)).toEqual([
    '0 s',
    '89 s',
    '1 min',
    '119 min',
    '2 h',
    '3 h 20 min',
    '2 days 4 h',
  ]);
  expect([-61_000, -30_000, 0, 61_000, 150_000].map(ageWords)).toEqual([
    '61 s ahead of the bridge’s clock',
    'just now',
    'just now',
    '1 min ago',
    '2 min ago',
  ]);
  expect([-1, 400, 59_001, 61_000, 3_600_000].map(countdown)).toEqual([
    '0 s',
    '1 s',
    '1 min 00 s',
    '1 min 01 s',
    '60 min',
  ]);
});

test('a packed series is unpacked as it was', () => {
  const reading = fc.record(
    {
      step: fc.nat(400_000),
      glucoseMgdl: fc.integer({ min: 39, max: 401 }),
      trend: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
      source: fc.constantFrom('share' as const, 'web-api' as const),
    },
    { requiredKeys: ['step', 'glucoseMgdl', 'trend', 'source'] },
  );
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 50 }), (steps) => {
      let now = NOW as number;
      const readings = steps.map(({ step, trend, ...rest }): PageReading => {
        now += step;
        return { at: epochMs(now), ...rest, ...(trend === undefined ? {} : { trend }) };
      });
      expect(unpackSeries(packSeries(readings))).toEqual(readings);
    }),
  );
});
