import { describe, expect, test } from '@jest/globals';
import type { SkippedRecord } from '../../src/library/index.ts';
import { envelope } from '../support/web-api-stub.ts';
import { all, rejected, rigEachTest } from './web-api-client-rig.ts';

const DAY_MS = 86_400_000;
const rig = rigEachTest();

const egv = (at: number, value = 120, recordId = `id-${at}`) => ({
  recordId,
  systemTime: new Date(at).toISOString().slice(0, 19),
  displayTime: new Date(at).toISOString().slice(0, 19),
  value,
  unit: 'mg/dL',
  trend: 'flat',
  trendRate: 0.4,
  rateUnit: 'mg/dL/min',
});

describe('the past', () => {
  const T = Date.UTC(2025, 0, 1);

  test('of any length is read in windows of at most 29 days, each record once and in order', async () => {
    const made = await rig.permitted();
    const [from, to] = [T, T + 70 * DAY_MS];
    const edge = T + 29 * DAY_MS;
    rig.stub.answer(
      'egvs',
      envelope('egv', egv(edge, 102), egv(edge - 1_000, 101), egv(T, 100), egv(T - 1_000, 99)),
      envelope('egv', egv(edge + 5_000, 103), egv(edge, 102)),
      envelope('egv', egv(to - 1_000, 104), egv(to, 105)),
    );
    const readings = await all(made.egvs({ from, to: new Date(to) }));
    expect(readings.map(({ glucoseMgdl }) => glucoseMgdl)).toEqual([100, 101, 102, 103, 104]);
    const windows = rig.stub.requests
      .filter(({ call }) => call === 'egvs')
      .map(({ search }) => new URLSearchParams(search))
      .map((query) => [query.get('startDate'), query.get('endDate')]);
    expect(windows).toEqual([
      ['2025-01-01T00:00:00', '2025-01-30T00:00:00'],
      ['2025-01-30T00:00:00', '2025-02-28T00:00:00'],
      ['2025-02-28T00:00:00', '2025-03-12T00:00:00'],
    ]);
  });

  test('is halved where Dexcom takes a window as too long, and nothing is left out', async () => {
    const made = await rig.permitted();
    rig.stub.once('egvs', { status: 400, body: 'window too long' });
    expect(await all(made.egvs({ from: T, to: T + 20 * DAY_MS }))).toEqual([]);
    const windows = rig.stub.requests
      .filter(({ call }) => call === 'egvs')
      .map(({ search }) => search);
    expect(windows).toHaveLength(3);
    expect(windows[1]).toContain('endDate=2025-01-11T00:00:00');
    expect(windows[2]).toContain('startDate=2025-01-11T00:00:00');
  });

  test('begins and ends where Dexcom’s data do, unless said otherwise', async () => {
    const made = await rig.permitted();
    await all(made.egvs());
    expect(await all(made.events())).toEqual([]);
    expect(rig.stub.calls().filter((call) => call === 'events')).toEqual([]);
    const last = rig.stub.requests.filter(({ call }) => call === 'egvs').at(-1);
    expect(last?.search).toContain('endDate=2025-04-19T15:40:01');
    expect(rig.stub.requests.filter(({ call }) => call === 'egvs')).toHaveLength(4);
  });

  test('goes on after faults that pass, and says so', async () => {
    const made = await rig.permitted();
    rig.stub.once('egvs', { status: 429, headers: { 'Retry-After': '0' }, body: '' });
    const retries: string[] = [];
    await all(
      made.egvs({
        from: T,
        to: T + DAY_MS,
        onRetry: ({ error }) => void retries.push(error.code),
      }),
    );
    expect(retries).toEqual(['web-api.throttled']);
  });

  test('stops with an error where it cannot go on, instead of ending early', async () => {
    const made = await rig.permitted();
    rig.stub.answer('egvs', { status: 503, body: '' });
    const error = await rejected(all(made.egvs({ from: T, to: T + DAY_MS, retries: 0 })));
    expect(error).toMatchObject({ code: 'web-api.unavailable', kind: 'transient' });
    rig.stub.answer('alerts', { status: 403, body: '' });
    const forbidden = await rejected(all(made.alerts({ from: T, to: T + DAY_MS })));
    expect(forbidden).toMatchObject({ code: 'web-api.forbidden', kind: 'throttled' });
    expect(forbidden.retryAt).toBeGreaterThan(Date.now() + 11 * 3_600_000);
  });

  test('throws the reason of its signal, so that no part is taken for the whole', async () => {
    const made = await rig.permitted();
    rig.stub.answer('egvs', envelope('egv', egv(T + 1_000), egv(T + 2_000)));
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = async () => {
      const period = { from: T, to: T + 90 * DAY_MS, signal: stop.signal };
      for await (const { time } of made.egvs(period)) {
        seen.push(time);
        stop.abort(new Error('enough'));
      }
    };
    expect(await rejected(reading())).toEqual(new Error('enough'));
    expect(seen).toEqual([T + 1_000]);
  });

  test('can be left at any record', async () => {
    const made = await rig.permitted();
    rig.stub.answer('egvs', envelope('egv', egv(T + 1_000), egv(T + 2_000)));
    for await (const reading of made.egvs({ from: T, to: T + 90 * DAY_MS })) {
      expect(reading).toMatchObject({ source: 'web-api', recordId: `id-${T + 1_000}` });
      expect(reading.trendRateMgdlPerMin).toBe(0.4);
      break;
    }
    expect(rig.stub.calls().filter((call) => call === 'egvs')).toHaveLength(1);
  });

  test('tells of records that cannot be read', async () => {
    const skipped: SkippedRecord[] = [];
    const made = await rig.permitted({
      onSkipped: (record: SkippedRecord) => skipped.push(record),
    });
    rig.stub.answer('egvs', envelope('egv', egv(T + 1_000), { ...egv(T + 2_000), value: 'high' }));
    expect(await all(made.egvs({ from: T, to: T + DAY_MS }))).toHaveLength(1);
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toMatchObject({ source: 'web-api', reason: expect.stringMatching(/value/) });
  });
});
