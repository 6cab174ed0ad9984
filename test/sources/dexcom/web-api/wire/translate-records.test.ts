import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isGlucoseMgdl } from '../../../../../src/domain/glucose.ts';
import { decodeObservation, encodeObservation } from '../../../../../src/journal/stored-record.ts';
import { readSystemTime } from '../../../../../src/sources/dexcom/web-api/wire/dated.ts';
import { HISTORY_LISTS, type HistoryList } from '../../../../../src/sources/history-source.ts';
import {
  alert,
  alertSetting,
  AT,
  calibration,
  device,
  deviceWith,
  egv,
  event,
  scheduleSettings,
  translate,
  TRANSMITTER,
} from './wire-records.ts';

const SOUND: Readonly<Record<HistoryList, () => object>> = {
  egvs: egv,
  calibrations: calibration,
  events: event,
  alerts: alert,
  devices: () => deviceWith({}, alertSetting()),
};

describe('a record that is set aside', () => {
  test.each(HISTORY_LISTS)('of %s is told by what came instead', (list) => {
    const { observations, skipped } = translate(list, null, 'text', [1], 7);
    expect(observations).toEqual([]);
    expect(skipped.map(({ reason }) => reason)).toEqual(
      ['null', 'a text', 'a list', 'the number 7'].map(
        (kind) => `record: expected an object, got ${kind}, in a record of ${list}`,
      ),
    );
    expect(skipped.map(({ source }) => source)).toEqual(Array(4).fill('web-api'));
  });

  test('names its field, its list and its time', () => {
    const { skipped } = translate('egvs', egv({ value: 1_234 }));
    expect(skipped[0]?.reason).toBe(
      'value: expected a whole number up to 1000 mg/dL, got the number 1234, in a record of egvs of 2025-05-17T03:59:11.000Z',
    );
  });

  test.each([
    null,
    undefined,
    '',
    'soon',
    '0001-01-01T00:00:00',
    '1970-01-01T00:00:00Z',
    1_747_454_351,
  ])('for its system time %p says so, whatever its display time', (systemTime) => {
    const record = egv({ systemTime, displayTime: '2025-05-17T03:59:11Z' });
    const { observations, skipped } = translate('egvs', record);
    expect(observations).toEqual([]);
    expect(skipped[0]?.reason).toMatch(/^systemTime: expected a time since 2010 .*egvs$/);
  });

  test('has a key of the record alone, not of the order of its fields', () => {
    const key = (record: object, list: HistoryList = 'egvs') =>
      translate(list, record).skipped[0]?.key;
    const record = egv({ value: 'x' });
    expect(key(record)).toBe(key(Object.fromEntries(Object.entries(record).reverse())));
    expect(key(record)).not.toBe(key(egv({ value: 'y' })));
    expect(key(record)).not.toBe(key(record, 'calibrations'));
    expect(key(record)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('shows its record id, a short transmitter id, and no account', () => {
    const record = egv({
      value: 'x',
      userId: 'someone',
      nested: { AccountId: 12, hash: TRANSMITTER },
    });
    const sample = translate('egvs', record).skipped[0]?.sample ?? '';
    expect(sample).toContain('"recordId":"763923b7-5424-451e-b37d-fd8ff635b308"');
    expect(sample).toContain('"transmitterId":"d55d01d0…"');
    expect(sample).toContain('"userId":"***"');
    expect(sample).not.toMatch(/someone|12\b|d55d01d0[0-9a-f]/);
  });

  test('has a sample of at most 500 characters, cut at a whole one', () => {
    const sample = translate('egvs', { value: '😀'.repeat(400) }).skipped[0]?.sample ?? '';
    expect(sample.length).toBeLessThanOrEqual(500);
    expect(sample.length).toBeGreaterThan(490);
    expect(sample).not.toMatch(/[\uD800-\uDBFF]$/);
  });

  test('may be nested deeper than anything can print', () => {
    const deep: unknown = JSON.parse(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    const { observations, skipped } = translate('egvs', deep, egv());
    expect([observations.length, skipped.length]).toEqual([1, 1]);
  });
});

test('observations come oldest first', () => {
  const times = ['2025-05-17T03:59:11', '2025-05-16T23:59:11-08:00', '2025-05-17T01:00:00Z'];
  const records = times.map((systemTime, at) => egv({ systemTime, recordId: `id-${at}` }));
  expect(translate('egvs', ...records).observations.map((one) => one.sourceRecordId)).toEqual([
    'id-2',
    'id-0',
    'id-1',
  ]);
});

/** A record whose fields may be anything, also what they should be. */
function bent(sound: object): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', 'unknown', '0', '-1.00', 'low', 'deleted', 0, -0, -1, 39, 1e308, null),
    fc.constant(undefined),
  );
  const fields = Object.entries(sound).map(([name, value]): [string, fc.Arbitrary<unknown>] => [
    name,
    fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(value) }, { weight: 1, arbitrary: odd }),
  ]);
  return fc.record(Object.fromEntries(fields));
}

/** What a record may become besides an observation or a set-aside: nothing at all. */
function isWarmUp(list: HistoryList, record: unknown): boolean {
  if (list !== 'egvs' || typeof record !== 'object' || record === null) return false;
  const { value, status, systemTime } = record as Record<string, unknown>;
  const isSilent =
    status === null ||
    status === undefined ||
    (typeof status === 'string' && /^[\s]*$|^\s*un[\s_-]*known\s*$/i.test(status));
  return value === null && isSilent && readSystemTime(systemTime) !== undefined;
}

/** With an id of its own, where it has one: versions of one event are told once. */
function apart(record: unknown, index: number): unknown {
  if (typeof record !== 'object' || record === null || !('recordId' in record)) return record;
  const { recordId } = record;
  if (typeof recordId !== 'string' || recordId.trim() === '') return record;
  return { ...record, recordId: `${recordId}-${index}` };
}

describe('no record is lost in silence, and nothing throws', () => {
  test.each(HISTORY_LISTS)('%s', (list) => {
    const record = fc.oneof(fc.jsonValue(), bent(SOUND[list]()));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (drawn) => {
        const records = drawn.map(apart);
        const { observations, skipped } = translate(list, ...records);
        const warmUps = records.filter((one) => isWarmUp(list, one)).length;
        expect(observations.length + skipped.length + warmUps).toBe(records.length);
        const times = observations.map((one) => one.systemTime);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const one of observations) {
          expect(Object.values(one)).not.toContain(undefined);
          expect(one.source).toBe('web-api');
          // The journal takes it, and gives it back as it was.
          expect(decodeObservation(encodeObservation(one))).toStrictEqual(one);
          expect(one.sourceRecordId).toMatch(/\S/);
          if (one.kind === 'reading') expect(isGlucoseMgdl(one.glucoseMgdl)).toBe(true);
          else expect(one.recordId).toBe(one.sourceRecordId);
        }
        for (const one of skipped) {
          expect(one.reason).toMatch(/^\S+: expected .+, got .+/);
          expect(one.sample.length).toBeLessThanOrEqual(500);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('bent settings of a device', () => {
    const settings = bent(scheduleSettings());
    const schedules = fc.array(
      fc.record({
        alertScheduleSettings: settings,
        alertSettings: fc.array(bent(alertSetting()), { maxLength: 4 }),
      }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(schedules, (alertSchedules) => {
        const { observations, skipped } = translate('devices', device({ alertSchedules }));
        expect(observations.length + skipped.length).toBe(1);
        for (const one of observations) {
          if (one.kind !== 'device') throw new Error(one.kind);
          expect(decodeObservation(encodeObservation(one))).toStrictEqual(one);
          expect(one.schedules).toHaveLength(alertSchedules.length);
          for (const { startMinute, endMinute, alerts } of one.schedules) {
            expect(startMinute).toBeLessThan(1_440);
            expect(endMinute).toBeLessThan(2_880);
            expect(new Set(alerts.map(({ alertName }) => alertName)).size).toBe(alerts.length);
          }
        }
      }),
    );
  });
});

test('the same records give the same observations, whenever they are read', () => {
  for (const list of HISTORY_LISTS) {
    expect(translate(list, SOUND[list]())).toEqual(translate(list, SOUND[list]()));
    expect(translate(list, SOUND[list]()).observations).toMatchObject([{ systemTime: AT }]);
  }
});
