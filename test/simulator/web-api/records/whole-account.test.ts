import { describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../../src/domain/instant.ts';
import { products } from '../../../../src/simulator/web-api/records/index.ts';
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

describe('a product', () => {
  test.each(products)('%s has its words and its lists', (product) => {
    const stage = recordsStage({ product });
    const [from, to] = [at(-60 * DAY_MS), at(-30 * DAY_MS)];
    const words = {
      g6: ['g6', 'g6', 'G6'],
      g7: ['g7', 'g7', 'G7'],
      g715day: ['g7', 'g715day', 'G7'],
      one: ['g6', 'g6', 'DexcomOne'],
      oneplus: ['g7', 'd1+', 'D1G7'],
    }[product];
    const [egv] = list(stage, 'egvs', at(-DAY_MS), NOW);
    expect([egv!['transmitterGeneration'], egv!['transmitterGenerationVariant'], egv!['displayApp']]).toEqual(words); // prettier-ignore
    const calibrations = list(stage, 'calibrations', from, to).length;
    if (product === 'one') expect(calibrations).toBe(0);
    else if (product === 'g6') expect(calibrations).toBeGreaterThan(9);
    else expect(calibrations).toBeLessThan(8);
    expect(list(stage, 'events', from, to).length > 100).toBe(product !== 'one');
    const names = new Set(list(stage, 'alerts', from, to).map(({ alertName }) => alertName));
    const [phone] = stage.records.devices(NOW) as { alertSchedules: { alertSettings: Wire[] }[] }[];
    const settings = phone!.alertSchedules[0]!.alertSettings.map(({ alertName }) => alertName);
    for (const name of ['urgentLow', 'urgentLowSoon', 'rise', 'fall']) {
      expect(settings.includes(name)).toBe(product !== 'oneplus');
      if (product === 'oneplus') expect(names).not.toContain(name);
    }
    expect(names).toContain('low');
    const range = stage.records.dataRange(NOW);
    expect(range['events'] === null).toBe(product === 'one');
    expect(range['calibrations'] === null).toBe(product === 'one');
  });
});

describe('devices and data range', () => {
  test('the settings are those of the last upload that can be read', () => {
    const { diary, records } = recordsStage({});
    diary.changeSettings({ highMgdl: 300 }, at(-30 * MINUTE_MS));
    const high = (asOf: EpochMs): unknown => {
      const [phone] = records.devices(asOf) as { alertSchedules: { alertSettings: Wire[] }[] }[];
      return phone!.alertSchedules[0]!.alertSettings.find(({ alertName }) => alertName === 'high')!['value']; // prettier-ignore
    };
    expect(high(NOW)).not.toBe(300);
    expect(high(at(HOUR_MS))).toBe(300);
    const { settings } = records.truth(at(-DAY_MS), NOW);
    expect(settings.at(-1)!.from).toBe(at(-30 * MINUTE_MS));
    expect(settings.at(-1)!.schedules).toEqual(
      (records.devices(at(HOUR_MS)) as Wire[])[0]!['alertSchedules'],
    );
  });

  test('a receiver is a device of its own while it is carried', () => {
    const { diary, records } = recordsStage({});
    diary.setReceiver({ clockAheadMs: 0 }, at(-HOUR_MS));
    diary.setReceiver(undefined, at(HOUR_MS));
    const devices = (asOf: EpochMs): unknown[] =>
      (records.devices(asOf) as Wire[]).map(({ displayDevice }) => displayDevice);
    expect(devices(at(-2 * HOUR_MS))).toEqual(['iOS']);
    expect(devices(NOW)).toEqual(['iOS', 'receiver']);
    expect(devices(at(3 * HOUR_MS))).toEqual(['iOS']);
  });

  test.each(['egvs', 'events', 'calibrations'] as const)(
    'the range of %s runs from the first to the last record that can be read',
    (name) => {
      const stage = recordsStage({ product: 'g6', diary: { since: at(-12 * DAY_MS) } });
      const all = list(stage, name, at(-20 * DAY_MS), LATER, NOW);
      const moment = ({ systemTime, displayTime }: Wire): Wire => ({ systemTime, displayTime });
      expect(stage.records.dataRange(NOW)[name]).toEqual({
        start: moment(all[0]!),
        end: moment(all.at(-1)!),
      });
    },
  );

  test('the range follows a record that is dated ahead, and is null before there is anything', () => {
    const stage = recordsStage({ diary: { since: at(-DAY_MS), writes: false } });
    expect(stage.records.dataRange(at(-DAY_MS))).toEqual({
      calibrations: null,
      egvs: null,
      events: null,
    });
    stage.diary.addEvent({ at: at(3 * HOUR_MS), type: 'health', subtype: 'stress' }, at(-2 * HOUR_MS)); // prettier-ignore
    const [event] = list(stage, 'events', NOW, at(DAY_MS), NOW);
    expect(stage.records.dataRange(NOW)['events']).toMatchObject({
      end: { systemTime: event!['systemTime'] },
    });
  });
});

describe('the truth', () => {
  test('names every record that the lists tell, and nothing else', () => {
    const stage = recordsStage({ product: 'g6' });
    stage.diary.setReceiver({ clockAheadMs: 0 }, at(-2 * DAY_MS));
    const [from, to] = [at(-3 * DAY_MS), NOW];
    const truth = stage.records.truth(from, to);
    const ids = (name: (typeof listNames)[number]): unknown[] =>
      list(stage, name, from, to)
        .map(({ recordId }) => recordId)
        .sort();
    const observed = truth.readings.flatMap(({ observations }) => observations);
    expect(observed.map(({ recordId }) => recordId).sort()).toEqual(ids('egvs'));
    for (const name of ['events', 'calibrations', 'alerts'] as const) {
      expect(truth[name].map(({ recordId }) => recordId).sort()).toEqual(ids(name));
    }
    expect(truth.readings.length).toBe(stage.patient.truth(from, to).length);
  });

  test('knows which meter entry is a calibration', () => {
    const { records } = recordsStage({ product: 'g6' });
    const { events, calibrations } = records.truth(at(-60 * DAY_MS), NOW);
    const same = events.filter(({ sameAsCalibration }) => sameAsCalibration !== undefined);
    expect(same.length).toBeGreaterThan(3);
    for (const event of same) {
      const found = calibrations.find(({ recordId }) => recordId === event.sameAsCalibration)!;
      expect(found.valueMgdl).toBe(event.amount);
      expect(Math.abs(found.systemTime - event.systemTime)).toBeLessThanOrEqual(5 * MINUTE_MS);
    }
  });

  test('another client application sees the same under other ids', () => {
    const [one, other] = [recordsStage({ userId: 'a' }), recordsStage({ userId: 'b' })];
    const strip = ({ recordId, ...rest }: Wire): Wire => rest;
    const [ours, theirs] = [one, other].map((stage) => list(stage, 'egvs', at(-DAY_MS), NOW));
    expect(ours!.map(strip)).toEqual(theirs!.map(strip));
    const shared = new Set(ours!.map(({ recordId }) => recordId));
    expect(theirs!.some(({ recordId }) => shared.has(recordId))).toBe(false);
  });
});
