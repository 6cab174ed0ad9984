import { describe, expect, test } from '@jest/globals';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from '../../src/domain/instant.ts';
import { failure, readyRig as rig, SINK } from '../support/ready-rig.ts';

describe('a sink', () => {
  function fresh() {
    const made = rig();
    made.answered(made.clock.now());
    /** Lets time pass with a reading every five minutes. */
    const pass = async (ms: number) => {
      await made.clock.advance(ms);
      made.answered(made.clock.now());
    };
    return { ...made, pass };
  }

  test('is stuck when a record has waited for a quarter of an hour and it fails', async () => {
    const { clock, sink, sinkFails, pass, ask } = fresh();
    sink.pending = 3;
    sink.pendingSince = clock.now();
    sinkFails('http.unreachable');
    await pass(15 * MINUTE_MS);
    expect((await ask()).status).toBe(200);
    await pass(1_000);
    expect((await ask()).reasons).toMatchObject([
      {
        part: `sink ${SINK}`,
        state: 'stuck',
        code: 'http.unreachable',
        forSeconds: 901,
        remedy: expect.stringContaining('journal'),
      },
    ]);
  });

  test('is stuck at once where it fails and records have waited since before the start', async () => {
    const { clock, sink, sinkFails, ask } = fresh();
    sink.pendingSince = epochMs(clock.now() - 3 * HOUR_MS);
    sinkFails('nightscout.unavailable');
    expect((await ask()).reasons).toMatchObject([{ state: 'stuck' }]);
  });

  test('is not stuck while an old backlog shrinks, even when it fails once in between', async () => {
    const { clock, sink, delivered, sinkFails, pass, ask } = fresh();
    sink.pendingSince = epochMs(clock.now() - 30 * DAY_MS);
    await pass(10 * MINUTE_MS);
    delivered();
    sink.cursorSince = clock.now();
    await pass(10 * MINUTE_MS);
    expect((await ask()).status).toBe(200);
    sinkFails('http.timeout');
    expect((await ask()).status).toBe(200);
    await pass(6 * MINUTE_MS);
    expect((await ask()).reasons).toMatchObject([{ state: 'stuck', code: 'http.timeout' }]);
  });

  test('is stuck where its cursor stands still though newer readings go ahead of it', async () => {
    const { clock, sink, delivered, pass, ask } = fresh();
    sink.pendingSince = epochMs(clock.now() - HOUR_MS);
    for (let times = 0; times < 3; times += 1) {
      await pass(5 * MINUTE_MS);
      delivered();
      expect((await ask()).status).toBe(200);
    }
    await pass(1_000);
    expect((await ask()).reasons).toMatchObject([{ state: 'stuck', forSeconds: 901 }]);
  });

  test('that has nothing to do is well, however long ago it did something', async () => {
    const { clock, delivered, pass, ask } = fresh();
    delivered();
    for (let hours = 0; hours < 5; hours += 1) await pass(HOUR_MS);
    expect(clock.now()).toBeGreaterThan(0);
    expect((await ask()).status).toBe(200);
  });

  test('that is latched is not ready', async () => {
    const { board, ask } = fresh();
    board.note({
      type: 'sink.latched',
      account: 'anna',
      sink: SINK,
      failure: failure('nightscout.unauthorised', 'credentials'),
    });
    expect((await ask()).reasons).toMatchObject([
      {
        part: `sink ${SINK}`,
        state: 'latched',
        code: 'nightscout.unauthorised',
        remedy: expect.stringContaining('unlock anna sink'),
      },
    ]);
  });
});
