import { afterEach, expect, test } from '@jest/globals';
import { BridgeFailure, type FailureKind } from '../../src/domain/failure.ts';
import { epochMs, HOUR_MS } from '../../src/domain/instant.ts';
import { drainSinks, type DrainProgress } from '../../src/pipeline/backfill-drain.ts';
import { ingestBatch } from '../../src/pipeline/ingest.ts';
import { readLatch } from '../../src/pipeline/latch.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';
import { RecordingSink } from '../support/recording-sink.ts';

const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort(new Error('test over'))));
const failure = (kind: FailureKind) => new BridgeFailure(`nightscout.${kind}`, kind, 'It failed.');

async function rig(readings = 25) {
  const journal = new MemoryJournal();
  await journal.open();
  const clock = new FakeClock(T0 + 1e9);
  const batch = batchOf(...Array.from({ length: readings }, (_, k) => seen(T0 + k * PERIOD_MS)));
  await ingestBatch(
    { journal, account: 'default', toleranceMs: 150_000 },
    batch,
    epochMs(T0 + 1e9),
  );
  const progress: DrainProgress[] = [];
  const stop = new AbortController();
  stops.push(stop);
  return {
    journal,
    progress,
    stop,
    drain: async (...sinks: RecordingSink[]) => {
      const running = drainSinks(
        {
          account: 'default',
          sinks,
          journal,
          state: journal,
          clock,
          random: seededRandom(1),
          emit: () => undefined,
          progress: (one) => void progress.push(one),
        },
        stop.signal,
      );
      running.catch(() => undefined);
      await clock.advance(HOUR_MS);
      return running;
    },
  };
}

test('every sink gets everything, and says how far it is', async () => {
  const { drain, progress } = await rig();
  const [one, two] = [
    new RecordingSink({ name: 'one', batchSize: 10 }),
    new RecordingSink({ name: 'two', batchSize: 100 }),
  ];
  expect(await drain(one, two)).toEqual([
    { name: 'one', outcome: 'ok' },
    { name: 'two', outcome: 'ok' },
  ]);
  expect([one.rows.size, two.rows.size]).toEqual([25, 25]);
  expect(progress.filter(({ sink }) => sink === 'one').map(({ confirmed }) => confirmed)).toEqual([
    10, 20, 25, 25,
  ]);
  for (const { total } of progress) expect(total).toBe(25);
  expect([one.opened - one.closed, two.opened - two.closed]).toEqual([0, 0]);
  expect(await drain(one)).toMatchObject([{ outcome: 'ok' }]);
  expect(one.batches.flat()).toHaveLength(25);
});

test('an outage is waited out; one that stays ends it, and the other sink is complete', async () => {
  const { drain } = await rig();
  const shaky = new RecordingSink({ name: 'shaky', batchSize: 10 });
  const dead = new RecordingSink({ name: 'dead' });
  shaky.failNext(failure('transient'), failure('transient'));
  dead.failAlways(failure('transient'));
  expect(await drain(shaky, dead)).toMatchObject([
    { name: 'shaky', outcome: 'ok' },
    { name: 'dead', outcome: 'failed', failure: { code: 'nightscout.transient' } },
  ]);
  expect(shaky.rows.size).toBe(25);
  expect(dead.batches).toHaveLength(4);
});

test('a refused secret is sent once and latched', async () => {
  const { drain, journal } = await rig();
  const sink = new RecordingSink();
  sink.failAlways(failure('credentials'));
  for (let time = 0; time < 2; time += 1) {
    expect(await drain(sink)).toMatchObject([{ outcome: 'latched' }]);
  }
  expect(sink.batches).toHaveLength(1);
  expect(await readLatch(journal.slot('default', 'latch:sink:recording'))).toBeDefined();
});

test('a stop ends it at once', async () => {
  const { drain, stop } = await rig();
  const sink = new RecordingSink();
  sink.stall();
  const running = drain(sink);
  stop.abort(new Error('Ctrl-C'));
  await expect(running).rejects.toBe(stop.signal.reason);
  expect(sink.opened).toBe(sink.closed);
});
