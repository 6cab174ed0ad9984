import { describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../../../src/domain/instant.ts';
import {
  changeQuirks,
  quirkList,
  type QuirkName,
  type Quirks,
} from '../../../../src/simulator/web-api/records/index.ts';
import {
  malformedKindsOf,
  malformedRecords,
} from '../../../../src/simulator/web-api/records/malformed-rows.ts';
import {
  listNames,
  type ListName,
} from '../../../../src/simulator/web-api/records/records-world.ts';
import { faultsBySchema } from '../openapi-validator.ts';
import { at, NOW, recordsStage } from './records-stage.ts';

type Wire = Readonly<Record<string, unknown>>;
const FROM = at(-14 * HOUR_MS);
const stage = recordsStage({ product: 'g715day', patient: { watchDuplicates: true } });
stage.patient.setValue({ from: at(-4 * HOUR_MS), to: at(-3.5 * HOUR_MS) }, 'low');
stage.patient.setValue({ from: at(-3.5 * HOUR_MS), to: at(-3 * HOUR_MS) }, 'high');
stage.diary.setReceiver({ clockAheadMs: 0 }, at(-2 * HOUR_MS));
stage.diary.changeSettings(
  {
    fallMgdlPerMin: 3,
    secondaryTriggerMgdl: 180,
    night: { name: 'Night', startMinute: 1_290, endMinute: 420, days: ['friday'], highMgdl: 240 },
  },
  at(-8 * DAY_MS),
);
stage.diary.addEvent({ at: at(-5 * HOUR_MS), type: 'health', subtype: 'stress' }, at(-5 * HOUR_MS));
stage.diary.addEvent({ at: at(-6 * HOUR_MS), type: 'notes', text: 'ab' }, at(-5 * HOUR_MS));
stage.diary.addEvent({ at: at(-7 * HOUR_MS), type: 'bloodGlucose', amount: 99 }, at(-7 * HOUR_MS));
stage.diary.addEvent({ at: at(-7 * HOUR_MS), type: 'exercise', subtype: 'light', amount: 20 }, at(-7 * HOUR_MS)); // prettier-ignore
stage.diary.addCalibration(at(-8 * HOUR_MS), 131, at(-8 * HOUR_MS));
stage.diary.addCalibration(at(-7 * HOUR_MS), 97, at(-7 * HOUR_MS));

function withQuirks<T>(quirks: Quirks, tell: () => T): T {
  Object.assign(stage.quirks, quirks);
  try {
    return tell();
  } finally {
    for (const name of Object.keys(quirks)) stage.quirks[name as QuirkName] = false;
  }
}

const told = (name: ListName, quirks: Quirks = {}): Wire[] =>
  withQuirks(quirks, () => stage.records.list(name, FROM, NOW, NOW) as Wire[]);
const everything = (quirks: Quirks = {}): Record<string, unknown> =>
  withQuirks(quirks, () => ({
    ...Object.fromEntries(listNames.map((name) => [name, told(name)])),
    devices: stage.records.devices(NOW),
    dataRange: stage.records.dataRange(NOW),
  }));
const plain = everything();

describe('every quirk', () => {
  test.each(quirkList.map(({ name }) => name))('%s shows while it is on', (name) => {
    expect(everything({ [name]: true })).not.toEqual(plain);
  });

  test('is gone once it is off, and never touches the truth', () => {
    const all: Quirks = Object.fromEntries(quirkList.map(({ name }) => [name, true]));
    const truth = (): unknown => stage.records.truth(FROM, NOW);
    expect(withQuirks(all, truth)).toEqual(truth());
    expect(everything(all)).not.toEqual(plain);
    expect(everything()).toEqual(plain);
  });

  test('says what it does, once', () => {
    const abouts = quirkList.map(({ about }) => about);
    expect(abouts.every((about) => about.length > 10)).toBe(true);
    expect(new Set(abouts).size).toBe(abouts.length);
  });
});

describe('some of many', () => {
  test('a number means one record in so many, always the same ones', () => {
    const without = (): unknown[] =>
      told('egvs', { missingRecordId: 5 })
        .filter((egv) => !('recordId' in egv))
        .map((egv) => egv['systemTime']);
    const share = without().length / told('egvs').length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.32);
    expect(without()).toEqual(without());
  });

  test('only what exists can be switched, and only on, off or one in so many', () => {
    const quirks: Quirks = {};
    changeQuirks(quirks, { noSeconds: true, ticksZero: 3, noteWord: false });
    expect(quirks).toEqual({ noSeconds: true, ticksZero: 3, noteWord: false });
    for (const change of [
      { nonsense: true },
      { noSeconds: 'yes' },
      { noSeconds: 0 },
      { noSeconds: 1.5 },
      { toString: true },
    ]) {
      // prettier-ignore
      expect(() => changeQuirks(quirks, change)).toThrow(RangeError);
    }
    expect(quirks).toEqual({ noSeconds: true, ticksZero: 3, noteWord: false });
  });
});

describe('what a reader meets', () => {
  const egv = (quirks: Quirks, pick: (egv: Wire) => boolean = () => true): Wire =>
    told('egvs', quirks).find(pick)!;
  const event = (type: string, quirks: Quirks): Wire =>
    told('events', quirks).find((one) => one['eventType'] === type)!;

  test('times in other forms', () => {
    const [utc, local] = [egv({})['systemTime'] as string, egv({})['displayTime'] as string];
    const forms = (quirks: Quirks): unknown[] => [egv(quirks)['systemTime'], egv(quirks)['displayTime']]; // prettier-ignore
    expect(local.slice(19)).toBe('-05:00');
    expect(forms({ noSeconds: true })).toEqual([`${utc.slice(0, 16)}Z`, `${local.slice(0, 16)}-05:00`]); // prettier-ignore
    expect(forms({ zoneWithSeconds: true })).toEqual([utc, `${local.slice(0, 19)}-04:59:58`]);
    expect(forms({ zoneWithoutColon: true })).toEqual([utc, `${local.slice(0, 19)}-0500`]);
    expect(forms({ blankSeparator: true })).toEqual([utc.replace('T', ' '), local.replace('T', ' ')]); // prettier-ignore
    expect(forms({ noZone: true })).toEqual([utc.slice(0, 19), local.slice(0, 19)]);
    expect(forms({ zeroZone: true })).toEqual([`${utc.slice(0, 19)}+00:00`, local]);
    expect(forms({ milliseconds: true })).toEqual([`${utc.slice(0, 19)}.000Z`, `${local.slice(0, 19)}.000-05:00`]); // prettier-ignore
    const east = recordsStage({ patient: { utcOffsetMinutes: 345 } });
    east.quirks.zoneWithSeconds = true;
    const [far] = east.records.list('egvs', at(-DAY_MS), NOW, NOW) as Wire[];
    expect(String(far!['displayTime']).slice(19)).toBe('+05:44:58');
  });

  test('single digits, in a month and at an hour that have them', () => {
    const early = recordsStage({ diary: { since: at(-300 * DAY_MS) } });
    early.quirks.singleDigits = true;
    // 15 March 2024, 04:46 UTC.
    const [egv] = early.records.list('egvs', at(-245 * DAY_MS), at(-244 * DAY_MS), NOW) as Wire[];
    expect(egv!['systemTime']).toMatch(/^2024-3-15T4:\d{1,2}:\d{1,2}Z$/);
  });

  test('glucose in other words', () => {
    const isLow = ({ status }: Wire): boolean => status === 'low';
    const isHigh = ({ status }: Wire): boolean => status === 'high';
    expect(egv({ valueBelow39: true }, isLow)['value']).toBe(31);
    expect(egv({ nullLowHigh: true }, isLow)['value']).toBeNull();
    expect(egv({ nullLowHigh: true }, isHigh)['value']).toBeNull();
    expect(egv({ statusOk: true }, ({ status }) => status === 'ok')['value']).not.toBe(39);
    expect(egv({ ticksBeyondInt32: true })['transmitterTicks']).toBeGreaterThan(2 ** 32);
    expect(egv({ spacedGeneration: true })['transmitterGeneration']).toBe('g6 pro');
    expect(egv({ unitMissing: true })).not.toHaveProperty('rateUnit');
    expect(egv({ otherCase: true })['trend']).toMatch(/^[A-Z]/);
  });

  test('mmol/L leads back to the same whole mg/dL', () => {
    const mmol = told('egvs', { mmolEgvs: true });
    const mgdl = told('egvs');
    expect(mmol).toHaveLength(mgdl.length);
    for (const [index, { value, unit }] of mmol.entries()) {
      expect(unit).toBe('mmol/L');
      expect(Math.round(Number(value) * 18.0182)).toBe(mgdl[index]!['value']);
    }
  });

  test('entries in other words', () => {
    expect(event('carbs', { amountValueMissing: true, amountUnitEmpty: true })).not.toHaveProperty('value'); // prettier-ignore
    expect(event('carbs', { amountUnitEmpty: true })['unit']).toBe('');
    expect(event('insulin', { negativeAmounts: true })['value']).toMatch(/^-\d/);
    expect(event('exercise', { exerciseMinusOne: true })['value']).toBe('-1.00');
    expect(event('health', { healthZero: true })['value']).toBe('0.00');
    expect(event('bloodGlucose', { bloodGlucoseUnitMissing: true })).not.toHaveProperty('unit');
    const notes = told('events', { noteWord: true }).filter((one) => one['value'] === 'ab');
    expect(notes.map((one) => one['eventType'])).toEqual(['note']);
    expect(event('carbs', { subtypeUnknown: true })['eventSubType']).toBe('unknown');
    expect(event('carbs', { decimals: true })['value']).toMatch(/^\d+\.00$/);
  });

  test('devices in other words', () => {
    type Schedule = { alertScheduleSettings: Wire; alertSettings: Wire[] };
    const devices = (quirks: Quirks): (Wire & { alertSchedules: Schedule[] })[] =>
      withQuirks(quirks, () => stage.records.devices(NOW)) as (Wire & { alertSchedules: Schedule[] })[]; // prettier-ignore
    const settings = (quirks: Quirks, name: string): Wire[] =>
      devices(quirks)[0]!.alertSchedules[0]!.alertSettings.filter(({ alertName }) => alertName === name); // prettier-ignore
    const times = (quirks: Quirks): unknown[] =>
      devices(quirks)[0]!.alertSchedules.map(({ alertScheduleSettings: { startTime, endTime } }) => [startTime, endTime]); // prettier-ignore
    expect(times({})).toEqual([['00:00', '00:00'], ['21:30', '07:00']]); // prettier-ignore
    expect(times({ shortTimes: true })).toEqual([['0:00', '0:00'], ['21:30', '7:00']]); // prettier-ignore
    expect(times({ twelveHourTimes: true })).toEqual([['12:00 AM', '12:00 AM'], ['9:30 PM', '7:00 AM']]); // prettier-ignore
    expect(times({ endBeyondMidnight: true })).toEqual([['00:00', '00:00'], ['21:30', '31:00']]); // prettier-ignore
    expect(times({ defaultTimesMissing: true })[0]).toEqual([undefined, undefined]);
    expect(settings({ urgentLowSnooze28: true }, 'urgentLow')[0]!['snooze']).toBe(28);
    expect(settings({ negativeFall: true }, 'fall')[0]!['value']).toBe(-3);
    expect(settings({ rateUnitMinutes: true }, 'rise')[0]!['unit']).toBe('minutes');
    expect(settings({ rateUnitMinutes: true }, 'fall')[0]!['unit']).toBe('minutes');
    expect(settings({ capitalSecondaryTrigger: true }, 'rise')[0]).toMatchObject({ SecondaryTriggerCondition: 180 }); // prettier-ignore
    const [older, newer] = settings({ duplicateSettings: true }, 'low');
    expect([older!['enabled'], newer!['enabled']]).toEqual([false, true]);
    expect(String(older!['systemTime']) < String(newer!['systemTime'])).toBe(true);
    expect(devices({ receiverWithoutSchedules: true }).map(({ alertSchedules }) => alertSchedules.length)).toEqual([2, 0]); // prettier-ignore
    expect(devices({ lastUploadMissing: true })[0]).not.toHaveProperty('lastUploadDate');
    expect(devices({ noDevices: true })).toEqual([]);
  });

  test('a data range with holes', () => {
    const range = (quirks: Quirks): Wire => withQuirks(quirks, () => stage.records.dataRange(NOW));
    expect(range({ rangeEventsNull: true })['events']).toBeNull();
    expect(range({ rangeCalibrationsMissing: true })).not.toHaveProperty('calibrations');
    expect(range({ rangeEndWithoutSystemTime: true })['egvs']).not.toHaveProperty('end.systemTime');
    expect(range({ rangeEndWithoutSystemTime: true })).toHaveProperty('egvs.start.systemTime');
  });
});

describe('more than was measured', () => {
  test.each(listNames)('a broken %s of every kind stands among all the good ones', (name) => {
    const good = told(name);
    const all = told(name, { malformed: true });
    expect(all).toHaveLength(good.length + malformedKindsOf(name).length);
    expect(all.filter((one) => good.some((known) => JSON.stringify(known) === JSON.stringify(one)))).toEqual(good); // prettier-ignore
    expect([all[0], all.at(-1)]).toEqual([good[0], good.at(-1)]);
    const schema = { egvs: 'Egv', calibrations: 'Calibration', events: 'Event', alerts: 'Alert' }[name]; // prettier-ignore
    for (const broken of malformedRecords(name, good[0]!)) {
      // Null is a glucose value that may be sent, and no reading all the same.
      const isNullEgv = name === 'egvs' && (broken as Wire | null)?.['value'] === null;
      expect([broken, faultsBySchema(schema, broken).length > 0]).toEqual([broken, !isNullEgv]);
    }
  });

  test('a repeated system time is the same measurement under another id', () => {
    const more = told('egvs', { repeatedSystemTime: true });
    const extra = more.length - told('egvs').length;
    expect(extra).toBeGreaterThan(4);
    const pairs = more.filter((one) => more.some((other) => other !== one && other['systemTime'] === one['systemTime'] && other['transmitterTicks'] === one['transmitterTicks'])); // prettier-ignore
    expect(pairs.length).toBeGreaterThanOrEqual(2 * extra);
    expect(new Set(more.map(({ recordId }) => recordId)).size).toBe(more.length);
  });

  test('one record is dated 20 years ahead, the same in every answer', () => {
    const ahead = (): Wire[] =>
      told('egvs', { futureRecord: true }).filter(({ systemTime }) => String(systemTime) > '2040');
    expect(ahead()).toHaveLength(1);
    expect(ahead()).toEqual(ahead());
  });

  test('watch doubles follow their readings by 9 to 10 seconds', () => {
    const extra = told('egvs', { watchDoubles: true }).length - told('egvs').length;
    expect(extra).toBeGreaterThan(120);
  });
});
