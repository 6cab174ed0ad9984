import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import { createHoleWatch, findHoles } from '../../src/pipeline/holes.ts';
import { PERIOD_MS, T0 } from '../support/readings.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const day = (without: (k: number) => boolean = () => false) =>
  [...Array(288).keys()].filter((k) => !without(k)).map((k) => epochMs(T0 - (287 - k) * PERIOD_MS));
const NOW = epochMs(T0 + 20_000);

describe('holes', () => {
  test('are spans longer than one and a half periods', () => {
    const times = [0, 300_000, 750_000, 1_200_001].map((ms) => epochMs(T0 + ms));
    expect(findHoles(times, PERIOD_MS)).toEqual([{ from: T0 + 750_000, to: T0 + 1_200_001 }]);
  });
});

describe('the window', () => {
  test('is a whole reach when nothing is held', () => {
    expect(createHoleWatch(DAY_MS, PERIOD_MS).windowFrom([], NOW)).toBe(NOW - DAY_MS);
  });

  test('begins at the newest reading when nothing is missing', () => {
    expect(createHoleWatch(DAY_MS, PERIOD_MS).windowFrom(day(), NOW)).toBe(T0);
  });

  test('begins at the oldest hole', () => {
    const times = day((k) => k === 100 || (k >= 200 && k < 210));
    expect(createHoleWatch(DAY_MS, PERIOD_MS).windowFrom(times, NOW)).toBe(times[99]);
  });

  test('a fresh hole is asked for every time, an old one after an eighth of its age', () => {
    const watch = createHoleWatch(DAY_MS, PERIOD_MS);
    const fresh = day((k) => k === 285);
    expect(watch.windowFrom(fresh, NOW)).toBe(T0 - 3 * PERIOD_MS);
    expect(watch.windowFrom(fresh, epochMs(NOW + MINUTE_MS))).toBe(T0 - 3 * PERIOD_MS);

    const old = day((k) => k === 191);
    const patient = createHoleWatch(DAY_MS, PERIOD_MS);
    const holeAt = T0 - 97 * PERIOD_MS;
    expect(patient.windowFrom(old, NOW)).toBe(holeAt);
    expect(patient.windowFrom(old, epochMs(NOW + 60 * MINUTE_MS))).toBe(T0);
    expect(patient.windowFrom(old, epochMs(NOW + 75 * MINUTE_MS))).toBe(holeAt);
  });

  test('a sensor that began three hours ago is not asked for the day before in every call', () => {
    const watch = createHoleWatch(DAY_MS, PERIOD_MS);
    const begun = day().slice(-36);
    expect(watch.windowFrom(begun, NOW)).toBe(NOW - DAY_MS);
    expect(watch.windowFrom(begun, epochMs(NOW + 5 * MINUTE_MS))).toBe(T0);
  });
});
