import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { makeReading } from '../support/make-reading.ts';
import { MemorySlot } from '../support/memory-slot.ts';
import { startNotifier } from './notifier-rig.ts';

const away = new BridgeFailure('http.unreachable', 'transient', 'The receiver is away.');

describe('a receiver that is away', () => {
  test('gets what is true when it is back, not what was', async () => {
    const rig = startNotifier();
    rig.receiver.answer = away;
    rig.tell.reading();
    await rig.pass(60);
    await rig.readingsFor(10);
    rig.receiver.answer = 200;
    await rig.readingsFor(60);
    expect(rig.types()).toEqual([]);
    await rig.stop();
  });

  test('gets the trouble that is still there, with the present words', async () => {
    const rig = startNotifier();
    rig.receiver.answer = away;
    rig.tell.reading();
    await rig.pass(90);
    rig.receiver.answer = 200;
    await rig.pass(11);
    expect(rig.types()).toEqual(['data.stopped']);
    expect(rig.got[0]?.title).toMatch(/^No new reading for (9\d|10[01]) minutes$/);
    await rig.stop();
  });

  test('is told of once in the log, and asked at growing distances', async () => {
    const rig = startNotifier();
    rig.receiver.answer = away;
    rig.tell.reading();
    await rig.pass(30 + 24 * 60);
    const failed = rig.log.filter(({ type }) => type === 'notify.failed');
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ failure: { code: 'http.unreachable' } });
    // Every ten minutes at most, half of that at least.
    expect(rig.attempts.length).toBeGreaterThan(24 * 6 - 10);
    expect(rig.attempts.length).toBeLessThan(24 * 12 + 20);
    rig.receiver.answer = 200;
    await rig.pass(11);
    expect(rig.log.map(({ type }) => type)).toEqual(['notify.failed', 'notify.sent']);
    await rig.stop();
  });

  test('one that refuses is asked after hours', async () => {
    const rig = startNotifier();
    rig.receiver.answer = 403;
    rig.tell.reading();
    await rig.pass(30 + 24 * 60);
    expect(rig.attempts.length).toBeLessThanOrEqual(8);
    expect(rig.attempts.length).toBeGreaterThanOrEqual(3);
    expect(rig.log).toMatchObject([{ type: 'notify.failed', failure: { code: 'notify.refused' } }]);
    await rig.stop();
  });
});

describe('what is kept', () => {
  test('a restart says nothing twice, and the next good news all the same', async () => {
    const slot = new MemorySlot();
    const clock = new FakeClock();
    const first = startNotifier({ slot, clock });
    first.tell.reading();
    first.tell.sinkLatched();
    const at = clock.now();
    await first.pass(40);
    expect(first.types()).toEqual(['sink.latched', 'data.stopped']);
    await first.stop();

    for (let restarts = 0; restarts < 20; restarts++) {
      const newest = async () => ({ ...makeReading(0), systemTime: at });
      const again = startNotifier({ slot, clock, newest });
      again.tell.sinkLatched();
      again.tell.polled();
      await again.pass(5);
      expect(again.types()).toEqual([]);
      await again.stop();
    }

    const last = startNotifier({ slot, clock });
    last.tell.reading();
    last.tell.delivered();
    await last.pass(1);
    expect(last.types()).toEqual(['data.again', 'sink.opened']);
    await last.stop();
  });

  test('what is no longer configured is forgotten without a word', async () => {
    const slot = new MemorySlot();
    const clock = new FakeClock();
    const first = startNotifier({ slot, clock });
    first.tell.reading();
    first.tell.sinkLatched();
    await first.pass(1);
    await first.stop();
    const second = startNotifier({
      slot,
      clock,
      accounts: [{ name: 'default', sources: ['share'], sinks: ['mongodb'] }],
    });
    second.tell.reading();
    await second.pass(10);
    expect(second.types()).toEqual([]);
    second.tell.sourceLatched();
    await second.pass(1);
    expect(slot.content).not.toContain('nightscout');
    await second.stop();
  });

  test.each(['not json', '[]', 'null', '{"told":7}', '{"told":{"data default":{"word":"odd"}}}'])(
    'a store that holds %s counts as nothing told',
    async (content) => {
      const slot = new MemorySlot();
      slot.content = content;
      const rig = startNotifier({ slot });
      rig.tell.reading();
      await rig.pass(31);
      expect(rig.types()).toEqual(['data.stopped']);
      await rig.stop();
    },
  );

  test('a full disk keeps no notice from going out, and makes none go out twice', async () => {
    const slot = new MemorySlot();
    slot.fillUp();
    const rig = startNotifier({ slot });
    rig.tell.reading();
    await rig.pass(60);
    expect(rig.types()).toEqual(['data.stopped']);
    expect(slot.content).toBeUndefined();
    slot.fillUp(false);
    await rig.pass(1);
    expect(slot.content).toContain('stopped');
    await rig.stop();
  });

  test('a stop in the middle of a notice does not forget that it was sent', async () => {
    const slot = new MemorySlot();
    const rig = startNotifier({ slot });
    rig.receiver.taken = () => rig.stop();
    rig.tell.reading();
    await rig.pass(31);
    expect(rig.types()).toEqual(['data.stopped']);
    expect(slot.content).toContain('stopped');
    await rig.stop();
  });
});

describe('what notices never hold', () => {
  test('a glucose value, unless it is asked for', async () => {
    const rig = startNotifier();
    rig.tell.reading(0, 287);
    await rig.pass(31);
    rig.tell.reading(0, 287);
    await rig.pass(1);
    expect(rig.types()).toEqual(['data.stopped', 'data.again']);
    expect(JSON.stringify(rig.attempts)).not.toContain('287');
    await rig.stop();
  });

  test.each([
    ['mg/dl', 287, '287 mg/dL'],
    ['mmol', 287, '15.9 mmol/L'],
    ['mg/dl', 39, 'LOW'],
    ['mmol', 401, 'HIGH'],
  ] as const)('asked for, in %s: %d is %s', async (glucose, mgdl, words) => {
    const rig = startNotifier({ glucose });
    rig.tell.reading(0, mgdl);
    await rig.pass(31);
    expect(rig.got[0]?.message).toContain(`: ${words}.`);
    expect(rig.got[0]).toMatchObject({ glucoseMgdl: mgdl });
    await rig.stop();
  });

  test('a secret, even where a message holds one', async () => {
    const rig = startNotifier({ secrets: ['wolf-moon'] });
    rig.tell.reading();
    rig.note({
      type: 'source.latched',
      account: 'default',
      source: 'share',
      failure: new BridgeFailure('share.login_refused', 'credentials', 'refused wolf-moon'),
    });
    await rig.pass(1);
    expect(rig.got[0]?.message).toContain('refused ***');
    await rig.stop();
  });
});

test('a stop ends it at once, whatever it waits for', async () => {
  const rig = startNotifier();
  rig.receiver.answer = away;
  rig.tell.reading();
  await rig.pass(31);
  await rig.stop();
  expect(rig.clock.sleeping).toBe(0);
});
