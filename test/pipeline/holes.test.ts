import { describe, expect, test } from '@jest/globals';
import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
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

/** A watch whose questions are all answered, as far back as they ask. */
function watchThatAsks() {
  const watch = createHoleWatch(DAY_MS, PERIOD_MS);
  return (times: EpochMs[], now: EpochMs, coveredFrom?: EpochMs) => {
    const question = watch.next(times, now);
    watch.answered(question, coveredFrom ?? question.from, now);
    return question.from;
  };
}

describe('the window', () => {
  test('is a whole reach when nothing is held', () => {
    expect(watchThatAsks()([], NOW)).toBe(NOW - DAY_MS);
  });

  test('begins at the newest reading when nothing is missing', () => {
    expect(watchThatAsks()(day(), NOW)).toBe(T0);
  });

  test('begins at the oldest hole', () => {
    const times = day((k) => k === 100 || (k >= 200 && k < 210));
    expect(watchThatAsks()(times, NOW)).toBe(times[99]);
  });

  test('a fresh hole is asked for every time, an old one after an eighth of its age', () => {
    const ask = watchThatAsks();
    const fresh = day((k) => k === 285);
    expect(ask(fresh, NOW)).toBe(T0 - 3 * PERIOD_MS);
    expect(ask(fresh, epochMs(NOW + MINUTE_MS))).toBe(T0 - 3 * PERIOD_MS);

    const old = day((k) => k === 191);
    const patient = watchThatAsks();
    const holeAt = T0 - 97 * PERIOD_MS;
    expect(patient(old, NOW)).toBe(holeAt);
    expect(patient(old, epochMs(NOW + 60 * MINUTE_MS))).toBe(T0);
    expect(patient(old, epochMs(NOW + 75 * MINUTE_MS))).toBe(holeAt);
  });

  test('a question that failed is asked again at once', () => {
    const watch = createHoleWatch(DAY_MS, PERIOD_MS);
    const times = day((k) => k === 100);
    expect(watch.next(times, NOW).from).toBe(times[99]);
    expect(watch.next(times, epochMs(NOW + 3_000)).from).toBe(times[99]);
  });

  test('a hole that the answer did not reach is asked for again', () => {
    const times = day((k) => k === 100);
    const ask = watchThatAsks();
    expect(ask(times, NOW, times[150])).toBe(times[99]);
    expect(ask(times, epochMs(NOW + 3_000))).toBe(times[99]);
  });

  test('a hole is asked for once more before the source forgets it', () => {
    const times = day((k) => k === 20);
    const ask = watchThatAsks();
    expect(ask(times, NOW)).toBe(times[19]);
    const leftMs = (times[21] ?? 0) - (NOW - DAY_MS);
    expect(ask(times, epochMs(NOW + leftMs / 2 + 1_000))).toBe(times[19]);
  });

  test('a sensor that began three hours ago is not asked for the day before in every call', () => {
    const ask = watchThatAsks();
    const begun = day().slice(-36);
    expect(ask(begun, NOW)).toBe(NOW - DAY_MS);
    expect(ask(begun, epochMs(NOW + 5 * MINUTE_MS))).toBe(T0);
  });
});
