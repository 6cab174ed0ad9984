import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { sendTestNotice } from '../../src/notify/index.ts';
import type { Notice } from '../../src/notify/notice.ts';
import { sendNotice } from '../../src/notify/send-notice.ts';
import type { NoticeTarget } from '../../src/notify/target.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createHttpClient, type HttpClient } from '../../src/platform/http-client.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createRedactor } from '../../src/telemetry/redaction.ts';
import { startReceiver, type Receiver } from './receiver.ts';

let receiver: Receiver;
let client: HttpClient;
const never = new AbortController().signal;

beforeEach(async () => {
  receiver = await startReceiver();
  client = createHttpClient('test');
});

afterEach(async () => {
  client.close();
  await receiver.close();
});

const NOTICE: Notice = {
  type: 'data.stopped',
  isTrouble: true,
  account: 'anna',
  title: 'No new reading for 34 minutes (anna)',
  message: 'Dexcom’s “answer” is <empty> & quiet — 「漢字」 🙂.',
  at: epochMs(1_745_081_000_999),
  since: epochMs(1_745_078_960_000),
  newestReadingAt: epochMs(1_745_078_960_000),
};

const target = (
  format: NoticeTarget['format'],
  path: string,
  more: Partial<NoticeTarget> = {},
) => ({
  format,
  url: new Secret(`${receiver.url}${path}`),
  host: new URL(receiver.url).host,
  ...more,
});
const send = (to: NoticeTarget, notice: Notice = NOTICE, secrets: readonly string[] = []) =>
  sendNotice(
    notice,
    to,
    { http: async () => client, clock: systemClock, redact: createRedactor(secrets) },
    never,
  );
const only = () => {
  expect(receiver.received).toHaveLength(1);
  const [request] = receiver.received;
  if (request === undefined) throw new Error('nothing came');
  expect(request.method).toBe('POST');
  return request;
};

describe('what each receiver gets', () => {
  test('a webhook: the facts as JSON, and the token as Bearer', async () => {
    await send(target('json', '/hook?key=a%20b', { token: new Secret('tk_x') }));
    const { path, headers, body } = only();
    expect(path).toBe('/hook?key=a%20b');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer tk_x',
    });
    expect(JSON.parse(body)).toEqual({
      program: 'nightscout-dexcom-bridge',
      type: 'data.stopped',
      isTrouble: true,
      account: 'anna',
      title: NOTICE.title,
      message: NOTICE.message,
      at: '2025-04-19T16:43:20.999Z',
      since: '2025-04-19T16:09:20.000Z',
      newestReadingAt: '2025-04-19T16:09:20.000Z',
    });
  });

  test('without a token no credential goes out', async () => {
    await send(target('json', '/hook'));
    expect(only().headers).not.toHaveProperty('authorization');
  });

  test('ntfy: JSON to the root of the server, with the topic in it', async () => {
    await send(target('ntfy', '/anna-x7Kq', { token: new Secret('tk_y') }));
    const { path, headers, body } = only();
    expect(path).toBe('/');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer tk_y',
    });
    expect(JSON.parse(body)).toEqual({
      topic: 'anna-x7Kq',
      title: NOTICE.title,
      message: NOTICE.message,
      priority: 4,
      tags: ['warning'],
    });
  });

  test('ntfy: good news is of usual priority', async () => {
    await send(target('ntfy', '/t'), { ...NOTICE, isTrouble: false });
    expect(JSON.parse(only().body)).toMatchObject({ priority: 3, tags: ['white_check_mark'] });
  });

  test('Pushover: a form with token, user and priority', async () => {
    await send(
      target('pushover', '/1/messages.json', {
        token: new Secret('app&token'),
        user: new Secret('user+key'),
      }),
    );
    const { path, headers, body } = only();
    expect(path).toBe('/1/messages.json');
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(headers).not.toHaveProperty('authorization');
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      token: 'app&token',
      user: 'user+key',
      title: NOTICE.title,
      message: NOTICE.message,
      priority: '1',
      timestamp: '1745081000',
    });
  });

  test('Pushover: good news respects quiet hours', async () => {
    const keys = { token: new Secret('a'), user: new Secret('b') };
    await send(target('pushover', '/', keys), { ...NOTICE, isTrouble: false });
    expect(new URLSearchParams(only().body).get('priority')).toBe('0');
  });

  test('Slack: one text, in which nothing is markup', async () => {
    await send(target('slack', '/services/T0/B0/x'));
    const { path, body } = only();
    expect(path).toBe('/services/T0/B0/x');
    expect(JSON.parse(body)).toEqual({
      text: '*No new reading for 34 minutes (anna)*\nDexcom’s “answer” is &lt;empty&gt; &amp; quiet — 「漢字」 🙂.',
    });
  });

  test.each([
    ['pushover', 1_024],
    ['ntfy', 1_000],
    ['slack', 1_900],
  ] as const)('%s: a long message is cut, not refused', async (format, longest) => {
    const keys = { token: new Secret('a'), user: new Secret('b') };
    await send(target(format, '/t', keys), { ...NOTICE, message: '🙂 word '.repeat(500) });
    const { body } = only();
    const text =
      format === 'pushover'
        ? new URLSearchParams(body).get('message')
        : (JSON.parse(body) as { message?: string; text?: string });
    const message = typeof text === 'string' ? text : (text?.message ?? text?.text ?? '');
    expect(Array.from(message).length).toBeLessThanOrEqual(longest);
    expect(message).toMatch(/word…$|🙂…$/u);
  });

  test('a secret that got into a text is masked', async () => {
    const notice = { ...NOTICE, title: 'wolf-moon', message: 'refused wolf-moon at 03:00' };
    await send(target('json', '/'), notice, ['wolf-moon']);
    expect(only().body).not.toContain('wolf-moon');
  });

  test('a test notice says that it is one', async () => {
    const tools = { http: async () => client, clock: systemClock };
    await sendTestNotice(target('json', '/'), tools, never);
    expect(JSON.parse(only().body)).toMatchObject({ type: 'test', isTrouble: false });
  });
});

describe('what an answer means', () => {
  const failureOf = async (
    status: number,
    headers: Record<string, string> = {},
    format: NoticeTarget['format'] = 'ntfy',
  ): Promise<BridgeFailure> => {
    receiver.answer = { status, headers, body: 'echo tk_secret' };
    try {
      await send(target(format, '/topic-of-anna', { token: new Secret('tk_secret') }));
    } catch (thrown) {
      if (thrown instanceof BridgeFailure) return thrown;
      throw thrown;
    }
    throw new Error('it was taken');
  };

  test.each([200, 201, 202, 204])('%d: taken', async (status) => {
    receiver.answer = { status };
    await send(target('json', '/'));
    expect(receiver.received).toHaveLength(1);
  });

  test.each([
    [400, 'notify.refused', 'config'],
    [401, 'notify.refused', 'config'],
    [403, 'notify.refused', 'config'],
    [404, 'notify.refused', 'config'],
    [410, 'notify.refused', 'config'],
    [301, 'notify.redirected', 'config'],
    [307, 'notify.redirected', 'config'],
    [408, 'notify.unavailable', 'transient'],
    [500, 'notify.unavailable', 'transient'],
    [503, 'notify.unavailable', 'transient'],
    [429, 'notify.throttled', 'throttled'],
  ])('%d is %s (%s), told without what was sent', async (status, code, kind) => {
    const failure = await failureOf(status, status < 400 ? { Location: '/elsewhere' } : {});
    expect([failure.code, failure.kind]).toEqual([code, kind]);
    expect(failure.message).not.toMatch(/tk_secret|topic-of-anna/);
    expect(receiver.received).toHaveLength(1);
  });

  test('a wish for patience is kept', async () => {
    const before = Date.now();
    const { retryAt } = await failureOf(429, { 'Retry-After': '30' });
    expect(retryAt).toBeGreaterThanOrEqual(before + 30_000);
    expect(retryAt).toBeLessThanOrEqual(Date.now() + 30_000);
  });

  test('each receiver’s remedy names what to look at', async () => {
    expect((await failureOf(400, {}, 'pushover')).message).toContain('NOTIFY_USER');
    expect((await failureOf(404, {}, 'slack')).message).toContain('webhook may have been removed');
  });

  test('a receiver that is not there is a passing fault', async () => {
    const away = { format: 'json', url: new Secret('http://127.0.0.1:9/x'), host: 'h' } as const;
    await expect(send(away)).rejects.toMatchObject({ kind: 'transient' });
  });
});
