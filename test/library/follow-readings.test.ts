import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { everyFiveMinutes, MINUTE_MS, PERIOD_MS, START_MS, startFollow } from './follow-rig.ts';

const HOUR_MS = 60 * MINUTE_MS;
/** The newest reading at the start was measured a minute ago; there is a day before it. */
const NEWEST = START_MS - MINUTE_MS;
const day = (ahead = 24) => everyFiveMinutes(NEWEST - 287 * PERIOD_MS, 288 + ahead);
const times = (given: readonly { readonly time: number }[]) => given.map(({ time }) => time);
const transient = () => new BridgeFailure('share.unavailable', 'transient', 'down (HTTP 503)');

describe('where it begins', () => {
  test('with the newest reading, then each new one, soon after it appeared', async () => {
    const rig = startFollow(day());
    await rig.clock.advance(HOUR_MS);
    await rig.stop();
    expect(times(rig.given)).toEqual(
      Array.from({ length: 13 }, (_, index) => NEWEST + index * PERIOD_MS),
    );
    expect(rig.given.every(({ isLate }) => !isLate)).toBe(true);
    expect(rig.given[1]).toMatchObject({ source: 'share', kind: 'reading', trend: 'flat' });
  });

  test('after an instant, with all that Share still holds', async () => {
    const rig = startFollow(day(0), { since: epochMs(NEWEST - HOUR_MS) });
    await rig.clock.advance(0);
    await rig.stop();
    expect(times(rig.given)).toEqual(
      Array.from({ length: 12 }, (_, index) => NEWEST - 55 * MINUTE_MS + index * PERIOD_MS),
    );
  });

  test('after a known reading, whose twin of the watch is no new one', async () => {
    const readings = [...day(0), { time: NEWEST + 9_500, appearsAt: START_MS, glucoseMgdl: 150 }];
    const known = startFollow(readings, { since: epochMs(NEWEST), isSinceKnown: true });
    await known.clock.advance(1_000);
    await known.stop();
    expect(known.given).toEqual([]);
    const instant = startFollow(readings, { since: epochMs(NEWEST) });
    await instant.clock.advance(1_000);
    await instant.stop();
    expect(times(instant.given)).toEqual([NEWEST + 9_500]);
  });

  test('with nothing at all: what appears then is all new', async () => {
    const late = everyFiveMinutes(START_MS - HOUR_MS, 13).map((reading) => ({
      ...reading,
      appearsAt: START_MS + 20 * MINUTE_MS,
    }));
    const rig = startFollow(late);
    await rig.clock.advance(30 * MINUTE_MS);
    await rig.stop();
    expect(times(rig.given)).toEqual(times(late));
    expect(rig.given.some(({ isLate }) => isLate)).toBe(false);
  });
});

describe('what it gives', () => {
  test('a pair of phone and watch once, the first that is met', async () => {
    const pairs = day().flatMap((one) => [
      one,
      { ...one, time: one.time + 9_400, appearsAt: one.appearsAt + 3_000 },
    ]);
    const rig = startFollow(pairs);
    await rig.clock.advance(HOUR_MS);
    await rig.stop();
    expect(times(rig.given)).toEqual(
      Array.from({ length: 13 }, (_, index) => NEWEST + index * PERIOD_MS),
    );
  });

  test('both of a pair where the caller wants them', async () => {
    const pairs = day().flatMap((one) => [one, { ...one, time: one.time + 9_400 }]);
    const rig = startFollow(pairs, { sameWithinMs: 0 });
    await rig.clock.advance(6 * MINUTE_MS);
    await rig.stop();
    expect(times(rig.given).slice(-2)).toEqual([NEWEST + PERIOD_MS, NEWEST + PERIOD_MS + 9_400]);
  });

  const withHole = day().map((one) =>
    [2, 3].some((index) => one.time === NEWEST + index * PERIOD_MS)
      ? { ...one, appearsAt: NEWEST + 5 * PERIOD_MS + 60_000 }
      : one,
  );

  test('late ones when they appear, and says so', async () => {
    const rig = startFollow(withHole);
    await rig.clock.advance(40 * MINUTE_MS);
    await rig.stop();
    const steps = rig.given.map(({ time, isLate }) => [(time - NEWEST) / PERIOD_MS, isLate]);
    expect(steps).toEqual([
      ...[0, 1, 4, 5].map((index) => [index, false]),
      [2, true],
      [3, true],
      ...[6, 7, 8].map((index) => [index, false]),
    ]);
  });

  test('no late ones where the caller wants none', async () => {
    const rig = startFollow(withHole, { skipLate: true });
    await rig.clock.advance(40 * MINUTE_MS);
    await rig.stop();
    expect(rig.given.map(({ time }) => (time - NEWEST) / PERIOD_MS)).toEqual([0, 1, 4, 5, 6, 7, 8]);
  });

  test('no reading of the future, but the word of it, once', async () => {
    const future = { time: START_MS + 3 * HOUR_MS, appearsAt: 0, glucoseMgdl: 222 };
    const rig = startFollow([...day(), future]);
    await rig.clock.advance(20 * MINUTE_MS);
    await rig.stop();
    expect(rig.given.map(({ glucoseMgdl }) => glucoseMgdl)).not.toContain(222);
    expect(rig.skipped).toHaveLength(1);
    expect(rig.skipped[0]?.reason).toMatch(/future/);
  });

  test('readings of now where this machine’s clock is late and Dexcom’s tells', async () => {
    const ahead = day().map((one) => ({
      ...one,
      time: one.time + 20 * MINUTE_MS,
    }));
    const rig = startFollow(ahead, { serverAheadMs: 20 * MINUTE_MS });
    await rig.clock.advance(11 * MINUTE_MS);
    await rig.stop();
    expect(rig.skipped).toEqual([]);
    expect(times(rig.given).slice(0, 2)).toEqual([
      NEWEST + 20 * MINUTE_MS,
      NEWEST + 25 * MINUTE_MS,
    ]);
  });

  test('a record that cannot be read is told once, however often it comes', async () => {
    const entry = { source: 'share', key: 'k', reason: 'Value: …', sample: '{}' } as const;
    const rig = startFollow(day(), { broken: [entry] });
    await rig.clock.advance(HOUR_MS);
    await rig.stop();
    expect(rig.skipped).toEqual([entry]);
  });
});

describe('how it asks', () => {
  test('keeps to its budget once the timing is learned, and never asks twice within 3 s', async () => {
    const samples = Array.from({ length: 60 }, (_, index) => ({
      afterMs: 14_000 + 100 * (index % 20),
      byMs: 22_000 + 100 * (index % 20),
    }));
    const rig = startFollow(day(60), { samples });
    await rig.clock.advance(4 * HOUR_MS);
    await rig.stop();
    expect(rig.given).toHaveLength(49);
    expect(rig.askedAt.length / rig.given.length).toBeLessThanOrEqual(1.6);
    const gaps = rig.askedAt.slice(1).map((at, index) => at - (rig.askedAt[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000);
  });

  test('for the missing minutes only', async () => {
    const rig = startFollow(day());
    await rig.clock.advance(HOUR_MS);
    await rig.stop();
    const spans = rig.windows.map(({ from, to }) => to - from);
    expect(spans[0]).toBe(24 * HOUR_MS);
    expect(Math.max(...spans.slice(1))).toBeLessThan(11 * MINUTE_MS);
  });

  test('after an outage for all that was missed, in order', async () => {
    const rig = startFollow(day(36), {
      before(call, now) {
        if (call > 3 && now < START_MS + 90 * MINUTE_MS) throw transient();
      },
    });
    await rig.clock.advance(2 * HOUR_MS);
    await rig.stop();
    expect(times(rig.given)).toEqual(
      Array.from({ length: 25 }, (_, index) => NEWEST + index * PERIOD_MS),
    );
    expect(rig.given.some(({ isLate }) => isLate)).toBe(false);
    const retries = rig.told.filter(({ what }) => what === 'retrying');
    expect(retries.length).toBeGreaterThan(10);
    expect(retries.length).toBeLessThan(60);
  });

  test('not before the instant that Dexcom named, whoever is in a hurry', async () => {
    const retryAt = epochMs(START_MS + 15 * MINUTE_MS);
    const rig = startFollow(day(), {
      before(call) {
        if (call === 1)
          throw new BridgeFailure('share.throttled', 'throttled', 'slow', { retryAt });
      },
    });
    await rig.clock.advance(MINUTE_MS);
    rig.wait.wake();
    await rig.clock.advance(15 * MINUTE_MS);
    await rig.stop();
    expect(rig.askedAt[1]).toBeGreaterThanOrEqual(retryAt);
    expect(rig.askedAt[1]).toBeLessThan(retryAt + 3_000);
  });

  test('at once when it is woken, though not within 3 s of the last call', async () => {
    const rig = startFollow(day());
    await rig.clock.advance(1_000);
    expect(rig.askedAt).toEqual([START_MS]);
    rig.wait.wake();
    await rig.clock.advance(10_000);
    await rig.stop();
    expect(rig.askedAt[1]).toBe(START_MS + 3_000);
  });
});

describe('how it ends', () => {
  test.each([
    ['a refused login', 'credentials'],
    ['an address without a Share server', 'config'],
  ] as const)('with %s, after one call', async (_, kind) => {
    const failure = new BridgeFailure('share.login_refused', kind, 'no');
    const rig = startFollow(day(), {
      before() {
        throw failure;
      },
    });
    await rig.clock.advance(6 * HOUR_MS);
    expect(rig.fault).toEqual({ over: true, thrown: failure });
    expect(rig.askedAt).toHaveLength(1);
  });

  test('with an abort while it waits, without an error', async () => {
    const rig = startFollow(day());
    await rig.clock.advance(1_000);
    await rig.stop();
    expect(rig.fault).toEqual({ over: true });
    expect(rig.clock.sleeping).toBe(0);
  });

  test('with what a caller’s own function throws', async () => {
    const rig = startFollow(day(), {
      before() {
        throw new TypeError('of the caller');
      },
    });
    await rig.clock.advance(1_000);
    expect(rig.fault.thrown).toEqual(new TypeError('of the caller'));
  });
});
