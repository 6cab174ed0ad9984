import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { endAllBridges, startBridge } from '../support/bridge-process.ts';
import { PASSWORD, startWorld, type SimulatedWorld } from '../support/simulated-world.ts';
import { startReceiver, type Receiver } from '../notify/receiver.ts';

let world: SimulatedWorld;
let receiver: Receiver;
beforeAll(async () => {
  world = await startWorld();
  receiver = await startReceiver();
});
afterAll(() => Promise.all([world.dispose(), receiver.close()]));
afterEach(endAllBridges);

const run = (password: string) =>
  startBridge(
    ['run'],
    { ...world.env, DEXCOM_PASSWORD: password, NOTIFY_URL: `${receiver.url}/topic-x7Kq` },
    world.folder,
  );
const bodies = () =>
  receiver.received.map(({ body }) => JSON.parse(body) as { type: string; message: string });

test('a refused login is told once over restarts, and that it works again; glucose goes on when the receiver is ill', async () => {
  const first = run('not-the-one');
  await first.printed(/Notice sent/);
  const told = await first.stop();
  expect(bodies()).toMatchObject([
    { type: 'source.latched', message: expect.stringContaining('Dexcom refused the login') },
  ]);
  for (const secret of ['not-the-one', 'topic-x7Kq']) {
    expect(told.stdout + told.stderr + JSON.stringify(receiver.received[0]?.body)).not.toContain(
      secret,
    );
  }

  const second = run('not-the-one');
  await second.printed(/The source is stopped until a person acts/);
  await second.printed(/Listening/);
  await second.stop();
  expect(receiver.received).toHaveLength(1);

  receiver.answer = { status: 500 };
  const third = run(PASSWORD);
  await third.printed(/A notice could not be sent/, 40_000);
  expect(third.output()).toMatch(/Delivered/);
  receiver.answer = { status: 200 };
  await third.printed(/Notice sent/, 60_000);
  await third.stop();
  expect(bodies().at(-1)).toMatchObject({ type: 'source.opened' });
});
