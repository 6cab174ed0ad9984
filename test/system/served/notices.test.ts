import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../../src/domain/instant.ts';
import { startReceiver, type Receiver } from '../../notify/receiver.ts';
import { parseExposition } from '../../support/parse-exposition.ts';
import {
  bridgeWorld,
  WORLD_PASSWORD,
  type BridgeWorld,
} from '../../support/process/bridge-world.ts';
import { addressOf, WITHOUT_NIGHTSCOUT } from '../../support/served/reader.ts';

/** Notices are thought about every 15 s of the bridge’s own clock. */
const SPEED = 60;
const NOTIFY_TOKEN = 'a-token-of-the-receiver-to-look-for';

interface Told {
  readonly type: string;
  readonly isTrouble: boolean;
  readonly account: string;
  readonly part: string;
  readonly title: string;
  readonly message: string;
}

let world: BridgeWorld;
let receiver: Receiver;
beforeEach(async () => {
  world = await bridgeWorld({
    speed: SPEED,
    patient: { notBefore: epochMs(Date.now() - HOUR_MS), appearanceDelay: 15_000 },
  });
  receiver = await startReceiver();
});
afterEach(async () => {
  await world.stop();
  await receiver.close();
});

test('a refused login is told once, its opening once, and neither again after a restart', async () => {
  const env = {
    ...WITHOUT_NIGHTSCOUT,
    NOTIFY_URL: `${receiver.url}/a-path-to-look-for`,
    NOTIFY_TOKEN,
    // A day: at this speed the time of a busy machine counts sixtyfold.
    NOTIFY_AFTER_MINUTES: '1440',
  };
  const told = () => receiver.received.map(({ body }) => JSON.parse(body) as Told);
  const sent = async (bridge: ReturnType<typeof world.start>) => {
    const answer = await fetch(`${await addressOf(bridge)}/metrics`);
    const family = parseExposition(await answer.text()).find(({ name }) =>
      name.endsWith('_notices_sent_total'),
    );
    return family?.samples[0]?.value;
  };
  /** Long enough for a notice that should not come. */
  const severalLooks = () => world.until(world.clock.now() + 2 * MINUTE_MS);
  world.share.control.changePassword('anna', 'another-pass-word');

  const first = world.start({ env });
  await first.fact(({ event }) => event === 'notify.sent', 30_000);
  expect(told()).toMatchObject([
    { type: 'source.latched', isTrouble: true, account: 'default', part: 'share' },
  ]);
  await severalLooks();
  expect(await sent(first)).toBe(1);
  await first.kill();

  const second = world.start({ env });
  await second.fact(({ event }) => event === 'source.latched');
  await addressOf(second);
  await severalLooks();
  expect(told()).toHaveLength(1);
  world.share.control.changePassword('anna', WORLD_PASSWORD);
  expect(await world.start({ env, args: ['unlock'] }).ended).toBe(0);
  await second.fact(({ event }) => event === 'source.polled', 30_000);
  await second.fact(({ event }) => event === 'notify.sent', 30_000);
  expect(told().map(({ type, isTrouble }) => [type, isTrouble])).toEqual([
    ['source.latched', true],
    ['source.opened', false],
  ]);
  expect(await sent(second)).toBe(1);
  expect(await second.stop()).toBe(0);

  const third = world.start({ env });
  await third.fact(({ event }) => event === 'source.polled');
  await addressOf(third);
  await severalLooks();
  expect(await third.stop()).toBe(0);
  expect(told()).toHaveLength(2);

  const everything = [first, second, third].map((bridge) => bridge.output()).join('');
  for (const secret of [NOTIFY_TOKEN, 'a-path-to-look-for', WORLD_PASSWORD]) {
    expect(everything).not.toContain(secret);
  }
  for (const { body, headers } of receiver.received) {
    expect(body).not.toContain(WORLD_PASSWORD);
    expect(headers['authorization']).toBe(`Bearer ${NOTIFY_TOKEN}`);
  }
  expect(told()[0]?.message).toMatch(/password/i);
});
