import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { makeReading } from '../support/make-reading.ts';
import { MemorySlot } from '../support/memory-slot.ts';
import { MINUTE, startNotifier } from './notifier-rig.ts';

const LATE = [{ name: 'anna', sources: ['web-api'], sinks: ['mongodb'] }];
const away = new BridgeFailure('http.unreachable', 'transient', 'The store is away.');

describe('readings that stop', () => {
  test('are told once, and once that they come again', async () => {
    const rig = startNotifier();
    await rig.readingsFor(30);
    expect(rig.types()).toEqual([]);
    for (let minute = 0; minute < 120; minute += 5) {
      rig.tell.polled();
      await rig.pass(5);
    }
    expect(rig.types()).toEqual(['data.stopped']);
    expect(rig.got[0]?.minute).toBeCloseTo(25 + 30, 0);
    expect(rig.got[0]?.title).toBe('No new reading for 30 minutes');
    expect(rig.got[0]?.message).toMatch(
      /^Dexcom answers, but has nothing newer\. Check on the phone/,
    );
    expect(rig.got[0]?.message).toContain('use a meter');
    await rig.readingsFor(60);
    expect(rig.types()).toEqual(['data.stopped', 'data.again']);
    expect(rig.got[1]?.message).toMatch(/^There was none for 2 hours 5 minutes;/);
    await rig.stop();
  });

  test('29 minutes are no news', async () => {
    const rig = startNotifier();
    rig.tell.reading();
    await rig.pass(29.9);
    rig.tell.reading();
    await rig.pass(29.9);
    expect(rig.types()).toEqual([]);
    await rig.stop();
  });

  test('readings at the very limit are not told as stopped and well by turns', async () => {
    const rig = startNotifier();
    for (let minute = 0; minute < 300; minute += 5) {
      rig.tell.reading(28);
      await rig.pass(5);
    }
    expect(rig.types()).toEqual(['data.stopped']);
    await rig.stop();
  });

  test('an account that never had one is told of too', async () => {
    const rig = startNotifier();
    rig.tell.polled();
    await rig.pass(29);
    expect(rig.types()).toEqual([]);
    await rig.pass(2);
    expect(rig.got[0]?.title).toBe('No reading has arrived yet');
    rig.tell.reading();
    await rig.pass(1);
    expect(rig.types()).toEqual(['data.stopped', 'data.again']);
    await rig.stop();
  });

  test('the cause is in it: Dexcom ill, or a login that was refused', async () => {
    const ill = startNotifier();
    ill.tell.reading();
    for (let minute = 0; minute < 31; minute++) {
      ill.tell.sourceFailed();
      await ill.pass(1);
    }
    expect(ill.got[0]?.message).toMatch(/^Dexcom cannot be read: Dexcom is ill\. /);
    expect(ill.got[0]?.code).toBe('share.unavailable');
    await ill.stop();

    const latched = startNotifier();
    latched.tell.reading();
    latched.tell.sourceLatched();
    await latched.pass(31);
    expect(latched.types()).toEqual(['source.latched', 'data.stopped']);
    expect(latched.got[1]?.message).toContain('Dexcom refused the login.');
    expect(latched.got[1]?.message).toContain('nightscout-dexcom-bridge unlock source');
    await latched.stop();
  });

  test('the Web API alone is hours late by design', async () => {
    const rig = startNotifier({ accounts: LATE });
    const sync = () =>
      rig.note({
        type: 'history.synced',
        account: 'anna',
        source: 'web-api',
        windows: 1,
        added: 0,
        changed: 0,
      });
    for (let minute = 0; minute < 600; minute += 15) {
      rig.tell.reading(190, 100, 'anna', 'web-api');
      sync();
      await rig.pass(15);
    }
    expect(rig.types()).toEqual([]);
    for (let minute = 0; minute < 120; minute += 15) {
      sync();
      await rig.pass(15);
    }
    expect(rig.types()).toEqual(['data.stopped']);
    expect(rig.got[0]?.title).toBe('No new reading for 4 hours 30 minutes (anna)');
    expect(rig.got[0]?.message).toContain('hours late by design');
    rig.tell.reading(180, 100, 'anna', 'web-api');
    await rig.pass(1);
    expect(rig.types()).toEqual(['data.stopped', 'data.again']);
    await rig.stop();
  });
});

describe('right after a start', () => {
  const old = async () => makeReading(-180);

  test('an old reading in the journal is no news before Dexcom had a chance to answer', async () => {
    const rig = startNotifier({ newest: old });
    await rig.pass(2.5);
    expect(rig.types()).toEqual([]);
    rig.tell.reading();
    await rig.pass(20);
    expect(rig.types()).toEqual([]);
    await rig.stop();
  });

  test('it is when Dexcom has answered with nothing newer', async () => {
    const rig = startNotifier({ newest: old });
    rig.tell.polled();
    await rig.pass(0.5);
    expect(rig.got[0]?.title).toBe('No new reading for 3 hours');
    await rig.stop();
  });

  test('and when it has not answered for minutes', async () => {
    const rig = startNotifier({ newest: old });
    await rig.pass(4);
    expect(rig.types()).toEqual(['data.stopped']);
    expect(rig.got[0]?.message).toContain('no answer from Dexcom yet');
    await rig.stop();
  });

  test('a machine that slept gives its sources time again', async () => {
    const clock = new FakeClock();
    // What `sleep` waited for is over long before anybody looks.
    const rig = startNotifier({ clock });
    rig.tell.reading();
    await rig.pass(1);
    const sleepThrough = () => {
      Object.defineProperty(clock, 'now', {
        value: () => epochMs(FakeClock.prototype.now.call(clock) + 120 * MINUTE),
      });
    };
    sleepThrough();
    await rig.pass(2);
    expect(rig.types()).toEqual([]);
    rig.tell.reading();
    await rig.pass(2);
    expect(rig.types()).toEqual([]);
    await rig.stop();
  });

  test('a journal or a store that cannot be read is waited for', async () => {
    const slot = new MemorySlot();
    let isAway = true;
    slot.before = () => {
      if (isAway) throw away;
    };
    const rig = startNotifier({ slot, newest: old });
    rig.tell.polled();
    await rig.pass(5);
    expect(rig.types()).toEqual([]);
    isAway = false;
    await rig.pass(1);
    expect(rig.types()).toEqual(['data.stopped']);
    await rig.stop();
  });

  test('but not for ever', async () => {
    const slot = new MemorySlot();
    slot.before = () => {
      throw away;
    };
    const rig = startNotifier({ slot, newest: old });
    rig.tell.polled();
    await rig.pass(11);
    expect(rig.types()).toEqual(['data.stopped']);
    await rig.pass(60);
    expect(rig.types()).toEqual(['data.stopped']);
    await rig.stop();
  });
});
