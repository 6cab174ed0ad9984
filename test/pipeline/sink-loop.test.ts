import { afterEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { createBell } from '../../src/pipeline/bell.ts';
import { ingestBatch } from '../../src/pipeline/ingest.ts';
import { latchSlotName } from '../../src/pipeline/latch.ts';
import { createSinkLoop } from '../../src/pipeline/sink-loop.ts';
import { seededRandom } from '../../src/platform/random.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';
import { RecordingSink } from '../support/recording-sink.ts';

const HOUR_MS = 3_600_000;
const failure = (kind: FailureKind) =>
  new BridgeFailure(`nightscout.${kind}`, kind, 'It failed: wait.');
const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort(new Error('test over'))));

async function rig(sink: Sink = new RecordingSink({ batchSize: 10 })) {
  const journal = new MemoryJournal();
  await journal.open();
  const clock = new FakeClock(T0);
  const bell = createBell();
  const events: BridgeEvent[] = [];
  const stop = new AbortController();
  stops.push(stop);
  const parts = {
    account: 'default',
    journal,
    state: journal,
    clock,
    random: seededRandom(1),
    emit: (e: BridgeEvent) => events.push(e),
    bell,
  };
  return {
    journal,
    clock,
    events,
    stop,
    parts,
    loop: createSinkLoop({ ...parts, sink }),
    told: (type: BridgeEvent['type']) => events.filter((event) => event.type === type),
    /** Puts readings into the journal as a source’s loop does. */
    record: async (...ks: number[]) => {
      const batch = batchOf(...ks.map((k) => seen(T0 + k * PERIOD_MS, 100 + k)));
      await ingestBatch(
        { journal, account: 'default', toleranceMs: 150_000 },
        batch,
        epochMs(T0 + 1e9),
      );
      bell.ring();
    },
  };
}

const range = (n: number) => [...Array(n).keys()];

describe('delivering', () => {
  test('the newest readings do not wait behind a backlog, and are met again in their turn', async () => {
    const sink = new RecordingSink({ batchSize: 10 });
    const { loop, record, clock, stop, told } = await rig(sink);
    await record(...range(45));
    await clock.advance(44 * PERIOD_MS);
    const running = loop.run(stop.signal);
    await settle();
    const positions = sink.batches.map((batch) => batch.map(({ position }) => position));
    expect(positions[0]).toEqual(range(10).map((i) => 36 + i));
    expect(positions[2]).toEqual([33, 34, 35]);
    const inTurn = positions.filter((_, index) => index !== 0 && index !== 2);
    expect(inTurn.flat()).toEqual(range(45).map((i) => i + 1));
    expect(sink.rows.size).toBe(45);
    expect(told('sink.delivered')).toHaveLength(positions.length);
    expect(clock.now()).toBe(T0 + 44 * PERIOD_MS);
    stop.abort(new Error('stop'));
    await running;
  });

  test('readings that come while a backlog is delivered go before the rest of it', async () => {
    const sink = new RecordingSink({ batchSize: 10 });
    const { loop, record, clock, stop } = await rig(sink);
    await record(...range(40));
    await clock.advance(500 * PERIOD_MS);
    const write = sink.write.bind(sink);
    sink.write = async (batch, signal) => {
      if (sink.batches.length === 1) await record(499);
      return write(batch, signal);
    };
    const running = loop.run(stop.signal);
    await settle();
    const sizes = sink.batches.map((batch) => batch.length);
    expect(sizes).toEqual([10, 10, 1, 10, 10, 1]);
    expect(sink.batches[2]?.[0]?.record.systemTime).toBe(T0 + 499 * PERIOD_MS);
    stop.abort(new Error('stop'));
    await running;
  });

  test('a newest reading that is refused when it comes alone does not hold up the backlog', async () => {
    const sink = new RecordingSink({ batchSize: 10 });
    const { loop, record, clock, stop } = await rig(sink);
    await record(...range(40));
    await record(500);
    await clock.advance(500 * PERIOD_MS);
    const write = sink.write.bind(sink);
    sink.write = async (batch, signal) => {
      if (batch.length === 1 && sink.rows.size < 40) throw failure('transient');
      return write(batch, signal);
    };
    const running = loop.run(stop.signal);
    await clock.advance(HOUR_MS);
    expect(sink.rows.size).toBe(41);
    stop.abort(new Error('stop'));
    await running;
  });

  test('everything once, in order, in batches, and each new reading as it comes', async () => {
    const sink = new RecordingSink({ batchSize: 10 });
    const { loop, stop, record } = await rig(sink);
    await record(...range(25));
    const running = loop.run(stop.signal);
    await settle();
    expect(sink.batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
    await record(25);
    await settle();
    expect(sink.rows.size).toBe(26);
    expect(sink.batches.flat().map(({ position }) => position)).toEqual(
      range(26).map((i) => i + 1),
    );
    stop.abort(new Error('stop'));
    await running;
    expect(sink.closed).toBe(sink.opened);
  });

  test('an hour of outage: everything arrives once after, and the site is not hammered', async () => {
    const sink = new RecordingSink({ batchSize: 100 });
    const { loop, stop, clock, record } = await rig(sink);
    sink.failAlways(failure('transient'));
    void loop.run(stop.signal);
    for (const k of range(12)) {
      await record(k);
      await clock.advance(PERIOD_MS);
    }
    expect(sink.rows.size).toBe(0);
    expect(sink.batches.length).toBeLessThan(30);
    sink.failAlways(undefined);
    sink.batches.length = 0;
    await clock.advance(6 * 60_000);
    expect(sink.rows.size).toBe(12);
    expect(sink.batches.flat()).toHaveLength(12);
  });

  test('a dead sink does not keep readings from the other', async () => {
    const dead = new RecordingSink({ name: 'dead' });
    const alive = new RecordingSink({ name: 'alive' });
    const { loop, parts, stop, clock, record } = await rig(dead);
    dead.stall();
    void loop.run(stop.signal);
    void createSinkLoop({ ...parts, sink: alive }).run(stop.signal);
    await record(0, 1);
    await clock.advance(HOUR_MS);
    expect(alive.rows.size).toBe(2);
    expect(dead.rows.size).toBe(0);
  });

  test('a refused record is told and passed; its neighbours are delivered', async () => {
    const sink = new RecordingSink();
    const { loop, stop, journal, record, told } = await rig(sink);
    sink.refuse(T0 + PERIOD_MS);
    await record(0, 1, 2);
    void loop.run(stop.signal);
    await settle();
    expect(sink.rows.size).toBe(2);
    expect(told('sink.refused')).toHaveLength(1);
    expect((await journal.summary('default')).refused).toBe(1);
    expect(await journal.cursor('default', 'recording')).toBe(3);
  });

  test('a receipt that says nothing of a record does not move the cursor', async () => {
    const sink = new RecordingSink();
    const forgetful: Sink = {
      name: 'forgetful',
      kinds: sink.kinds,
      batchSize: 10,
      destination: 'nowhere',
      credentialsFingerprint: 'x',
      open: () => sink.open(),
      close: () => sink.close(),
      probe: () => sink.probe(),
      async write(batch, signal) {
        const receipt = await sink.write(batch, signal);
        return { ...receipt, settled: receipt.settled.slice(1) };
      },
    };
    const { loop, stop, journal, record, told } = await rig(forgetful);
    await record(0, 1, 2);
    void loop.run(stop.signal);
    await settle();
    expect(await journal.cursor('default', 'forgetful')).toBe(0);
    expect(told('sink.failed')).toMatchObject([
      { failure: { code: 'sink.incomplete', kind: 'transient' } },
    ]);
  });
});

describe('another place', () => {
  test('gets the whole journal, and the first place is not asked again', async () => {
    const first = new RecordingSink();
    const { parts, loop, stop, record, told } = await rig(first);
    await record(0, 1, 2);
    await loop.once(stop.signal);
    const second = new RecordingSink();
    second.destination = 'elsewhere';
    await createSinkLoop({ ...parts, sink: second }).once(stop.signal);
    expect(second.rows.size).toBe(3);
    expect(first.batches).toHaveLength(1);
    expect(told('sink.moved')).toMatchObject([{ destination: 'elsewhere' }]);
    await createSinkLoop({ ...parts, sink: second }).once(stop.signal);
    expect(second.batches).toHaveLength(1);
  });
});

describe('a refused secret', () => {
  test('is sent once and then latched until someone opens it', async () => {
    const sink = new RecordingSink();
    const { loop, stop, clock, journal, record, told } = await rig(sink);
    sink.failNext(failure('credentials'));
    await record(0);
    void loop.run(stop.signal);
    await clock.advance(10 * HOUR_MS);
    expect(sink.batches).toHaveLength(1);
    expect(told('sink.latched')).toHaveLength(1);
    await journal.slot('default', latchSlotName('sink', 'recording')).clear();
    await clock.advance(4_000);
    expect(sink.rows.size).toBe(1);
  });

  test('once: latched, and nothing sent the second time', async () => {
    const sink = new RecordingSink();
    const { loop, stop, record } = await rig(sink);
    sink.failNext(failure('credentials'));
    await record(0);
    expect((await loop.once(stop.signal)).outcome).toBe('latched');
    expect((await loop.once(stop.signal)).outcome).toBe('latched');
    expect(sink.batches).toHaveLength(1);
  });
});

test('once: an outage is a failure, told with its code', async () => {
  const sink = new RecordingSink();
  const { loop, stop, record } = await rig(sink);
  sink.failNext(failure('transient'));
  await record(0);
  expect(await loop.once(stop.signal)).toMatchObject({
    outcome: 'failed',
    failure: { code: 'nightscout.transient' },
  });
  expect((await loop.once(stop.signal)).outcome).toBe('ok');
  expect(sink.rows.size).toBe(1);
});
