import { expect, test } from '@jest/globals';
import { createBell } from '../../src/pipeline/bell.ts';

test('wakes everyone who waits, and a ring before the wait is not missed', async () => {
  const bell = createBell();
  const { signal } = new AbortController();
  const heard = bell.rings;
  const waits = Promise.all([bell.wait(heard, signal), bell.wait(heard, signal)]);
  bell.ring();
  await waits;
  await bell.wait(heard, signal);
  expect(bell.rings).toBe(1);
});

test('a wait ends with the signal', async () => {
  const bell = createBell();
  const stop = new AbortController();
  const wait = bell.wait(bell.rings, stop.signal);
  stop.abort(new Error('stop'));
  await expect(wait).rejects.toThrow('stop');
  await expect(bell.wait(bell.rings, stop.signal)).rejects.toThrow('stop');
});
