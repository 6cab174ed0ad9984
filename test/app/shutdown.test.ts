import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { STOP_DEADLINE_MS, URGENT_DEADLINE_MS, watchForStop } from '../../src/app/shutdown.ts';
import type { BridgeFailure } from '../../src/domain/failure.ts';
import { createUrgentWork } from '../../src/platform/urgent-work.ts';
import { FakeClock } from '../support/fake-clock.ts';

function rig() {
  const process = Object.assign(new EventEmitter(), {
    exits: [] as number[],
    exit(code: number) {
      process.exits.push(code);
    },
  });
  const clock = new FakeClock();
  const stops: string[] = [];
  const crashes: BridgeFailure[] = [];
  const urgent = createUrgentWork();
  const shutdown = watchForStop({
    process,
    clock,
    urgent,
    onStop: (signal) => stops.push(signal),
    onCrash: (failure) => crashes.push(failure),
  });
  return { process, clock, stops, crashes, shutdown, urgent };
}

describe('watchForStop', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])(
    '%s aborts once, and ends nothing by itself',
    (name) => {
      const { process, stops, shutdown } = rig();
      expect(shutdown.signal.aborted).toBe(false);
      process.emit(name);
      expect(shutdown.signal.aborted).toBe(true);
      expect(stops).toEqual([name]);
      expect(process.exits).toEqual([]);
    },
  );

  test('what has not ended within the deadline, less than 5 s, is cut off', async () => {
    const { process, clock } = rig();
    expect(STOP_DEADLINE_MS).toBeLessThan(5_000);
    process.emit('SIGTERM');
    await clock.advance(STOP_DEADLINE_MS - 1);
    expect(process.exits).toEqual([]);
    await clock.advance(1);
    expect(process.exits).toEqual([70]);
  });

  test('urgent work gets longer, less than 9 s', async () => {
    const { process, clock, urgent } = rig();
    expect(URGENT_DEADLINE_MS).toBeLessThan(9_000);
    void urgent.run(() => new Promise<void>(() => undefined));
    process.emit('SIGTERM');
    await clock.advance(URGENT_DEADLINE_MS - 1);
    expect(process.exits).toEqual([]);
    await clock.advance(1);
    expect(process.exits).toEqual([70]);
  });

  test('urgent work that has settled is waited for no longer', async () => {
    const { process, clock, urgent } = rig();
    let settle: () => void = () => undefined;
    const work = urgent.run(() => new Promise<void>((resolve) => (settle = resolve)));
    process.emit('SIGTERM');
    await clock.advance(STOP_DEADLINE_MS + 500);
    expect(process.exits).toEqual([]);
    settle();
    await work;
    await clock.advance(500);
    expect(process.exits).toEqual([70]);
  });

  test('what has ended is not cut off, and no listener stays', async () => {
    const { process, clock, shutdown } = rig();
    process.emit('SIGTERM');
    shutdown.dispose();
    await clock.advance(60_000);
    expect(process.exits).toEqual([]);
    expect(process.eventNames()).toEqual([]);
  });

  test('a second signal ends the process at once', () => {
    const { process } = rig();
    process.emit('SIGINT');
    process.emit('SIGTERM');
    expect(process.exits).toEqual([143]);
  });

  test('a stray fault stops the process and is kept; a reader that went away does not', () => {
    const { process, crashes, shutdown } = rig();
    process.emit('uncaughtException', Object.assign(new Error('write'), { code: 'EPIPE' }));
    expect(shutdown.signal.aborted).toBe(false);
    process.emit('unhandledRejection', new TypeError('x is not a function'));
    expect(shutdown.signal.aborted).toBe(true);
    expect(shutdown.crash?.kind).toBe('bug');
    expect(crashes).toEqual([shutdown.crash]);
  });
});
