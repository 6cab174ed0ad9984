import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  DAY_MS,
  epochMs,
  HOUR_MS,
  MINUTE_MS,
  type EpochMs,
} from '../../../../src/domain/instant.ts';
import { listNames } from '../../../../src/simulator/web-api/records/records-world.ts';
import { at, NOW, recordsStage, type RecordsStage } from './records-stage.ts';

type Wire = Readonly<Record<string, unknown>>;
/** Long after everything was uploaded. */
const LATER = at(40 * DAY_MS);
const list = (
  { records }: RecordsStage,
  name: (typeof listNames)[number],
  from: EpochMs,
  to: EpochMs,
  asOf: EpochMs = LATER,
): Wire[] => records.list(name, from, to, asOf) as Wire[];
const instant = (record: Wire | undefined): number =>
  Date.parse(`${String(record?.['systemTime']).slice(0, 19)}Z`);

describe('windows', () => {
  const stage = recordsStage({ product: 'g6' });

  test.each(listNames)('%s: from is inclusive, to exclusive, however the span is cut', (name) => {
    const whole = list(stage, name, at(-4 * DAY_MS), NOW);
    expect(whole.length).toBeGreaterThan(1);
    expect(whole.map(instant)).toEqual(whole.map(instant).sort((a, b) => a - b));
    const cut = instant(whole[Math.floor(whole.length / 2)]);
    for (const edge of [cut, cut + 1, cut - 1, cut + 999]) {
      const halves = [
        ...list(stage, name, at(-4 * DAY_MS), epochMs(edge)),
        ...list(stage, name, epochMs(edge), NOW),
      ];
      expect(halves).toEqual(whole);
    }
    expect(list(stage, name, epochMs(cut), epochMs(cut + 1_000)).map(instant)).toContain(cut);
    expect(list(stage, name, at(-4 * DAY_MS), epochMs(cut)).map(instant)).not.toContain(cut);
  });

  test('the same record is the same at any hour and in any window', () => {
    const whole = new Map(
      list(stage, 'egvs', at(-2 * DAY_MS), NOW).map((egv) => [egv['recordId'], egv]),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -48 * 60, max: -1 }),
        fc.integer({ min: 1, max: 300 }),
        (a, b) => {
          const found = list(stage, 'egvs', at(a * MINUTE_MS), at(Math.min(0, a + b) * MINUTE_MS));
          for (const egv of found) expect(egv).toEqual(whole.get(egv['recordId']));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('nothing is told of the time before the account', () => {
    const young = recordsStage({ diary: { since: at(-2 * DAY_MS) } });
    for (const name of listNames) {
      const found = list(young, name, at(-20 * DAY_MS), NOW);
      expect(found.every((record) => instant(record) >= at(-2 * DAY_MS) - 1_000)).toBe(true);
    }
    const before = at(-2 * DAY_MS - 1_000);
    expect(list(young, 'egvs', at(-20 * DAY_MS), before)).toEqual([]);
  });
});

describe('glucose values', () => {
  test('are Share’s, cut to the second, with the display’s offset', () => {
    const { patient, records } = recordsStage({ patient: { utcOffsetMinutes: 345 } });
    patient.setValue({ from: at(-3 * HOUR_MS), to: at(-2 * HOUR_MS) }, 'low');
    patient.setValue({ from: at(-2 * HOUR_MS), to: at(-HOUR_MS) }, 'high');
    patient.setTrend({ from: at(-HOUR_MS), to: NOW }, 'notComputable');
    const shared = patient.truth(at(-DAY_MS), NOW);
    const egvs = records.list('egvs', at(-DAY_MS), NOW, LATER) as Wire[];
    expect(egvs).toHaveLength(shared.length);
    for (const [index, reading] of shared.entries()) {
      const cut = Math.floor(reading.systemTime / 1_000) * 1_000;
      const utc = new Date(cut).toISOString().slice(0, 19);
      const local = new Date(cut + 345 * MINUTE_MS).toISOString().slice(0, 19);
      expect(egvs[index]).toMatchObject({
        systemTime: `${utc}Z`,
        displayTime: `${local}+05:45`,
        value: Number(reading.glucoseMgdl),
        trend: reading.trend,
        trendRate: reading.trend === 'notComputable' ? null : reading.trendRateMgdlPerMin,
        status: reading.glucoseMgdl === 39 ? 'low' : reading.glucoseMgdl === 401 ? 'high' : null,
        unit: 'mg/dL',
        rateUnit: 'mg/dL/min',
      });
    }
    expect(egvs.map(({ status }) => status)).toEqual(expect.arrayContaining(['low', 'high', null]));
  });

  test.each([
    ['us', 1],
    ['ous', 3],
    ['jp', 3],
  ] as const)('of a phone appear in %s %d hours after they were uploaded', (region, hours) => {
    const stage = recordsStage({ region });
    const [reading] = stage.patient.truth(at(-10 * MINUTE_MS), at(-5 * MINUTE_MS));
    const seen = (asOf: number): number =>
      list(stage, 'egvs', at(-10 * MINUTE_MS), at(-5 * MINUTE_MS), epochMs(asOf)).length;
    const due = reading!.appearsAt + hours * HOUR_MS;
    expect([seen(due - 1), seen(due)]).toEqual([0, 1]);
  });

  test('of a receiver appear at once, as records of their own of the same measurement', () => {
    const stage = recordsStage({});
    stage.diary.setReceiver({ clockAheadMs: 83_000 }, at(-2 * HOUR_MS));
    stage.diary.setReceiver(undefined, at(-HOUR_MS));
    const egvs = list(stage, 'egvs', at(-3 * HOUR_MS), NOW);
    const receiver = egvs.filter(({ displayDevice }) => displayDevice === 'receiver');
    const phone = egvs.filter(({ displayDevice }) => displayDevice === 'iOS');
    expect(receiver).toHaveLength(12);
    for (const egv of receiver) {
      const same = phone.find((one) => {
        const apart = Number(egv['transmitterTicks']) - Number(one['transmitterTicks']);
        return one['transmitterId'] === egv['transmitterId'] && apart >= 0 && apart <= 2;
      });
      expect(same).toMatchObject({ value: egv['value'], trend: egv['trend'] });
      expect(same!['recordId']).not.toBe(egv['recordId']);
      expect(Math.abs(instant(egv) - instant(same) - 83_000)).toBeLessThanOrEqual(1_000);
      expect(egv['systemTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      expect(egv['displayTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    }
    const soon = list(stage, 'egvs', at(-3 * HOUR_MS), NOW, at(-HOUR_MS + 10 * MINUTE_MS));
    expect(soon.filter(({ displayDevice }) => displayDevice === 'receiver')).toHaveLength(12);
  });

  test('may be rewritten later, under the same id, and Share does not know', () => {
    const stage = recordsStage({});
    const [reading] = stage.patient.truth(at(-3 * HOUR_MS), at(-2.9 * HOUR_MS));
    const value = Number(reading!.glucoseMgdl) + 7;
    const shared = stage.patient.truth(at(-4 * HOUR_MS), NOW);
    stage.diary.changeReading(reading!.systemTime, value, at(HOUR_MS));
    expect(stage.patient.truth(at(-4 * HOUR_MS), NOW)).toEqual(shared);
    const told = (asOf: EpochMs): Wire[] => list(stage, 'egvs', at(-4 * HOUR_MS), NOW, asOf);
    const [before, after] = [told(at(HOUR_MS - 1)), told(at(HOUR_MS))];
    const changed = after.filter((egv) => !before.some((one) => one['value'] === egv['value'] && one['recordId'] === egv['recordId'])); // prettier-ignore
    const ids = before.map(({ recordId }) => recordId);
    expect(changed.filter(({ recordId }) => ids.includes(recordId))).toMatchObject([{ value }]);
    const [truth] = stage.records
      .truth(at(-4 * HOUR_MS), NOW)
      .readings.filter(({ measuredMgdl, glucoseMgdl }) => measuredMgdl !== glucoseMgdl);
    expect(truth).toMatchObject({
      systemTime: reading!.systemTime,
      glucoseMgdl: value,
      measuredMgdl: reading!.glucoseMgdl,
    });
  });

  test.each([
    ['g6', 90],
    ['g7', 10],
    ['g715day', 15],
    ['one', 90],
    ['oneplus', 10],
  ] as const)('of a %s come through a transmitter that lasts %d days', (product, days) => {
    const stage = recordsStage({ product, diary: { since: at(-200 * DAY_MS) } });
    const firsts = Array.from({ length: 200 }, (_none, day) => {
      const from = at((day - 200) * DAY_MS);
      return list(stage, 'egvs', from, epochMs(from + 10 * MINUTE_MS))[0]!;
    });
    const ids = [...new Set(firsts.map(({ transmitterId }) => transmitterId))];
    expect(ids.length).toBeGreaterThanOrEqual(Math.floor(200 / days));
    expect(ids.length).toBeLessThanOrEqual(Math.ceil(200 / days) + 1);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{64}$/);
      const ticks = firsts.filter((egv) => egv['transmitterId'] === id).map((egv) => Number(egv['transmitterTicks'])); // prettier-ignore
      expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
      expect(ticks[0]).toBeGreaterThanOrEqual(0);
      expect(ticks.at(-1)).toBeLessThan(days * 86_400);
    }
  });

  test('come through another transmitter once one is put on by hand', () => {
    const stage = recordsStage({});
    stage.diary.changeTransmitter(at(-HOUR_MS));
    const egvs = list(stage, 'egvs', at(-2 * HOUR_MS), NOW);
    const [old, young] = [egvs[0]!, egvs.at(-1)!];
    expect(old['transmitterId']).not.toBe(young['transmitterId']);
    expect(Number(young['transmitterTicks'])).toBeLessThanOrEqual(3_600);
    expect(new Set(egvs.map(({ transmitterId }) => transmitterId)).size).toBe(2);
  });
});

describe('events', () => {
  test('show as created, updated and deleted under one id as each is uploaded; a move changes the window', () => {
    const stage = recordsStage({ diary: { writes: false } });
    const id = stage.diary.addEvent({ at: at(-DAY_MS), type: 'carbs', amount: 40 }, at(0));
    stage.diary.updateEvent(id, { at: at(-2 * DAY_MS), amount: 30.5 }, at(HOUR_MS));
    stage.diary.deleteEvent(id, { at: at(2 * HOUR_MS) });
    const told = (hours: number): Wire[] =>
      list(stage, 'events', at(-3 * DAY_MS), NOW, at(hours * HOUR_MS));
    expect([told(0.99), told(1), told(2), told(3)].map((found) => found.length)).toEqual([0, 1, 1, 1]); // prettier-ignore
    const [created, updated, deleted] = [told(1)[0]!, told(2)[0]!, told(3)[0]!];
    expect(created).toMatchObject({ eventStatus: 'created', value: '40', unit: 'grams', eventSubType: null }); // prettier-ignore
    expect(updated).toMatchObject({ eventStatus: 'updated', value: '30.5' });
    expect(deleted).toMatchObject({ eventStatus: 'deleted', value: '30.5' });
    expect(new Set([created, updated, deleted].map(({ recordId }) => recordId)).size).toBe(1);
    expect(list(stage, 'events', at(-1.5 * DAY_MS), NOW)).toEqual([]);
    expect(instant(updated)).toBe(Math.floor((NOW - 2 * DAY_MS) / 1_000) * 1_000);
    expect(stage.records.eventId(String(created['recordId']), LATER)).toBe(id);
    expect(stage.records.truth(at(-3 * DAY_MS), NOW).events).toMatchObject([
      { id, recordId: created['recordId'], amount: 30.5, isDeleted: true, isVanished: false },
    ]);
  });

  test('can vanish without a word', () => {
    const stage = recordsStage({ diary: { writes: false } });
    const id = stage.diary.addEvent({ at: at(-DAY_MS), type: 'notes', text: 'gone' });
    stage.diary.deleteEvent(id, { vanish: true, at: at(HOUR_MS) });
    expect(list(stage, 'events', at(-2 * DAY_MS), NOW, at(HOUR_MS))).toHaveLength(1);
    expect(list(stage, 'events', at(-2 * DAY_MS), NOW, at(2 * HOUR_MS))).toEqual([]);
    const { events } = stage.records.truth(at(-2 * DAY_MS), NOW);
    expect(events).toMatchObject([{ isVanished: true, isDeleted: false, text: 'gone' }]);
  });
});
