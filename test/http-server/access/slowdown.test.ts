import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createReaderAccess } from '../../../src/http-server/access/index.ts';
import { createSlowdown, type Cost } from '../../../src/http-server/access/slowdown.ts';
import { Secret } from '../../../src/platform/secret.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const MINUTE_MS = 60_000;

/** How long one try takes, in ms. */
async function timeOf(clock: FakeClock, hold: Promise<Cost>): Promise<number> {
  const start = clock.now();
  let end: number | undefined;
  void hold.then(() => (end = clock.now()));
  await clock.advance(10_000);
  return (end ?? Infinity) - start;
}

describe('createSlowdown', () => {
  test('grows with wrong tries, to 2 s at most, for that client only', async () => {
    const clock = new FakeClock();
    const slowdown = createSlowdown(clock);
    const times: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      times.push(await timeOf(clock, slowdown.hold('a', [])));
    }
    expect(times).toEqual([250, 500, 1_000, 2_000, 2_000, 2_000, 2_000, 2_000]);
    expect(await timeOf(clock, slowdown.hold('b', []))).toBe(250);
  });

  test('forgives one try a minute', async () => {
    const clock = new FakeClock();
    const slowdown = createSlowdown(clock);
    for (let round = 0; round < 4; round += 1) await timeOf(clock, slowdown.hold('a', []));
    await clock.advance(2 * MINUTE_MS);
    expect(await timeOf(clock, slowdown.hold('a', []))).toBe(1_000);
    await clock.advance(60 * MINUTE_MS);
    expect(await timeOf(clock, slowdown.hold('a', []))).toBe(250);
  });

  test('tries at once wait side by side; beyond four a client is answered at once', async () => {
    const clock = new FakeClock();
    const slowdown = createSlowdown(clock);
    const start = clock.now();
    const ends: number[] = [];
    const costs = Array.from({ length: 10 }, () => slowdown.hold('a', []));
    for (const cost of costs) void cost.then(() => ends.push(clock.now() - start));
    await settle();
    expect(ends).toHaveLength(6);
    await clock.advance(5_000);
    expect(ends.filter((end) => end > 0)).toEqual([250, 500, 1_000, 2_000]);
    expect((await Promise.all(costs)).slice(4)).toEqual(
      Array.from({ length: 6 }, () => ({ kind: 'crowded', waitMs: 2_000 })),
    );
    expect(await timeOf(clock, slowdown.hold('a', []))).toBe(2_000);
  });

  test('many addresses hold up no more than forty at once, and are remembered up to a thousand', async () => {
    const clock = new FakeClock();
    const slowdown = createSlowdown(clock);
    const costs = Array.from({ length: 5_000 }, (_none, n) => slowdown.hold(`client ${n}`, []));
    await settle();
    expect(clock.sleeping).toBe(40);
    expect(slowdown.remembered).toBe(1_000);
    await clock.advance(5_000);
    expect((await Promise.all(costs)).filter(({ kind }) => kind === 'held')).toHaveLength(40);
    expect(clock.sleeping).toBe(0);
  });

  test('the one that went on trying is remembered, not the one that tried first', async () => {
    const clock = new FakeClock();
    const slowdown = createSlowdown(clock);
    for (let round = 0; round < 5; round += 1) await timeOf(clock, slowdown.hold('a', []));
    for (let n = 0; n < 999; n += 1) void slowdown.hold(`x${n}`, []);
    await clock.advance(5_000);
    expect(await timeOf(clock, slowdown.hold('a', []))).toBe(2_000);
    for (let n = 0; n < 1_000; n += 1) void slowdown.hold(`y${n}`, []);
    await clock.advance(5_000);
    expect(await timeOf(clock, slowdown.hold('a', []))).toBe(250);
  });

  test('ends with any of its signals, and keeps nothing of them', async () => {
    const clock = new FakeClock();
    const slowdown = createSlowdown(clock);
    const [request, stopping] = [new AbortController(), new AbortController()];
    for (const controller of [request, stopping]) {
      const held = slowdown.hold('a', [request.signal, stopping.signal]);
      await settle();
      controller.abort();
      expect(await held).toEqual({ kind: 'held' });
      expect(clock.sleeping).toBe(0);
    }
    expect(await slowdown.hold('a', [stopping.signal])).toEqual({ kind: 'held' });
  });

  test('a clock that was set back punishes nobody for ever', async () => {
    const clock = new FakeClock();
    const slowdown = createSlowdown(clock);
    await timeOf(clock, slowdown.hold('a', []));
    await clock.advance(-60 * MINUTE_MS);
    expect(await timeOf(clock, slowdown.hold('a', []))).toBe(500);
  });
});

describe('createReaderAccess slows only who is wrong', () => {
  const wrong = () => new Request('http://127.0.0.1/?token=wrong');
  const right = () => new Request('http://127.0.0.1/?token=a-long-secret');

  test('a right secret is served while its address waits for a crowd of wrong ones', async () => {
    const clock = new FakeClock();
    const access = createReaderAccess({
      secret: new Secret('a-long-secret'),
      isRequired: true,
      clock,
    });
    const answers = Array.from({ length: 50 }, () => access.admit(wrong(), '192.0.2.1'));
    expect(await access.admit(right(), '192.0.2.1')).toEqual({ kind: 'known' });
    expect(await access.exchange('a-long-secret', '192.0.2.1')).toHaveProperty('token');
    await clock.advance(5_000);
    const statuses = (await Promise.all(answers)).map((one) => ('status' in one ? one.status : 0));
    expect(statuses.filter((status) => status === 401)).toHaveLength(4);
    expect(statuses.filter((status) => status === 429)).toHaveLength(46);
    expect((await Promise.all(answers)).at(-1)).toEqual({
      kind: 'refused',
      status: 429,
      retryAfterSeconds: 2,
      message: expect.stringContaining('try again in 2 s'),
    });
  });

  test('an exchange that stands waiting ends when the program stops', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const secret = new Secret('a-long-secret');
    const access = createReaderAccess({ secret, isRequired: true, clock, stopping: stop.signal });
    const answer = access.exchange('wrong', undefined);
    await settle();
    expect(clock.sleeping).toBe(1);
    stop.abort();
    expect(await answer).toMatchObject({ status: 401 });
  });
});

test('credentials are compared sealed, all of them, in constant time', () => {
  const read = (path: string) =>
    readFileSync(new URL(`../../../src/${path}`, import.meta.url), 'utf8');
  const judge = read('http-server/access/credential-judge.ts');
  expect(judge.match(/isSameSecret\((exact|anyCase), \w+\)/g)).toHaveLength(3);
  expect(judge).not.toMatch(/(exact|anyCase|plain|sha1|sha512|reveal\(\)) ?[!=]==/);
  expect(read('platform/strong-random.ts')).toContain('timingSafeEqual(a, b)');
});
