import { describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../../../../src/domain/instant.ts';
import type { Observation } from '../../../../../src/domain/record.ts';
import {
  readHeldSpans,
  translateRecords,
} from '../../../../../src/sources/dexcom/web-api/wire/index.ts';
import { changeQuirks, quirkList } from '../../../../../src/simulator/web-api/records/index.ts';
import { at, NOW, recordsStage } from '../../../../simulator/web-api/records/records-stage.ts';

const FROM = at(-DAY_MS);
/** Few calibrate a G7. */
const FROM_LONG = at(-12 * DAY_MS);
const TO = at(-6 * HOUR_MS);
const LISTS = ['egvs', 'calibrations', 'events', 'alerts'] as const;
const [stageWithoutQuirk, stage] = [recordsStage({}), recordsStage({})];
const truth = stageWithoutQuirk.records.truth(FROM, TO);

/** What a list of the simulator becomes with one oddity on; the simulator was written apart from this code. */
function read(quirk: string | undefined, list: (typeof LISTS)[number]) {
  if (quirk !== undefined) changeQuirks(stage.quirks, { [quirk]: true });
  const raw = stage.records.list(list, list === 'calibrations' ? FROM_LONG : FROM, TO, NOW);
  if (quirk !== undefined) changeQuirks(stage.quirks, { [quirk]: false });
  return { raw, ...translateRecords(list, raw, { receivedAt: NOW }) };
}

/** What counts of an observation: its value, and when. */
function gist(one: Observation): unknown {
  switch (one.kind) {
    case 'reading':
      return [one.systemTime, one.glucoseMgdl, one.utcOffsetMinutes];
    case 'calibration':
      return [one.systemTime, one.meter];
    case 'event':
      return [one.systemTime, one.eventType, one.eventSubtype, one.amount, one.meter, one.text];
    case 'alert':
      return [one.systemTime, one.alertName === 'fixedLow' ? 'urgentLow' : one.alertName];
    case 'device':
      return one.schedules;
  }
}

test('the simulator’s readings are read as it means them', () => {
  const { observations, skipped } = read(undefined, 'egvs');
  expect(skipped).toEqual([]);
  const byId = new Map(observations.map((one) => [one.sourceRecordId, one]));
  const told = truth.readings.flatMap((reading) =>
    reading.observations.map((one) => ({ ...one, reading })),
  );
  expect(told.length).toBeGreaterThan(200);
  expect(byId.size).toBe(told.length);
  for (const { recordId, systemTime, transmitterId, transmitterTicks, reading } of told) {
    expect(byId.get(recordId)).toMatchObject({
      systemTime,
      transmitterId,
      transmitterTicks,
      glucoseMgdl: reading.glucoseMgdl,
      trend: reading.trend,
      utcOffsetMinutes: reading.utcOffsetMinutes,
    });
  }
});

test('its calibrations, alerts and events too', () => {
  const { calibrations } = stageWithoutQuirk.records.truth(FROM_LONG, TO);
  expect(calibrations.length).toBeGreaterThan(0);
  expect(read(undefined, 'calibrations').observations).toMatchObject(
    calibrations.map(({ recordId, systemTime, valueMgdl }) => ({
      recordId,
      systemTime,
      meter: { value: valueMgdl, unit: 'mg/dL' },
    })),
  );
  const { observations: alerts } = read(undefined, 'alerts');
  expect(alerts).toHaveLength(truth.alerts.length);
  expect(alerts.length).toBeGreaterThan(0);
  for (const alert of truth.alerts) {
    expect(alerts.find((one) => one.sourceRecordId === alert.recordId)).toMatchObject(alert);
  }
  const { observations, skipped } = read(undefined, 'events');
  expect(skipped).toEqual([]);
  const live = truth.events.filter(({ isVanished }) => !isVanished);
  expect(observations).toHaveLength(live.length);
  expect(live.length).toBeGreaterThan(0);
  for (const { recordId, systemTime, isDeleted, type, amount } of live) {
    const one = observations.find((each) => each.sourceRecordId === recordId);
    expect(one).toMatchObject({ systemTime, isDeleted, eventType: type });
    const isMeter = type === 'bloodGlucose';
    expect(one).toMatchObject(
      amount === undefined ? {} : isMeter ? { meter: { value: amount } } : { amount },
    );
  }
});

const SOUND = quirkList.filter(({ isLossy, name }) => {
  const isOfLists = ['malformed', 'repeatedSystemTime', 'futureRecord', 'watchDoubles'];
  return !isLossy && !isOfLists.includes(name) && !name.startsWith('range');
});

describe('an oddity that hides nothing changes nothing', () => {
  const plainly = new Map(
    LISTS.map((list) => [list, read(undefined, list).observations.map(gist)]),
  );
  test.each(SOUND.map(({ name, about }) => [name, about]))('%s: %s', (name) => {
    for (const list of LISTS) {
      const { raw, observations, skipped } = read(name, list);
      expect(skipped).toEqual([]);
      expect(observations).toHaveLength(raw.length);
      if (name !== 'noZone') expect(observations.map(gist)).toEqual(plainly.get(list));
    }
  });

  const devices = (quirk?: string) => {
    if (quirk !== undefined) changeQuirks(stage.quirks, { [quirk]: true });
    const raw = stage.records.devices(NOW);
    if (quirk !== undefined) changeQuirks(stage.quirks, { [quirk]: false });
    return translateRecords('devices', raw, { receivedAt: NOW });
  };
  const plainDevices = devices().observations.map(gist);
  test.each(SOUND.map(({ name, about }) => [name, about]))('of a device: %s: %s', (name) => {
    const { observations, skipped } = devices(name);
    expect(skipped).toEqual([]);
    expect(observations.length).toBeGreaterThan(0);
    expect(observations.map(gist)).toEqual(plainDevices);
  });
});

test.each(LISTS)('of malformed %s the good ones remain, and each of the others is told', (list) => {
  const good = read(undefined, list).observations.map(gist);
  const { raw, observations, skipped } = read('malformed', list);
  expect(skipped.length).toBeGreaterThan(0);
  const found = new Set(observations.map((one) => JSON.stringify(gist(one))));
  expect(good.filter((one) => !found.has(JSON.stringify(one)))).toEqual([]);
  // One of the broken glucose values says of itself that it is none.
  const warmUps = list === 'egvs' ? 1 : 0;
  expect(observations.length + skipped.length + warmUps).toBe(raw.length);
});

test.each(['rangeStartWithoutSystemTime', 'rangeEndWithoutSystemTime'])(
  'with %s the span still holds what is there',
  (quirk) => {
    const { spans } = readHeldSpans(JSON.stringify(stage.records.dataRange(NOW)));
    changeQuirks(stage.quirks, { [quirk]: true });
    const found = readHeldSpans(JSON.stringify(stage.records.dataRange(NOW))).spans;
    changeQuirks(stage.quirks, { [quirk]: false });
    expect(Object.keys(found)).toEqual(Object.keys(spans));
    for (const list of ['egvs', 'events', 'calibrations'] as const) {
      const [plain, odd] = [spans[list], found[list]];
      if (plain === undefined || odd === undefined) throw new Error(list);
      expect(odd.start).toBeLessThanOrEqual(plain.start);
      expect(odd.end).toBeGreaterThanOrEqual(plain.end);
      expect(odd.end - plain.end).toBeLessThanOrEqual(HOUR_MS);
    }
  },
);
