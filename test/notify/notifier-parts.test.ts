import { describe, expect, test } from '@jest/globals';
import { startNotifier } from './notifier-rig.ts';

describe('a latch', () => {
  test('is told at once, with what to do; and when it works again', async () => {
    const rig = startNotifier({ accounts: [{ name: 'anna', sources: ['share'], sinks: [] }] });
    rig.tell.reading(0, 100, 'anna');
    rig.tell.sourceLatched();
    await rig.pass(0.5);
    expect(rig.got[0]).toMatchObject({
      type: 'source.latched',
      account: 'anna',
      part: 'share',
      code: 'share.login_refused',
      title: 'Dexcom Share is not read until you act (anna)',
      message:
        'Dexcom refused the login. Then: nightscout-dexcom-bridge unlock anna source (a changed credential opens it by itself).',
    });
    rig.tell.sourceOpened();
    rig.tell.reading(0, 100, 'anna');
    await rig.pass(0.5);
    expect(rig.got[1]).toMatchObject({
      type: 'source.opened',
      title: 'Dexcom Share is read again (anna)',
    });
    await rig.stop();
  });

  test('opened and refused again is the same news', async () => {
    const rig = startNotifier();
    rig.tell.reading();
    rig.tell.sinkLatched();
    await rig.pass(1);
    for (let tries = 0; tries < 3; tries++) {
      rig.tell.sinkOpened();
      await rig.pass(1);
      rig.tell.sinkLatched();
      await rig.pass(1);
    }
    expect(rig.types()).toEqual(['sink.latched']);
    expect(rig.got[0]?.title).toBe('Nothing is sent to the Nightscout site until you act');
    await rig.stop();
  });

  test('refused for another reason is other news', async () => {
    const rig = startNotifier();
    rig.tell.reading();
    rig.tell.sourceLatched('share.login_refused');
    await rig.pass(1);
    rig.tell.sourceOpened();
    rig.tell.sourceLatched('share.account_locked');
    await rig.pass(1);
    expect(rig.got.map(({ code }) => code)).toEqual([
      'share.login_refused',
      'share.account_locked',
    ]);
    await rig.stop();
  });

  test('opened, with nothing to try it on: told after a while, without a promise', async () => {
    const rig = startNotifier();
    await rig.readingsFor(5);
    rig.tell.sinkLatched();
    await rig.readingsFor(5);
    rig.tell.sinkOpened();
    await rig.pass(4.5);
    expect(rig.types()).toEqual(['sink.latched']);
    await rig.pass(1);
    expect(rig.types()).toEqual(['sink.latched', 'sink.opened']);
    expect(rig.got[1]?.title).toBe('The Nightscout site is tried again');
    await rig.stop();
  });

  test('one that wants a permission names authorize', async () => {
    const rig = startNotifier({ accounts: [{ name: 'default', sources: ['web-api'], sinks: [] }] });
    rig.tell.sourceLatched('web-api.grant_dead', 'web-api');
    await rig.pass(1);
    expect(rig.got[0]?.message).toContain('nightscout-dexcom-bridge authorize');
    await rig.stop();
  });
});

describe('a sink', () => {
  test('that fails for some minutes is nothing', async () => {
    const rig = startNotifier();
    for (let minute = 0; minute < 14; minute++) {
      rig.tell.sinkFailed();
      if (minute % 5 === 0) rig.tell.reading();
      await rig.pass(1);
    }
    rig.tell.delivered();
    await rig.readingsFor(60);
    expect(rig.types()).toEqual([]);
    await rig.stop();
  });

  test('that goes on failing is told once, and when it takes data again', async () => {
    const rig = startNotifier();
    for (let minute = 0; minute < 90; minute++) {
      rig.tell.sinkFailed();
      if (minute % 5 === 0) rig.tell.reading();
      await rig.pass(1);
    }
    expect(rig.types()).toEqual(['sink.stuck']);
    expect(rig.got[0]).toMatchObject({
      title: 'The Nightscout site has taken nothing for 15 minutes',
      code: 'nightscout.away',
    });
    expect(rig.got[0]?.message).toContain('The site is away. Nothing is lost');
    rig.tell.delivered();
    await rig.readingsFor(5);
    expect(rig.types()).toEqual(['sink.stuck', 'sink.again']);
    expect(rig.got[1]?.title).toBe('The Nightscout site is written again');
    await rig.stop();
  });

  test('whose last failure was long ago had nothing to deliver since', async () => {
    const rig = startNotifier();
    rig.tell.sinkFailed(1);
    await rig.readingsFor(120);
    expect(rig.types()).toEqual([]);
    await rig.stop();
  });

  test('that asked for an hour of patience is stuck all the same', async () => {
    const rig = startNotifier();
    rig.tell.sinkFailed(60);
    await rig.readingsFor(20);
    expect(rig.types()).toEqual(['sink.stuck']);
    await rig.stop();
  });
});
