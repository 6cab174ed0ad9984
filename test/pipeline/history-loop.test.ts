import { afterEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/instant.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import {
  alert,
  carbs,
  countOf,
  createHistoryRig,
  egv,
  EVERY_MS,
  RECORDS_OF_A_YEAR,
  RIG_NOW,
  uploadYear,
} from '../support/history-rig.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { PERIOD_MS, T0 } from '../support/readings.ts';

const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort(new Error('test over'))));
const rig = async (given: Parameters<typeof createHistoryRig>[0] = {}) => {
  const made = await createHistoryRig(given);
  stops.push(made.stop);
  return made;
};

describe('syncing', () => {
  test('begins soon after the start and brings what is new first, then the past, one call at a time', async () => {
    const { service, clock, loop, stop, told, bell, records, asked } = await rig();
    uploadYear(service);
    const running = loop.run(stop.signal);
    await clock.advance(20_000);
    expect(clock.now()).toBeLessThan(RIG_NOW + MINUTE_MS);
    expect(service.mostAtOnce).toBe(1);
    const order = asked();
    expect(order.slice(0, 6)).toEqual([
      'held',
      'egvs',
      'calibrations',
      'events',
      'alerts',
      'devices',
    ]);
    // Two days are read already; the other 328 days take twelve windows of 29 days.
    for (const list of ['egvs', 'calibrations', 'events', 'alerts'] as const) {
      expect(countOf(order, list)).toBe(1 + 12);
    }
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR);
    expect(told('history.synced')).toMatchObject([
      {
        windows: order.length - 1,
        added: RECORDS_OF_A_YEAR,
        changed: 0,
        nextSyncAt: loop.nextSyncAt(),
      },
    ]);
    const { addedKinds = {}, changedKinds } = told('history.synced')[0] ?? {};
    expect(Object.keys(addedKinds).sort()).toEqual([
      'alert',
      'calibration',
      'device',
      'event',
      'reading',
    ]);
    expect(Object.values(addedKinds).reduce((sum, many) => sum + many)).toBe(RECORDS_OF_A_YEAR);
    expect(changedKinds).toEqual({});
    expect(told('history.synced')[0]).not.toHaveProperty('importedTo');
    expect(bell.rings).toBeGreaterThan(10);
    stop.abort(new Error('stop'));
    await running;
    expect(service.timesOpen).toBe(0);
    expect(loop.nextSyncAt()).toBeUndefined();
  });

  test('asks for the next part of the past while the one before is merged', async () => {
    const { service, clock, journal, loop, stop } = await rig();
    service.upload('egvs', ...[-16_000, -4_000, 0].map((k) => egv(k)));
    const order: string[] = [];
    service.fault = ({ what }) => void order.push(what);
    const ingest = journal.ingest.bind(journal);
    journal.ingest = (account, work) => {
      order.push('merge');
      return ingest(account, work);
    };
    void loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    // The newest record first; then two parts of the past that hold one each.
    const news = order.indexOf('merge') + 1;
    expect(order.slice(0, news)).toEqual(['held', 'egvs', 'merge']);
    expect(order.slice(news).join(' ')).toMatch(/egvs alerts merge .*egvs merge$/);
    expect(service.mostAtOnce).toBe(1);
  });

  test('without news costs one call, at every instant of the schedule, spread out', async () => {
    const { service, clock, loop, stop, told, asked } = await rig();
    uploadYear(service);
    void loop.run(stop.signal);
    await clock.advance(EVERY_MS);
    asked();
    await clock.advance(8 * EVERY_MS);
    expect(asked()).toEqual(Array(8).fill('held'));
    const due = told('history.synced').map(({ nextSyncAt }) => nextSyncAt ?? 0);
    for (const at of due) expect(at % EVERY_MS).toBeLessThanOrEqual(5 * MINUTE_MS);
    expect(new Set(due.map((at) => at % EVERY_MS)).size).toBeGreaterThan(5);
  });

  test('brings a burst, and what comes late into a hole within the day', async () => {
    const { service, clock, loop, stop, records, told } = await rig();
    service.upload('egvs', egv(-400), egv(0));
    void loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    service.upload('egvs', ...[1, 2, 3, 4, 5].map((k) => egv(k)));
    await clock.advance(EVERY_MS + 5 * MINUTE_MS);
    expect(await records()).toHaveLength(7);
    expect(told('reading.recorded')).toHaveLength(6);
    // A receiver is connected: readings of five days ago, behind everything that was read.
    service.upload('egvs', ...[-100, -300, -399].map((k) => egv(k)));
    await clock.advance(DAY_MS + EVERY_MS);
    expect(await records()).toHaveLength(10);
  });

  test('brings edits and deletions of a week within the day, and of a month within the week', async () => {
    const { service, clock, loop, stop, records } = await rig();
    service.upload('egvs', egv(-8000), egv(0));
    service.upload(
      'events',
      carbs('lunch', T0 - 3 * DAY_MS, 40),
      carbs('feast', T0 - 20 * DAY_MS, 90),
    );
    service.upload('events', carbs('now', T0, 5));
    void loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    service.upload(
      'events',
      carbs('lunch', T0 - 3 * DAY_MS, 45),
      carbs('feast', T0 - 20 * DAY_MS, 90, true),
    );
    const states = async () =>
      (await records()).flatMap((one) =>
        one.kind === 'event' ? [`${one.recordId} ${one.amount ?? ''} ${one.isDeleted}`] : [],
      );
    await clock.advance(DAY_MS + EVERY_MS);
    expect(await states()).toEqual(['feast 90 false', 'lunch 45 false', 'now 5 false']);
    await clock.advance(6 * DAY_MS);
    expect(await states()).toEqual(['feast 90 true', 'lunch 45 false', 'now 5 false']);
  });

  test('tells one by one only of readings of the last day, and of everything set aside', async () => {
    const { service, clock, loop, stop, told, records } = await rig();
    const hours = (count: number) => Math.round((count * HOUR_MS) / PERIOD_MS);
    service.upload('egvs', egv(-hours(100)), egv(-hours(23)), egv(-hours(21)), egv(0));
    service.spoil('egvs', { source: 'web-api', key: 'x', reason: 'value: …', sample: '{}' });
    void loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    expect(await records()).toHaveLength(4);
    expect(told('reading.recorded')).toHaveLength(2);
    expect(told('record.set_aside')).toHaveLength(1);
    service.upload('egvs', egv(0, 222), egv(-hours(23), 223));
    service.upload('egvs', egv(1));
    await clock.advance(EVERY_MS + 5 * MINUTE_MS);
    expect(told('reading.changed').map(({ reading }) => reading.glucoseMgdl)).toEqual([222]);
  });

  test('of newer readings is not kept waiting by an import that takes hours', async () => {
    const { service, clock, loop, stop, told, records, asked } = await rig();
    uploadYear(service);
    // Each answer takes six minutes: the import of a year takes five hours.
    const fetch = service.fetch.bind(service);
    service.fetch = async (list, window, signal) => {
      await clock.sleep(6 * MINUTE_MS, signal);
      return fetch(list, window, signal);
    };
    void loop.run(stop.signal);
    await clock.advance(90 * MINUTE_MS);
    asked();
    service.upload('egvs', egv(3));
    service.upload('alerts', alert('new', T0 + 10 * MINUTE_MS));
    await clock.advance(45 * MINUTE_MS);
    const recent = (await records()).filter(({ systemTime }) => systemTime > T0);
    expect(recent).toHaveLength(2);
    expect(service.mostAtOnce).toBe(1);
    const steps = told('history.synced').map(({ importedTo }) => importedTo ?? Infinity);
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps[0]).toBeLessThan(T0);
    await clock.advance(8 * HOUR_MS);
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR + 2);
    expect(told('history.synced').at(-1)).not.toHaveProperty('importedTo');
    // Nothing of the past was asked for twice.
    const starts = service.calls
      .filter(({ what }) => what === 'egvs')
      .flatMap(({ window }) =>
        window === undefined || window.from > T0 - 3 * DAY_MS ? [] : [window.from],
      );
    expect(new Set(starts).size).toBe(starts.length);
  });

  test('stops at once, in the middle of a call and in the middle of a wait', async () => {
    const { service, clock, loop, stop } = await rig();
    uploadYear(service);
    service.fault = ({ what }) => (what === 'events' ? 'hang' : undefined);
    const running = loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    stop.abort(new Error('stop'));
    await running;
    expect(service.timesOpen).toBe(0);
    const second = await rig();
    const waiting = second.loop.run(second.stop.signal);
    await settle();
    second.stop.abort(new Error('stop'));
    await waiting;
    expect(second.service.calls).toEqual([]);
  });
});

describe('accounts', () => {
  test('share a journal and nothing else', async () => {
    const journal = new MemoryJournal();
    const clock = new FakeClock(RIG_NOW);
    const anna = await rig({ account: 'anna', journal, clock });
    const ben = await rig({ account: 'ben', journal, clock, seed: 2 });
    uploadYear(anna.service);
    ben.service.person = 'ben';
    ben.service.upload('egvs', egv(-3000), egv(0));
    ben.service.fault = ({ what }) => (what === 'alerts' ? new Error('a bug') : undefined);
    const failing = ben.loop.run(ben.stop.signal).catch((thrown: unknown) => thrown);
    void anna.loop.run(anna.stop.signal);
    await clock.advance(MINUTE_MS);
    expect(await failing).toMatchObject({ kind: 'bug' });
    expect(await anna.records()).toHaveLength(RECORDS_OF_A_YEAR);
    expect(await ben.records()).toHaveLength(1);
  });
});

describe('once', () => {
  test('brings the newest and never the past, also when called each day', async () => {
    const journal = new MemoryJournal();
    const clock = new FakeClock(RIG_NOW);
    const first = await rig({ journal, clock });
    uploadYear(first.service);
    expect(await first.loop.once(first.stop.signal)).toEqual({ outcome: 'ok' });
    expect(first.asked()).toEqual(['held', 'egvs', 'calibrations', 'events', 'alerts', 'devices']);
    expect(await first.records()).toHaveLength(7);
    expect(first.told('history.synced')[0]).not.toHaveProperty('nextSyncAt');
    await clock.advance(DAY_MS);
    first.service.upload('egvs', egv(280));
    const second = await rig({ journal, clock, service: first.service });
    expect(await second.loop.once(second.stop.signal)).toEqual({ outcome: 'ok' });
    expect(second.asked()).toHaveLength(6);
    expect(await second.records()).toHaveLength(8);
    // The daemon then brings the rest.
    void second.loop.run(second.stop.signal);
    await clock.advance(MINUTE_MS);
    expect(await second.records()).toHaveLength(RECORDS_OF_A_YEAR + 1);
  });

  test('with nothing at the service is no failure', async () => {
    const { loop, stop, asked } = await rig();
    expect(await loop.once(stop.signal)).toEqual({ outcome: 'ok' });
    expect(asked()).toEqual(['held']);
  });
});
