import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, epochMs, type EpochMs } from '../../../src/domain/instant.ts';
import {
  createPatient,
  type PatientOptions,
  type SimulatedPatient,
} from '../../../src/simulator/index.ts';
import { trendOfRate } from '../../../src/simulator/patient/trend-of-rate.ts';
import { handClock } from '../share-caller.ts';

const NOW = epochMs(1_731_646_000_000);
const at = (offsetMs: number): EpochMs => epochMs(NOW + offsetMs);
const patient = (change: Partial<PatientOptions> = {}): SimulatedPatient =>
  createPatient({ seed: 1, clock: handClock(NOW), appearanceDelay: 20_000, ...change });

describe('the same seed', () => {
  test('lives the same life, another seed another one', () => {
    const day = (seed: number): unknown => patient({ seed }).truth(at(-DAY_MS), NOW);
    expect(day(7)).toEqual(day(7));
    expect(day(7)).not.toEqual(day(8));
  });

  test('a window tells the same however it is cut', () => {
    const whole = patient().truth(at(-3 * DAY_MS), NOW);
    fc.assert(
      fc.property(
        fc.integer({ min: -3 * DAY_MS, max: 0 }),
        fc.integer({ min: 0, max: DAY_MS }),
        (fromMs, lengthMs) => {
          const from = at(fromMs);
          const to = at(Math.min(0, fromMs + lengthMs));
          expect(patient().truth(from, to)).toEqual(
            whole.filter(({ systemTime }) => systemTime >= from && systemTime < to),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test('watch doubles are cut the same way', () => {
    const twice = (): SimulatedPatient => patient({ watchDuplicates: true });
    const whole = twice().truth(at(-7_200_000), NOW);
    const cut = whole[11]!.systemTime;
    expect([...twice().truth(at(-7_200_000), cut), ...twice().truth(cut, NOW)]).toEqual(whole);
  });
});

describe('a month of many people', () => {
  const seeds = [1, 2, 3, 4];
  const month = seeds.map((seed) => patient({ seed }).truth(at(-30 * DAY_MS), NOW));

  test('stays in the sensor’s range and in a person’s', () => {
    const values = month.flat().map(({ glucoseMgdl }) => Number(glucoseMgdl));
    expect(values.every((value) => Number.isInteger(value) && value >= 39 && value <= 401)).toBe(
      true,
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeGreaterThan(100);
    expect(mean).toBeLessThan(190);
    const share = (test: (value: number) => boolean): number =>
      values.filter(test).length / values.length;
    expect(share((value) => value < 70)).toBeGreaterThan(0.001);
    expect(share((value) => value < 70)).toBeLessThan(0.06);
    expect(share((value) => value > 180)).toBeGreaterThan(0.01);
    expect(share((value) => value > 300)).toBeLessThan(0.05);
  });

  test('never steps as no glucose does', () => {
    for (const readings of month) {
      const steps = readings
        .slice(1)
        .map((next, index) => next.glucoseMgdl - readings[index]!.glucoseMgdl);
      expect(Math.max(...steps.map(Math.abs))).toBeLessThanOrEqual(40);
      expect(steps.some((step) => Math.abs(step) >= 8)).toBe(true);
    }
  });

  test('measures every five minutes to the millisecond, with a drift', () => {
    const times = month[0]!.map(({ systemTime }) => Number(systemTime));
    const gaps = times.slice(1).map((next, index) => next - times[index]!);
    expect(Math.min(...gaps)).toBeGreaterThan(299_000);
    expect(Math.max(...gaps)).toBeLessThan(301_000);
    expect(new Set(gaps).size).toBeGreaterThan(100);
    expect(times.length).toBeGreaterThanOrEqual(30 * 288 - 1);
    expect(times.length).toBeLessThanOrEqual(30 * 288 + 1);
  });

  test('the trend is the one of the rate, and the rate the one of the values', () => {
    const seen = new Set<string>();
    const wrong: unknown[] = [];
    for (const readings of month) {
      for (const [index, reading] of readings.entries()) {
        const { trend, trendRateMgdlPerMin, glucoseMgdl, systemTime } = reading;
        seen.add(trend);
        if (trend !== trendOfRate(trendRateMgdlPerMin)) wrong.push(reading);
        const before = readings[index - 2];
        if (!before || glucoseMgdl === 39 || before.glucoseMgdl === 39) continue;
        const rate =
          (glucoseMgdl - before.glucoseMgdl) / ((systemTime - before.systemTime) / 60_000);
        if (Math.abs(rate - trendRateMgdlPerMin) > 0.1501) wrong.push([before, reading]);
      }
    }
    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(
      expect.arrayContaining(['flat', 'fortyFiveUp', 'singleUp', 'fortyFiveDown']),
    );
  });
});

test.each([
  [0, 'flat'],
  [0.9, 'flat'],
  [1, 'fortyFiveUp'],
  [-1, 'fortyFiveDown'],
  [2, 'singleUp'],
  [-2.9, 'singleDown'],
  [3, 'doubleUp'],
  [-3, 'doubleDown'],
  [8, 'doubleUp'],
  [8.1, 'rateOutOfRange'],
  [-8.1, 'rateOutOfRange'],
])('%d mg/dL a minute is %s', (rate, trend) => {
  expect(trendOfRate(rate)).toBe(trend);
});

describe('what Share shows', () => {
  test('a reading appears after its delay, and all of the truth in the end', () => {
    const person = patient({
      appearanceDelay: { kind: 'longTail', usualMs: 10_000, tailMs: 60_000 },
    });
    const truth = person.truth(at(-DAY_MS), NOW);
    expect(person.readings(at(-DAY_MS), NOW, at(DAY_MS))).toEqual(truth);
    expect(person.readings(at(-DAY_MS), at(DAY_MS), at(-3_600_000))).toEqual(
      truth.filter(({ appearsAt }) => appearsAt <= at(-3_600_000)),
    );
    expect(
      new Set(truth.map(({ appearsAt, systemTime }) => appearsAt - systemTime)).size,
    ).toBeGreaterThan(200);
  });

  test('two humps lie where they were put', () => {
    const kind = { kind: 'twoHumps', firstMs: 10_000, secondMs: 200_000, spreadMs: 1_000, shareOfSecond: 0.3 } as const; // prettier-ignore
    const waits = patient({ appearanceDelay: kind })
      .truth(at(-5 * DAY_MS), NOW)
      .map(({ appearsAt, systemTime }) => appearsAt - systemTime);
    const second = waits.filter((wait) => wait >= 197_000 && wait <= 203_000).length;
    const first = waits.filter((wait) => wait >= 7_000 && wait <= 13_000).length;
    expect(first + second).toBe(waits.length);
    expect(second / waits.length).toBeCloseTo(0.3, 1);
  });

  test('a changed delay leaves the past alone', () => {
    const person = patient();
    const before = person.readings(at(-3_600_000), NOW, NOW);
    person.setAppearanceDelay(400_000);
    expect(person.readings(at(-3_600_000), NOW, NOW)).toEqual(before);
    const [next] = person.truth(NOW, at(300_000));
    expect(next!.appearsAt - next!.systemTime).toBe(400_000);
  });

  test('late readings come all at once', () => {
    const person = patient();
    person.addLate({ from: at(-3_600_000), to: at(-1_800_000) }, at(60_000));
    const seen = (asOf: EpochMs): number =>
      person.readings(at(-3_600_000), at(-1_800_000), asOf).length;
    expect([seen(at(59_999)), seen(at(60_000))]).toEqual([0, 6]);
  });

  test('nothing before the sensor was put on, nothing in a gap', () => {
    const person = patient({ notBefore: at(-7_200_000) });
    expect(person.truth(at(-DAY_MS), NOW)).toHaveLength(24);
    person.addGap({ from: at(-3_600_000), to: at(-1_800_000) });
    expect(person.truth(at(-DAY_MS), NOW)).toHaveLength(18);
  });

  test('LOW, HIGH, a value and a trend on command; nothing a sensor cannot say', () => {
    const person = patient();
    person.setValue({ from: at(-900_000), to: at(-600_000) }, 'low');
    person.setValue({ from: at(-600_000), to: at(-300_000) }, 'high');
    person.setValue({ from: at(-300_000), to: NOW }, 123);
    person.setTrend({ from: at(-300_000), to: NOW }, 'notComputable');
    const values = person.truth(at(-900_000), NOW).map(({ glucoseMgdl }) => Number(glucoseMgdl));
    expect(values).toEqual([39, 401, 123]);
    expect(person.truth(at(-300_000), NOW)[0]!.trend).toBe('notComputable');
    for (const value of [38, 402, 120.5, Number.NaN]) {
      expect(() => person.setValue({ from: NOW, to: at(1) }, value)).toThrow(RangeError);
    }
  });

  test('a watch doubles every reading 9 to 10 seconds later', () => {
    const rows = patient({ watchDuplicates: true }).truth(at(-3_600_000), NOW);
    const pairs = rows.filter(({ origin }) => origin === 'watch');
    expect(pairs.length).toBeGreaterThanOrEqual(11);
    for (const double of pairs) {
      const main = rows[rows.indexOf(double) - 1];
      if (!main) continue;
      expect(double.glucoseMgdl).toBe(main.glucoseMgdl);
      expect(double.systemTime - main.systemTime).toBeGreaterThanOrEqual(9_000);
      expect(double.systemTime - main.systemTime).toBeLessThanOrEqual(10_000);
    }
  });

  test('a record from the future is seen at once, once', () => {
    const person = patient();
    const glucoseMgdl = person.truth(at(-300_000), NOW)[0]!.glucoseMgdl;
    person.addRecord({ systemTime: at(7_200_000), glucoseMgdl, trend: 'flat', appearsAt: NOW });
    const ahead = person
      .readings(at(-900_000), at(DAY_MS), NOW)
      .filter(({ origin }) => origin === 'added');
    expect(ahead.map(({ systemTime }) => systemTime)).toEqual([at(7_200_000)]);
    const later = person.readings(at(0), at(DAY_MS), at(8_000_000));
    expect(later.filter(({ origin }) => origin === 'added')).toHaveLength(1);
  });

  test('the offset changes on the day of travel, not before', () => {
    const person = patient({ utcOffsetMinutes: -300 });
    person.setUtcOffset(60, at(-600_000));
    expect(
      person.truth(at(-1_200_000), NOW).map(({ utcOffsetMinutes }) => utcOffsetMinutes),
    ).toEqual([-300, -300, 60, 60]);
  });
});
