import { afterEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { createBell } from '../../src/pipeline/bell.ts';
import { latchSlotName, readLatch } from '../../src/pipeline/latch.ts';
import { createSourceLoop } from '../../src/pipeline/source-loop.ts';
import { seededRandom } from '../../src/platform/random.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';
import { createScriptedSource, type Step } from '../support/scripted-source.ts';

const MINUTE_MS = 60_000;
const refused = (kind: FailureKind = 'credentials') =>
  new BridgeFailure('share.refused', kind, 'Refused: check it.');
const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort(new Error('test over'))));

async function rig({
  fingerprint = 'mark',
  journal = new MemoryJournal(),
  clock = new FakeClock(T0 + 20_000),
} = {}) {
  await journal.open();
  const source = createScriptedSource(fingerprint);
  const events: BridgeEvent[] = [];
  const bell = createBell();
  const loop = createSourceLoop({
    account: 'default',
    source,
    journal,
    state: journal,
    clock,
    random: seededRandom(1),
    emit: (event) => events.push(event),
    bell,
    toleranceMs: 150_000,
    requestsPerReading: 1.5,
  });
  const stop = new AbortController();
  stops.push(stop);
  return {
    source,
    journal,
    clock,
    events,
    bell,
    loop,
    stop,
    latch: () => readLatch(journal.slot('default', latchSlotName('source', 'share'))),
    told: (type: BridgeEvent['type']) => events.filter((event) => event.type === type),
  };
}

/** A sensor with readings every period since `sinceMs`, that appear 15 s late; answers as Share would. */
const sensor =
  (clock: FakeClock, sinceMs: number, without: (k: number) => boolean = () => false): Step =>
  ({ from, to }) => {
    const readings = [];
    for (let k = 0, at = sinceMs; at + 15_000 <= clock.now(); k += 1, at += PERIOD_MS) {
      if (at >= from && at <= to && !without(k)) readings.push(seen(at, 100 + (k % 200)));
    }
    return { batch: batchOf(...readings) };
  };

describe('asking', () => {
  test('the first window reaches back a day; later ones only to the newest reading', async () => {
    const { source, clock, loop, stop, journal } = await rig();
    source.script(sensor(clock, T0 - 300 * PERIOD_MS));
    const running = loop.run(stop.signal);
    await clock.advance(11 * PERIOD_MS);
    expect(source.windows[0]?.from).toBe(T0 + 20_000 - source.reachMs);
    const later = source.windows.slice(5);
    expect(later.length).toBeGreaterThan(5);
    for (const { from, to } of later) expect(to - from).toBeLessThan(2 * PERIOD_MS);
    expect((await journal.newest('default'))?.record.systemTime).toBe(T0 + 11 * PERIOD_MS);
    stop.abort(new Error('stop'));
    await running;
    expect(source.timesOpen).toBe(0);
  });

  test('after an outage of hours asks for just the missing minutes and misses nothing', async () => {
    const { source, clock, loop, stop, journal } = await rig();
    let down = false;
    const live = sensor(clock, T0 - 300 * PERIOD_MS);
    source.script(() =>
      down ? { failure: new BridgeFailure('http.unreachable', 'transient', 'x') } : live,
    );
    void loop.run(stop.signal);
    await clock.advance(PERIOD_MS);
    down = true;
    await clock.advance(3 * 3_600_000);
    const duringOutage = source.windows.length;
    expect(duringOutage).toBeLessThan(80);
    down = false;
    await clock.advance(3 * PERIOD_MS);
    const first = source.windows[duringOutage];
    expect((first?.to ?? 0) - (first?.from ?? 0)).toBeLessThan(3.3 * 3_600_000);
    const held = await journal.readRange('default', epochMs(T0), epochMs(T0 + 39 * PERIOD_MS));
    expect(held).toHaveLength(40);
  });

  test('a hole behind the newest reading is refilled when its readings come late', async () => {
    const { source, clock, loop, stop, journal } = await rig();
    let late = false;
    source.script(sensor(clock, T0 - 300 * PERIOD_MS, (k) => !late && k >= 290 && k <= 293));
    void loop.run(stop.signal);
    await clock.advance(20 * MINUTE_MS);
    const inHole = () =>
      journal.readRange('default', epochMs(T0 - 10 * PERIOD_MS), epochMs(T0 - 7 * PERIOD_MS));
    expect(await inHole()).toHaveLength(0);
    late = true;
    await clock.advance(20 * MINUTE_MS);
    expect(await inHole()).toHaveLength(4);
  });

  test('says once that the sensor fell silent, and again only after it spoke', async () => {
    const { source, clock, loop, stop, told } = await rig();
    source.script({ batch: batchOf(seen(T0)) });
    void loop.run(stop.signal);
    await clock.advance(3 * 3_600_000);
    expect(told('source.quiet')).toMatchObject([{ since: T0 }]);
    source.script(sensor(clock, T0 + 2 * 3_600_000));
    await clock.advance(2 * PERIOD_MS);
    source.script({ batch: batchOf() });
    await clock.advance(3_600_000);
    expect(told('source.quiet')).toHaveLength(2);
  });

  test('waits as long as a throttling server asked for', async () => {
    const { source, clock, loop, stop } = await rig();
    const retryAt = epochMs(clock.now() + 17 * MINUTE_MS);
    const slowDown = new BridgeFailure('share.throttled', 'throttled', 'slow down', { retryAt });
    source.script({ failure: slowDown }, { batch: batchOf() });
    void loop.run(stop.signal);
    await clock.advance(17 * MINUTE_MS - 1);
    expect(source.windows).toHaveLength(1);
    await clock.advance(3_000);
    expect(source.windows).toHaveLength(2);
  });

  test('a bug ends the loop', async () => {
    const { source, loop, stop } = await rig();
    source.script({ failure: new TypeError('x is not a function') });
    await expect(loop.run(stop.signal)).rejects.toMatchObject({ kind: 'bug' });
  });
});

describe('refused credentials', () => {
  test('are tried once, over any time and any number of restarts', async () => {
    const journal = new MemoryJournal();
    const clock = new FakeClock(T0);
    let logins = 0;
    for (let restart = 0; restart < 10; restart += 1) {
      const { source, loop, stop } = await rig({ journal, clock });
      source.script({ failure: refused() });
      const running = loop.run(stop.signal);
      await clock.advance(3_600_000);
      logins += source.windows.length;
      stop.abort(new Error('restart'));
      await running;
    }
    expect(logins).toBe(1);
  });

  test('are tried again when they changed', async () => {
    const journal = new MemoryJournal();
    const first = await rig({ journal });
    first.source.script({ failure: refused() });
    void first.loop.run(first.stop.signal);
    await settle();
    const second = await rig({ journal, fingerprint: 'other mark' });
    second.source.script({ batch: batchOf(seen(T0)) });
    void second.loop.run(second.stop.signal);
    await settle();
    expect(second.told('reading.recorded')).toHaveLength(1);
    expect(await second.latch()).toBeUndefined();
  });

  test('unlock is noticed within seconds', async () => {
    const { source, journal, clock, loop, stop, told } = await rig();
    source.script({ failure: refused() }, { batch: batchOf(seen(T0)) });
    void loop.run(stop.signal);
    await clock.advance(MINUTE_MS);
    expect(told('source.latched')).toHaveLength(1);
    expect(loop.nextPollAt()).toBeUndefined();
    await journal.slot('default', latchSlotName('source', 'share')).clear();
    await clock.advance(4_000);
    expect(told('source.opened')).toHaveLength(1);
    expect(told('reading.recorded')).toHaveLength(1);
  });

  test('count once even while the latch cannot be written, and are kept as soon as it can', async () => {
    const { source, journal, clock, loop, stop, told, latch } = await rig();
    const slot = journal.slot.bind(journal);
    let full = true;
    journal.slot = (account, name) => ({
      ...slot(account, name),
      write: async (value) => {
        if (full) throw new BridgeFailure('journal.disk_full', 'transient', 'The disk is full.');
        await slot(account, name).write(value);
      },
    });
    const again = createSourceLoop({
      ...{ account: 'default', source, journal, state: journal, clock, random: seededRandom(1) },
      ...{
        emit: () => undefined,
        bell: createBell(),
        toleranceMs: 150_000,
        requestsPerReading: 1.5,
      },
    });
    source.script({ failure: refused() });
    const running = again.run(stop.signal);
    await clock.advance(3_600_000);
    expect(source.windows).toHaveLength(1);
    expect(await latch()).toBeUndefined();
    full = false;
    await clock.advance(4_000);
    expect(await latch()).toMatchObject({ code: 'share.refused' });
    stop.abort(new Error('stop'));
    await running;
    expect(await loop.once(new AbortController().signal)).toMatchObject({ outcome: 'latched' });
    expect(told('source.latched')).toHaveLength(1);
    expect(source.windows).toHaveLength(1);
  });

  test('once: latched now, and latched again without asking', async () => {
    const { source, loop, stop } = await rig();
    source.script({ failure: refused() });
    expect(await loop.once(stop.signal)).toMatchObject({
      outcome: 'latched',
      failure: { code: 'share.refused' },
    });
    expect(await loop.once(stop.signal)).toMatchObject({
      outcome: 'latched',
      failure: { code: 'share.refused' },
    });
    expect(source.windows).toHaveLength(1);
  });
});

describe('another person', () => {
  const of = (person: string, k: number) => ({
    batch: { ...batchOf(seen(T0 - k * PERIOD_MS)), person },
  });

  test('is not taken under the same name, until someone says that it is right', async () => {
    const { source, journal, loop, stop } = await rig();
    const once = async (step: Step) => {
      source.script(step);
      return (await loop.once(stop.signal)).failure?.code;
    };
    const records = async () => (await journal.summary('default')).records;
    expect(await once(of('anna', 1))).toBeUndefined();
    expect(await once(of('ben', 5))).toBe('source.other_person');
    expect(await once(of('ben', 5))).toBe('source.other_person');
    expect(source.windows).toHaveLength(2);
    expect(await records()).toBe(1);
    await journal.slot('default', latchSlotName('source', 'share')).clear();
    expect(await once(of('ben', 5))).toBeUndefined();
    expect(await records()).toBe(2);
    expect(await once(of('anna', 9))).toBe('source.other_person');
  });

  test('who was refused once is refused again after the right one came back', async () => {
    const { source, journal, loop, stop } = await rig();
    const codes = [];
    for (const person of ['anna', 'ben', 'anna', 'ben']) {
      source.script(of(person, 1));
      codes.push((await loop.once(stop.signal)).failure?.code);
      await journal.slot('default', latchSlotName('source', 'share')).clear();
    }
    expect(codes).toEqual([undefined, 'source.other_person', undefined, 'source.other_person']);
  });
});

describe('once', () => {
  test.each([
    ['an empty answer', { batch: batchOf() }, 'ok'],
    [
      'a record set aside',
      {
        batch: {
          ...batchOf(),
          skipped: [{ source: 'share', key: 'k', reason: 'r', sample: '{}' }],
        },
      },
      'ok',
    ],
    ['an outage', { failure: refused('transient') }, 'failed'],
  ] as const)('%s', async (_what, step, outcome) => {
    const { source, loop, stop } = await rig();
    source.script(step);
    expect((await loop.once(stop.signal)).outcome).toBe(outcome);
    expect(source.timesOpen).toBe(0);
  });
});
