import { afterEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { DAY_MS, epochMs, HOUR_MS, toIsoUtc } from '../../src/domain/instant.ts';
import { backfill, type BackfillProgress } from '../../src/pipeline/backfill.ts';
import { readerOfHistory, readerOfSource } from '../../src/pipeline/backfill-reader.ts';
import { readLatch } from '../../src/pipeline/latch.ts';
import { seededRandom } from '../../src/platform/random.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { countOf, egv, RECORDS_OF_A_YEAR, RIG_NOW, uploadYear } from '../support/history-rig.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';
import { createScriptedHistory } from '../support/scripted-history-source.ts';
import { createScriptedSource } from '../support/scripted-source.ts';

const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort(new Error('test over'))));
const failure = (kind: FailureKind, retryAt?: number) =>
  new BridgeFailure(`web-api.${kind}`, kind, 'It failed: wait.', {
    ...(retryAt === undefined ? {} : { retryAt: epochMs(retryAt) }),
  });

async function rig() {
  const journal = new MemoryJournal();
  await journal.open();
  const clock = new FakeClock(RIG_NOW);
  const service = createScriptedHistory();
  uploadYear(service);
  const share = createScriptedSource();
  const events: BridgeEvent[] = [];
  const progress: BackfillProgress[] = [];
  const stop = new AbortController();
  stops.push(stop);
  const parts = {
    account: 'default',
    readers: [readerOfHistory(service)],
    journal,
    state: journal,
    clock,
    random: seededRandom(1),
    emit: (event: BridgeEvent) => void events.push(event),
    toleranceMs: 150_000,
    progress: (one: BackfillProgress) => void progress.push(one),
  };
  return {
    parts,
    journal,
    clock,
    service,
    share,
    events,
    progress,
    stop,
    /** Starts it and lets an hour pass, so that every wait that it may make is over. */
    fill: async (fromMs: number, toMs?: number, more: Partial<typeof parts> = {}) => {
      const span = { from: epochMs(fromMs), ...(toMs === undefined ? {} : { to: epochMs(toMs) }) };
      const running = backfill({ ...parts, ...more, span }, stop.signal);
      running.catch(() => undefined);
      await clock.advance(HOUR_MS);
      const result = await running;
      await result.forget();
      return result;
    },
    asked: () => service.calls.splice(0).map(({ what }) => what),
    records: async () => (await journal.summary('default')).records,
  };
}

describe('a span of the past', () => {
  test('is read in as few windows as there can be, each list for itself', async () => {
    const { fill, asked, records, progress, service } = await rig();
    const result = await fill(T0 - 350 * DAY_MS, RIG_NOW);
    expect(result).toMatchObject({
      readers: [{ name: 'web-api', outcome: 'ok' }],
      added: RECORDS_OF_A_YEAR,
      changed: 0,
    });
    expect(await records()).toBe(RECORDS_OF_A_YEAR);
    const calls = asked();
    expect(countOf(calls, 'held')).toBe(0);
    expect(countOf(calls, 'devices')).toBe(1);
    for (const list of ['egvs', 'events'] as const) expect(countOf(calls, list)).toBe(13);
    expect(service.mostAtOnce).toBe(1);
    const total = 4 * 13 + 1;
    expect(progress[0]).toEqual({ windowsDone: 0, windowsTotal: total, records: 0 });
    expect(progress.at(-1)).toEqual({
      windowsDone: total,
      windowsTotal: total,
      records: RECORDS_OF_A_YEAR,
    });
  });

  test('takes its start and leaves its end, and nothing beside it', async () => {
    const { fill, journal, service } = await rig();
    const from = egv(-100).systemTime;
    service.upload('egvs', egv(-101), egv(-100), egv(-99), egv(-98), egv(-97));
    await fill(from, from + 3 * PERIOD_MS);
    const held = await journal.readRange('default', epochMs(0), epochMs(RIG_NOW));
    expect(held.map(({ record }) => record.systemTime - from)).toEqual([
      0,
      PERIOD_MS,
      2 * PERIOD_MS,
    ]);
  });

  test('that lies ahead is cut to now; one that is over before now began is empty', async () => {
    const { fill, service, asked } = await rig();
    await fill(T0 - DAY_MS, RIG_NOW + 90 * DAY_MS);
    for (const { window } of service.calls) expect(window?.to).toBe(RIG_NOW);
    asked();
    expect((await fill(RIG_NOW + 10 * DAY_MS)).readers).toEqual([
      { name: 'web-api', outcome: 'ok' },
    ]);
    expect(asked()).toEqual([]);
  });

  test('read once is read again as a whole when it is asked for again', async () => {
    const { fill, asked, records } = await rig();
    await fill(T0 - 60 * DAY_MS, T0);
    const first = asked();
    expect(await fill(T0 - 60 * DAY_MS, T0)).toMatchObject({ added: 0, changed: 0 });
    expect(asked()).toEqual(first);
    expect(await records()).toBeGreaterThan(10);
  });

  test('is not asked for again before the caller says that all is done', async () => {
    const { parts, service, asked } = await rig();
    const span = { from: epochMs(T0 - 60 * DAY_MS), to: epochMs(T0) };
    const { forget } = await backfill({ ...parts, span }, new AbortController().signal);
    const first = asked();
    const again = await backfill({ ...parts, span }, new AbortController().signal);
    expect(again).toMatchObject({ readers: [{ outcome: 'ok' }], added: 0 });
    expect(asked()).toEqual([]);
    expect(service.timesOpen).toBe(0);
    await forget();
    await backfill({ ...parts, span }, new AbortController().signal);
    expect(asked()).toEqual(first);
  });

  test('goes on where it was stopped, and another span does not', async () => {
    const { fill, service, asked, stop, parts, clock, records, journal } = await rig();
    service.fault = ({ what }) =>
      what === 'alerts' && service.calls.length > 20 ? 'hang' : undefined;
    const span = { from: epochMs(T0 - 350 * DAY_MS), to: epochMs(T0) };
    const own = new AbortController();
    const running = backfill({ ...parts, span }, own.signal).catch((thrown: unknown) => thrown);
    await clock.advance(1_000);
    own.abort(new Error('Ctrl-C'));
    expect(await running).toBe(own.signal.reason);
    expect(service.timesOpen).toBe(0);
    const before = asked().length;
    service.fault = () => undefined;
    expect(stop.signal.aborted).toBe(false);
    await fill(span.from, span.to);
    expect(before + asked().length).toBe(4 * 13 + 1 + 1);
    expect(await records()).toBe(RECORDS_OF_A_YEAR);
    expect(
      (await journal.slotNames('default')).filter((name) => name.startsWith('backfill')),
    ).toEqual([]);
  });
});

describe('Share', () => {
  test('is asked once, within its reach, and only what was asked for is taken', async () => {
    const { parts, share, fill, records } = await rig();
    share.script({ batch: batchOf(seen(T0 - HOUR_MS), seen(T0 - HOUR_MS + PERIOD_MS), seen(T0)) });
    const readers = [readerOfSource(share), ...parts.readers];
    await fill(T0 - 20 * DAY_MS, T0 - HOUR_MS + 1, { readers });
    expect(share.windows.map(({ from, to }) => [from, to])).toEqual([
      [RIG_NOW - share.reachMs, T0 - HOUR_MS],
    ]);
    expect(await records()).toBe(2);
    await fill(T0 - 20 * DAY_MS, T0 - 10 * DAY_MS, { readers });
    expect(share.windows).toHaveLength(1);
    expect(share.timesOpen).toBe(0);
  });
});

describe('failures', () => {
  test('that pass are waited out', async () => {
    const { fill, service, events } = await rig();
    service.fault = () => (service.calls.length % 3 === 0 ? undefined : failure('transient'));
    expect((await fill(T0 - 90 * DAY_MS, T0)).readers).toMatchObject([{ outcome: 'ok' }]);
    expect(events.filter(({ type }) => type === 'source.failed').length).toBeGreaterThan(10);
  });

  test('that stay end it within minutes, and what is missing is read next time', async () => {
    const { fill, service, asked, records } = await rig();
    service.fault = () => failure('transient');
    expect((await fill(T0 - 350 * DAY_MS, T0)).readers).toMatchObject([
      { outcome: 'failed', failure: { code: 'web-api.transient' } },
    ]);
    expect(asked()).toHaveLength(4 + 4);
    service.fault = () => undefined;
    await fill(T0 - 350 * DAY_MS, T0);
    expect(await records()).toBe(RECORDS_OF_A_YEAR);
  });

  test('of one list leave the others complete', async () => {
    const { fill, service, records, asked } = await rig();
    service.fault = ({ what }) => (what === 'events' ? failure('refused') : undefined);
    const span = [T0 - 350 * DAY_MS, T0] as const;
    expect((await fill(...span)).readers).toMatchObject([{ outcome: 'failed' }]);
    expect(await records()).toBe(RECORDS_OF_A_YEAR - 12);
    service.fault = () => undefined;
    asked();
    expect((await fill(...span)).readers).toMatchObject([{ outcome: 'ok' }]);
    expect(new Set(asked())).toEqual(new Set(['events']));
    expect(await records()).toBe(RECORDS_OF_A_YEAR);
  });

  test('of one reader leave the other complete', async () => {
    const { parts, share, fill, records, service } = await rig();
    share.script({ failure: failure('credentials') });
    service.upload('egvs', egv(-1));
    const readers = [readerOfSource(share), ...parts.readers];
    const { readers: ended } = await fill(T0 - 350 * DAY_MS, T0 + 1, { readers });
    expect(ended).toMatchObject([
      { name: 'share', outcome: 'latched' },
      { name: 'web-api', outcome: 'ok' },
    ]);
    expect(await records()).toBeGreaterThanOrEqual(RECORDS_OF_A_YEAR);
  });

  test('of credentials stop at once, latch, and are not repeated', async () => {
    const { fill, service, asked, journal, events } = await rig();
    service.fault = () => failure('credentials');
    for (let time = 0; time < 2; time += 1) {
      expect((await fill(T0 - 90 * DAY_MS, T0)).readers).toMatchObject([{ outcome: 'latched' }]);
    }
    expect(asked()).toHaveLength(1);
    expect(await readLatch(journal.slot('default', 'latch:source:web-api'))).toBeDefined();
    expect(events.filter(({ type }) => type === 'source.latched')).toHaveLength(2);
  });

  test('with a wish for hours are not waited out', async () => {
    const { fill, service, asked, clock } = await rig();
    service.fault = () => failure('throttled', clock.now() + 12 * HOUR_MS);
    expect((await fill(T0 - 20 * DAY_MS, T0)).readers).toMatchObject([{ outcome: 'failed' }]);
    expect(asked()).toHaveLength(5);
  });

  test('of the bridge itself are thrown, and everything is closed', async () => {
    const { parts, share, fill, service } = await rig();
    share.script('hang');
    service.fault = () => new TypeError('x is not a function');
    const readers = [readerOfSource(share), ...parts.readers];
    await expect(fill(T0 - DAY_MS, T0, { readers })).rejects.toMatchObject({ kind: 'bug' });
    expect(share.timesOpen + service.timesOpen).toBe(0);
  });

  test('an unreadable memory begins anew', async () => {
    const { fill, journal, asked } = await rig();
    const from = T0 - 20 * DAY_MS;
    const name = `backfill:web-api:${toIsoUtc(epochMs(from))}/${toIsoUtc(epochMs(T0))}`;
    await journal.slot('default', name).write('{"egvs":[{"from":1}]}');
    await fill(from, T0);
    expect(asked()).toHaveLength(5);
  });
});
