import { afterEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../src/domain/instant.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
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
import { T0 } from '../support/readings.ts';
import {
  createScriptedHistory,
  windowRefused,
  type HistoryCall,
} from '../support/scripted-history-source.ts';

const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort(new Error('test over'))));
const rig = async (given: Parameters<typeof createHistoryRig>[0] = {}) => {
  const made = await createHistoryRig(given);
  stops.push(made.stop);
  return made;
};
const failure = (kind: FailureKind, name = kind as string, retryAt?: number) =>
  new BridgeFailure(`web-api.${name}`, kind, 'It failed: wait.', {
    ...(retryAt === undefined ? {} : { retryAt: epochMs(retryAt) }),
  });
const only =
  (list: HistoryCall['what'], thrown: unknown) =>
  ({ what }: HistoryCall) =>
    what === list ? thrown : undefined;
const lengthOf = ({ window }: HistoryCall) => (window ? window.to - window.from : 0);

describe('a window that is refused', () => {
  test('is halved once, and nothing is missed', async () => {
    const { service, clock, loop, stop, records, told } = await rig();
    uploadYear(service);
    service.fault = (call) => (lengthOf(call) > 20 * DAY_MS ? windowRefused() : undefined);
    void loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR);
    expect(told('source.failed')).toEqual([]);
  });

  test('in halves, too, stops its list and is shown; the other lists are complete', async () => {
    const { service, clock, loop, stop, records, told } = await rig();
    uploadYear(service);
    service.fault = (call) =>
      call.what === 'events' && lengthOf(call) > 5 * DAY_MS ? windowRefused() : undefined;
    void loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    const kinds = async () => (await records()).map(({ kind }) => kind);
    expect((await kinds()).filter((kind) => kind === 'event')).toHaveLength(1);
    expect(await kinds()).toHaveLength(RECORDS_OF_A_YEAR - 11);
    expect(told('source.failed')[0]).toMatchObject({ failure: { code: 'web-api.window' } });
    // Tried again with patience, and its news are not kept waiting.
    service.calls.splice(0);
    service.upload('events', carbs('snack', T0 + MINUTE_MS, 12));
    await clock.advance(4 * HOUR_MS);
    expect(service.calls.length).toBeLessThan(150);
    expect((await kinds()).filter((kind) => kind === 'event')).toHaveLength(2);
    service.fault = () => undefined;
    await clock.advance(HOUR_MS);
    expect(await kinds()).toHaveLength(RECORDS_OF_A_YEAR + 1);
  });
});

describe('one list that fails', () => {
  test.each(['egvs', 'calibrations', 'events', 'alerts', 'devices'] as const)(
    '%s does not keep the others waiting, nor itself for longer than it must',
    async (list) => {
      const { service, clock, loop, stop, records, told } = await rig();
      uploadYear(service);
      service.fault = only(list, failure('transient', 'unavailable'));
      void loop.run(stop.signal);
      await clock.advance(MINUTE_MS);
      const kind = {
        egvs: 'reading',
        calibrations: 'calibration',
        events: 'event',
        alerts: 'alert',
        devices: 'device',
      };
      const missing = list === 'egvs' ? 36 : list === 'devices' ? 1 : 12;
      const held = await records();
      expect(held).toHaveLength(RECORDS_OF_A_YEAR - missing);
      expect(held.filter((record) => record.kind === kind[list])).toEqual([]);
      expect(told('source.failed')[0]).toMatchObject({ failure: { code: 'web-api.unavailable' } });
      service.fault = () => undefined;
      await clock.advance(2 * MINUTE_MS);
      expect(await records()).toHaveLength(RECORDS_OF_A_YEAR);
    },
  );

  test('for hours, by its own word, is left alone while the others go on at their time', async () => {
    const { service, clock, loop, stop, records, asked } = await rig();
    uploadYear(service);
    service.fault = only('alerts', failure('throttled', 'forbidden', clock.now() + 12 * HOUR_MS));
    void loop.run(stop.signal);
    await clock.advance(EVERY_MS);
    asked();
    service.upload('egvs', egv(1));
    await clock.advance(2 * EVERY_MS);
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR + 1 - 12);
    await clock.advance(10 * HOUR_MS);
    expect(countOf(asked(), 'alerts')).toBe(0);
    service.fault = () => undefined;
    await clock.advance(2 * HOUR_MS);
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR + 1);
  });

  test('shows its worst failure in one pass', async () => {
    const { service, loop, stop } = await rig();
    uploadYear(service);
    service.fault = ({ what }) =>
      what === 'egvs'
        ? failure('transient', 'unavailable')
        : what === 'events'
          ? failure('config', 'not_found')
          : undefined;
    expect(await loop.once(stop.signal)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'web-api.not_found' },
    });
    expect(service.timesOpen).toBe(0);
  });
});

describe('the whole service', () => {
  test('away for a day is not hammered, and then everything comes', async () => {
    const { service, clock, loop, stop, records } = await rig();
    uploadYear(service);
    service.fault = () => failure('transient', 'unavailable');
    void loop.run(stop.signal);
    await clock.advance(DAY_MS);
    expect(service.calls.length).toBeLessThan(160);
    service.fault = () => undefined;
    await clock.advance(EVERY_MS);
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR);
  });

  test('without access for us is left alone for twelve hours', async () => {
    const { service, clock, loop, stop, told, asked } = await rig();
    service.fault = () => failure('throttled', 'forbidden', clock.now() + 12 * HOUR_MS);
    void loop.run(stop.signal);
    await clock.advance(11 * HOUR_MS);
    expect(asked()).toEqual(['held']);
    expect((told('source.failed')[0]?.retryAt ?? 0) - RIG_NOW).toBeGreaterThan(11.9 * HOUR_MS);
    await clock.advance(2 * HOUR_MS);
    expect(asked()).toEqual(['held']);
  });

  test('that counts our calls ends the pass at once', async () => {
    const { service, clock, loop, stop, asked } = await rig();
    uploadYear(service);
    service.fault = only('egvs', failure('throttled', 'throttled', clock.now() + 5 * MINUTE_MS));
    void loop.run(stop.signal);
    await clock.advance(4 * MINUTE_MS);
    expect(asked()).toEqual(['held', 'egvs']);
  });

  test('that doubts the grant is asked after hours, or as soon as someone renewed it', async () => {
    const { service, clock, loop, stop, told, journal, records } = await rig({ isWatching: true });
    uploadYear(service);
    const tokens = journal.slot('default', 'tokens:web-api');
    await tokens.write('old');
    service.fault = () => failure('transient', 'grant_refused', clock.now() + 16 * HOUR_MS);
    void loop.run(stop.signal);
    await clock.advance(3 * HOUR_MS);
    expect(service.calls).toHaveLength(1);
    service.fault = () => undefined;
    await tokens.write('new');
    await clock.advance(4_000);
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR);
    expect(told('source.opened')).toMatchObject([{ why: 'the authorization was renewed' }]);
  });
});

describe('refused credentials', () => {
  test('are tried once over restarts, until someone opens the latch or changes them', async () => {
    const journal = new MemoryJournal();
    const clock = new FakeClock(RIG_NOW);
    const service = createScriptedHistory();
    uploadYear(service);
    service.fault = () => failure('credentials', 'client_refused');
    for (const seed of [1, 2, 3]) {
      const { loop, stop } = await rig({ journal, clock, service, seed });
      const running = loop.run(stop.signal);
      await clock.advance(HOUR_MS);
      stop.abort(new Error('restart'));
      await running;
    }
    expect(service.calls).toHaveLength(1);
    const again = await rig({ journal, clock, service });
    expect(await again.loop.once(again.stop.signal)).toMatchObject({
      outcome: 'latched',
      failure: { code: 'web-api.client_refused' },
    });
    expect(service.calls).toHaveLength(1);
    void again.loop.run(again.stop.signal);
    await clock.advance(MINUTE_MS);
    expect(again.loop.nextSyncAt()).toBeUndefined();
    service.fault = () => undefined;
    await again.unlock();
    await clock.advance(4_000);
    expect(await again.records()).toHaveLength(RECORDS_OF_A_YEAR);
    const renewed = await rig({
      clock,
      service: createScriptedHistory({ credentialsFingerprint: 'new' }),
    });
    await renewed.journal
      .slot('default', 'latch:source:web-api')
      .write(JSON.stringify({ code: 'x', message: 'm', fingerprint: 'old', since: 1 }));
    expect(await renewed.loop.once(renewed.stop.signal)).toEqual({ outcome: 'ok' });
  });

  test('in the middle of a pass keep what was read', async () => {
    const { service, loop, stop, latch, records } = await rig();
    uploadYear(service);
    service.fault = only('events', failure('credentials', 'grant_dead'));
    expect((await loop.once(stop.signal)).outcome).toBe('latched');
    expect(await latch()).toMatchObject({ code: 'web-api.grant_dead' });
    expect((await records()).map(({ kind }) => kind).sort()).toEqual([
      'calibration',
      'reading',
      'reading',
      'reading',
    ]);
  });
});

describe('another person', () => {
  test('is refused, and once someone says it is right everything of theirs is read', async () => {
    const { service, clock, loop, stop, records, unlock, latch } = await rig();
    uploadYear(service);
    void loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    service.person = 'another';
    // Older than anything before, in the midst of what was read, and new.
    service.upload('egvs', egv(-110_000), egv(-50_000), egv(1));
    await clock.advance(EVERY_MS + 5 * MINUTE_MS);
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR);
    expect(await latch()).toMatchObject({ code: 'source.other_person' });
    await unlock();
    await clock.advance(MINUTE_MS);
    expect(await records()).toHaveLength(RECORDS_OF_A_YEAR + 3);
    const { length } = service.calls;
    await clock.advance(EVERY_MS + 5 * MINUTE_MS);
    expect(service.calls.length - length).toBeLessThan(4);
  });
});
