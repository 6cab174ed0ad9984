import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../../src/domain/instant.ts';
import { highLimit } from '../../../src/simulator/patient/alert-plan.ts';
import type { DiaryAlert } from '../../../src/simulator/patient/alert-story.ts';
import type { DiaryEvent } from '../../../src/simulator/patient/diary-event.ts';
import { at, NOW, recordsStage, type RecordsStage } from '../web-api/records/records-stage.ts';

const stage = (seed = 3): RecordsStage => recordsStage({ patient: { seed } });
const WEEK = -7 * DAY_MS;
const last = (event: DiaryEvent) => event.versions.at(-1)!;

describe('the same seed', () => {
  test('writes the same diary, another seed another one', () => {
    const told = (seed: number): unknown => {
      const { diary } = stage(seed);
      return [
        diary.events(at(WEEK), NOW),
        diary.calibrations(at(WEEK), NOW),
        diary.alerts(at(WEEK), NOW),
        diary.planAt(NOW),
      ];
    };
    expect(told(7)).toEqual(told(7));
    expect(told(7)).not.toEqual(told(8));
  });

  test('tells the same of a window however it is cut', () => {
    const { diary } = stage();
    diary.changeSettings({ highMgdl: 160, highDelayMinutes: 0 }, at(WEEK / 2));
    const whole = diary.alerts(at(WEEK), NOW);
    const entries = diary.calibrations(at(WEEK), NOW);
    const days = fc.integer({ min: WEEK, max: 0 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: DAY_MS }), (fromMs, lengthMs) => {
        const [from, to] = [at(fromMs), at(Math.min(0, fromMs + lengthMs))];
        const inside = (one: { readonly at: number }): boolean => one.at >= from && one.at < to;
        expect(diary.alerts(from, to)).toEqual(whole.filter(inside));
        expect(diary.calibrations(from, to)).toEqual(entries.filter(inside));
        for (const event of diary.events(from, to)) {
          expect(event.versions.some(({ content }) => inside(content))).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('what the person writes', () => {
  const { diary, patient } = stage();
  const events = diary.events(at(-60 * DAY_MS), NOW);
  const of = (type: string, subtype?: string): DiaryEvent[] =>
    events.filter(({ versions: [{ content }] }) => {
      return content.type === type && (subtype === undefined || content.subtype === subtype);
    });

  test('holds every kind of entry, in a person’s amounts', () => {
    for (const [type, least, most] of [
      ['carbs', 5, 70],
      ['insulin', 0.5, 30],
      ['exercise', 15, 70],
      ['bloodGlucose', 20, 600],
    ] as const) {
      const amounts = of(type).map((event) => event.versions[0].content.amount!);
      expect(amounts.length).toBeGreaterThan(5);
      expect(Math.min(...amounts)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...amounts)).toBeLessThanOrEqual(most);
    }
    expect(of('health').length).toBeGreaterThan(2);
    expect(of('notes').every((event) => last(event).content.text !== '')).toBe(true);
    const basal = of('insulin', 'longActing').length;
    expect(basal).toBeGreaterThan(50);
    expect(basal).toBeLessThanOrEqual(61);
  });

  test('carbs go with the meals of the glucose, and boluses with the carbs', () => {
    for (const { id, versions } of of('carbs')) {
      const [day, , name] = id.split('/');
      const meal = patient.dayPlan(Number(day)).meals.find((one) => one.name === name)!;
      expect(Math.abs(versions[0].content.at - meal.atMs)).toBeLessThan(1);
      expect(versions[0].content.amount).toBe(Math.max(5, Math.round(meal.riseMgdl * 0.45)));
    }
    expect(of('insulin', 'fastActing').length).toBeGreaterThan(of('carbs').length * 0.8);
  });

  test('is entered at the time or soon after; a few entries are corrected or deleted later', () => {
    for (const { versions } of events) {
      const [first, ...later] = versions;
      expect(first.enteredAt - first.content.at).toBeGreaterThanOrEqual(0);
      expect(first.enteredAt - first.content.at).toBeLessThanOrEqual(20 * MINUTE_MS);
      for (const version of later) expect(version.enteredAt).toBeGreaterThan(first.enteredAt);
    }
    const share = (status: string): number =>
      events.filter((event) => last(event).status === status).length / events.length;
    expect(share('updated')).toBeGreaterThan(0.01);
    expect(share('deleted')).toBeGreaterThan(0.01);
    expect(share('created')).toBeGreaterThan(0.9);
  });

  test('some fingersticks are both calibration and meter entry', () => {
    const calibrations = diary.calibrations(at(-60 * DAY_MS), NOW);
    expect(calibrations.filter(({ isRoutine }) => isRoutine).length).toBeGreaterThan(20);
    const both = calibrations.filter((calibration) =>
      of('bloodGlucose').some(({ versions: [{ content }] }) => {
        const apart = Math.abs(content.at - calibration.at);
        return content.amount === calibration.valueMgdl && apart <= 5 * MINUTE_MS;
      }),
    );
    expect(both.length).toBeGreaterThan(5);
    expect(both.length).toBeLessThan(calibrations.length);
  });

  test('nothing lies before the account, and nothing at all if the person does not write', () => {
    const since = at(-3 * DAY_MS);
    const late = recordsStage({ diary: { since } }).diary;
    const ids = late.events(at(-30 * DAY_MS), NOW).flatMap(({ versions }) => versions);
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.every(({ content }) => content.at >= since)).toBe(true);
    const silent = recordsStage({ diary: { writes: false } }).diary;
    expect(silent.events(at(-30 * DAY_MS), NOW)).toEqual([]);
    expect(silent.calibrations(at(-30 * DAY_MS), NOW)).toEqual([]);
    expect(silent.alerts(at(WEEK), NOW)).not.toEqual([]);
  });
});

describe('changes by hand', () => {
  test('an entry is added, moved, changed and deleted under one id', () => {
    const { diary } = stage();
    const id = diary.addEvent({ at: at(-HOUR_MS), type: 'carbs', amount: 40 }, at(-50 * MINUTE_MS));
    diary.updateEvent(id, { at: at(-2 * HOUR_MS), amount: 30 }, at(-40 * MINUTE_MS));
    diary.deleteEvent(id, { at: at(-30 * MINUTE_MS) });
    const moved = { at: at(-2 * HOUR_MS), type: 'carbs', amount: 30 };
    expect(diary.event(id)).toEqual({
      id,
      versions: [
        { content: { at: at(-HOUR_MS), type: 'carbs', amount: 40 }, status: 'created', enteredAt: at(-50 * MINUTE_MS) }, // prettier-ignore
        { content: moved, status: 'updated', enteredAt: at(-40 * MINUTE_MS) },
        { content: moved, status: 'deleted', enteredAt: at(-30 * MINUTE_MS) },
      ],
    });
    expect(diary.events(at(-2 * HOUR_MS), at(-2 * HOUR_MS + 1)).map((one) => one.id)).toContain(id);
    expect(() => diary.updateEvent('nothing', {})).toThrow(RangeError);
    expect(() => diary.deleteEvent('20000/nothing')).toThrow(RangeError);
  });

  test('a habitual entry can be changed; its own later correction is dropped', () => {
    const { diary } = stage();
    const corrected = diary
      .events(at(-60 * DAY_MS), NOW)
      .find(({ versions }) => versions.length === 2)!;
    const between = epochMs(corrected.versions[1]!.enteredAt - 1);
    diary.updateEvent(corrected.id, { text: 'by hand' }, between);
    const [first, second, ...more] = diary.event(corrected.id)!.versions;
    expect(first).toEqual(corrected.versions[0]);
    expect(second).toMatchObject({ status: 'updated', enteredAt: between });
    expect(second!.content).toEqual({ ...first.content, text: 'by hand' });
    expect(more).toEqual([]);
    const again = diary.events(at(-60 * DAY_MS), NOW).filter(({ id }) => id === corrected.id);
    expect(again).toHaveLength(1);
  });

  test('settings change from an instant on, and leave the past alone', () => {
    const { diary } = stage();
    const before = diary.planAt(at(-HOUR_MS));
    diary.changeSettings({ lowMgdl: 90 }, at(-MINUTE_MS));
    expect(diary.planAt(at(-HOUR_MS))).toEqual(before);
    expect(diary.planAt(NOW)).toEqual({ ...diary.planAt(at(-HOUR_MS)), lowMgdl: 90 });
    expect(diary.planChangedAt(NOW)).toBe(at(-MINUTE_MS));
  });

  test('a reading that does not exist, or half a mg/dL, is refused', () => {
    const { diary, patient } = stage();
    patient.addGap({ from: at(-HOUR_MS), to: NOW });
    expect(() => diary.changeReading(at(-30 * MINUTE_MS), 120)).toThrow(RangeError);
    expect(() => diary.changeReading(at(-2 * HOUR_MS), 120.5)).toThrow(RangeError);
    expect(() => diary.addCalibration(NOW, 120.5)).toThrow(RangeError);
  });
});

describe('alerts', () => {
  const quiet = (): RecordsStage => {
    const built = stage();
    built.patient.setValue({ from: at(-6 * HOUR_MS), to: at(HOUR_MS) }, 120);
    built.patient.setTrend({ from: at(-6 * HOUR_MS), to: at(HOUR_MS) }, 'flat');
    built.diary.changeSettings(
      { highMgdl: 200, lowMgdl: 70, highDelayMinutes: 0, isUrgentLowSoonOn: false, riseMgdlPerMin: 9, fallMgdlPerMin: 9, signalLossMinutes: 20 }, // prettier-ignore
      at(-6 * HOUR_MS),
    );
    return built;
  };
  const named = (alerts: readonly DiaryAlert[], name: string): DiaryAlert[] =>
    alerts.filter((alert) => alert.name === name);

  test('follow the crossings of the limits, from alarming to inactive', () => {
    const { diary, patient } = stage();
    const readings = patient.truth(at(-14 * DAY_MS), NOW);
    const told = diary.alerts(at(-14 * DAY_MS), NOW);
    const low = named(told, 'low');
    expect(low.map(({ state }) => state)).toContain('activeSnoozed');
    expect(low.length).toBeGreaterThan(6);
    for (const alert of low) {
      const before = readings.findLast(({ systemTime }) => systemTime <= alert.at);
      if (!before) continue;
      const isLow = before.glucoseMgdl <= diary.planAt(before.systemTime).lowMgdl;
      expect([alert, isLow]).toEqual([alert, alert.state !== 'inactive']);
    }
    const order: Record<string, readonly string[]> = {
      inactive: ['activeAlarming'],
      activeAlarming: ['activeSnoozed', 'inactive'],
      activeSnoozed: ['activeAlarming', 'inactive'],
    };
    for (const name of new Set(told.map((alert) => alert.name))) {
      const states = named(told, name).map(({ state }) => state);
      for (const [index, state] of states.slice(1).entries()) {
        expect(order[states[index]!]).toContain(state);
      }
    }
  });

  test('an hour of urgent low alarms once it begins and ends with it', () => {
    const { diary, patient } = quiet();
    patient.setValue({ from: at(-3 * HOUR_MS), to: at(-2 * HOUR_MS) }, 'low');
    const states = named(diary.alerts(at(-4 * HOUR_MS), NOW), 'urgentLow');
    expect(states[0]).toMatchObject({ state: 'activeAlarming' });
    expect(states[0]!.at - at(-3 * HOUR_MS)).toBeLessThan(301_000);
    expect(states.at(-1)).toMatchObject({ state: 'inactive' });
    expect(states.at(-1)!.at - at(-2 * HOUR_MS)).toBeLessThan(301_000);
  });

  test('a high that ends within its delay is not alarmed', () => {
    const { diary, patient } = quiet();
    patient.setValue({ from: at(-3 * HOUR_MS), to: at(-2.5 * HOUR_MS) }, 250);
    expect(named(diary.alerts(at(-4 * HOUR_MS), NOW), 'high')).not.toEqual([]);
    diary.changeSettings({ highDelayMinutes: 45 }, at(-5 * HOUR_MS));
    expect(named(diary.alerts(at(-4 * HOUR_MS), NOW), 'high')).toEqual([]);
  });

  test('a gap is a loss of signal or a sensor without readings, ended by the next reading', () => {
    const { diary, patient } = quiet();
    patient.addGap({ from: at(-3 * HOUR_MS), to: at(-2 * HOUR_MS) });
    const told = diary
      .alerts(at(-5 * HOUR_MS), NOW)
      .filter(({ name }) => name === 'outOfRange' || name === 'noReadings');
    expect(told.map(({ state }) => state)).toEqual(['activeAlarming', 'activeSnoozed', 'inactive']);
    expect(new Set(told.map(({ name }) => name)).size).toBe(1);
    const readings = patient.truth(at(-4 * HOUR_MS), NOW);
    const next = readings.find(({ systemTime }) => systemTime >= at(-2 * HOUR_MS))!;
    const prior = readings.findLast(({ systemTime }) => systemTime < at(-3 * HOUR_MS))!;
    expect(told[2]!.at).toBe(next.systemTime);
    expect(told[0]!.at).toBe(prior.systemTime + 20 * MINUTE_MS);
  });

  test('a window inside a long gap knows of it', () => {
    const { diary, patient } = quiet();
    patient.addGap({ from: at(-30 * HOUR_MS), to: at(-HOUR_MS) });
    const whole = diary.alerts(at(-40 * HOUR_MS), NOW);
    const cut = diary.alerts(at(-2 * HOUR_MS), NOW);
    expect(cut).toEqual(whole.filter((alert) => alert.at >= at(-2 * HOUR_MS)));
    expect(cut.map(({ state }) => state)).toContain('inactive');
  });

  test('the limit of the night holds on its nights only', () => {
    const plan = {
      ...stage().diary.planAt(NOW),
      highMgdl: 180,
      night: { name: 'Night', startMinute: 1_320, endMinute: 420, days: ['friday'] as const, highMgdl: 240 }, // prettier-ignore
    };
    // NOW is a Friday, 04:46 UTC.
    const limits = [-10, 17, 18, 26, 27].map((hours) => highLimit(plan, at(hours * HOUR_MS), 0));
    expect(limits).toEqual([180, 180, 240, 240, 180]);
  });

  test('the settings change now and then', () => {
    const { diary } = stage();
    const plans = Array.from({ length: 90 }, (_none, day) =>
      JSON.stringify(diary.planAt(at(-day * DAY_MS))),
    );
    expect(new Set(plans).size).toBeGreaterThanOrEqual(4);
    expect(new Set(plans).size).toBeLessThanOrEqual(7);
  });
});
