import { describe, expect, test } from '@jest/globals';
import type { StatusReport } from '../../src/app/read-status.ts';
import { watchStatus } from '../../src/app/watch-status.ts';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';

const busy = new BridgeFailure('journal.busy', 'transient', 'busy');
const wrong = new BridgeFailure('config.invalid', 'config', 'wrong');

/** Reads give these, in turn; the last again and again. */
function rig(...answers: readonly (BridgeFailure | 'report' | 'never')[]) {
  const clock = new FakeClock();
  const stop = new AbortController();
  const told: string[] = [];
  let reads = 0;
  const read = (): Promise<StatusReport> => {
    const answer = answers[Math.min(reads, answers.length - 1)];
    reads += 1;
    if (answer === 'never') return new Promise(() => undefined);
    return answer instanceof BridgeFailure
      ? Promise.reject(answer)
      : Promise.resolve({ notes: [] } as unknown as StatusReport);
  };
  const tell = {
    report: () => void told.push('report'),
    failure: (failure: BridgeFailure) => void told.push(failure.code),
  };
  const watching = watchStatus({ read, clock, everyMs: 3_000, tell }, stop.signal);
  watching.catch(() => undefined);
  return { clock, stop, told, watching, reads: () => reads };
}

describe('watchStatus', () => {
  test('reads every few seconds until it is stopped', async () => {
    const { clock, stop, told, watching } = rig('report');
    await clock.advance(9_000);
    expect(told).toEqual(['report', 'report', 'report', 'report']);
    stop.abort();
    await watching;
    expect(clock.sleeping).toBe(0);
  });

  test('a look that fails is told, and the next one follows', async () => {
    const { clock, stop, told, watching } = rig('report', wrong, busy, 'report');
    await clock.advance(9_000);
    expect(told).toEqual(['report', 'config.invalid', 'journal.busy', 'report']);
    stop.abort();
    await watching;
  });

  test('a first look that fails for good ends it; one that may pass does not', async () => {
    await expect(rig(wrong).watching).rejects.toBe(wrong);
    const { clock, stop, told, watching } = rig(busy, 'report');
    await clock.advance(3_000);
    expect(told).toEqual(['journal.busy', 'report']);
    stop.abort();
    await watching;
  });

  test('a stop waits for no look', async () => {
    const { clock, stop, told, watching } = rig('never');
    await clock.advance(60_000);
    stop.abort();
    await watching;
    expect(told).toEqual([]);
  });

  test('stopped before it began, it looks at nothing', async () => {
    const stop = new AbortController();
    stop.abort();
    const read = () => Promise.reject(wrong);
    const tell = { report: () => undefined, failure: () => undefined };
    await watchStatus({ read, clock: new FakeClock(), everyMs: 1, tell }, stop.signal);
  });
});
