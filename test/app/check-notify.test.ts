import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkNotify } from '../../src/app/check-notify.ts';
import { Secret } from '../../src/platform/secret.ts';
import { startReceiver, type Receiver } from '../notify/receiver.ts';

let receiver: Receiver;
const never = new AbortController().signal;
const target = () => ({
  format: 'ntfy' as const,
  url: new Secret(`${receiver.url}/topic-of-anna`),
  host: 'push.example.org',
  afterMinutes: 45,
  glucose: false,
});

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

test('nothing is sent unless it is asked for', async () => {
  expect(await checkNotify(undefined, false, never)).toEqual([]);
  expect(await checkNotify(target(), false, never)).toEqual([
    {
      result: 'ok',
      what: 'notices',
      detail:
        'go to push.example.org (ntfy) after 45 minutes without a reading; not tried: check --notify sends a test',
    },
  ]);
  expect(receiver.received).toEqual([]);
});

test('asked for, a test goes out once', async () => {
  const rows = await checkNotify(target(), true, never);
  expect(rows).toMatchObject([
    { result: 'ok', detail: expect.stringContaining('has it arrived?') },
  ]);
  expect(receiver.received).toHaveLength(1);
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    topic: 'topic-of-anna',
    title: 'A test of nightscout-dexcom-bridge',
  });
});

test.each([
  [403, 78],
  [500, 69],
  [429, 69],
])(
  'a receiver that answers %d is a fault that ends with %d, and the topic is not shown',
  async (status, exitCode) => {
    receiver.answer = { status };
    const rows = await checkNotify(target(), true, never);
    expect(rows).toMatchObject([{ result: 'fault', exitCode }]);
    expect(JSON.stringify(rows)).not.toContain('topic-of-anna');
  },
);

test('asked for without a receiver is a fault of the configuration', async () => {
  expect(await checkNotify(undefined, true, never)).toMatchObject([
    { result: 'fault', exitCode: 78, detail: expect.stringContaining('NOTIFY_URL') },
  ]);
});
