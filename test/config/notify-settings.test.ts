import { describe, expect, test } from '@jest/globals';
import { COMPLETE, effectiveOf, faultsOf, load } from './load-with.ts';

const notifyOf = async (env: Readonly<Record<string, string>>) =>
  load({ env: { ...COMPLETE, ...env } });
const faults = (env: Readonly<Record<string, string>>) =>
  faultsOf({ env: { ...COMPLETE, ...env } });

describe('where notices go', () => {
  test('nowhere, unless it is asked for', async () => {
    const { config, warnings } = await notifyOf({});
    expect(config.notify).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test.each([
    ['https://ntfy.sh/anna-x7Kq', 'ntfy'],
    ['ntfy.sh/anna-x7Kq', 'ntfy'],
    ['https://ntfy.example.org/anna', 'ntfy'],
    ['https://hooks.slack.com/services/T0/B0/xyz', 'slack'],
    ['https://discord.com/api/webhooks/1/abc', 'slack'],
    ['https://home.example.org/api/webhook/abc', 'json'],
    ['https://example.org/ntfy.sh', 'json'],
    ['https://evil-hooks.slack.com.example.org/x', 'json'],
  ])('%s is taken for %s', async (url, format) => {
    const { config, warnings } = await notifyOf({ NOTIFY_URL: url });
    expect(config.notify).toMatchObject({ format, afterMinutes: 30, glucose: false });
    expect(warnings).toEqual([]);
  });

  test('what is said wins over what is guessed', async () => {
    const { config } = await notifyOf({
      NOTIFY_URL: 'https://push.example.org/anna',
      NOTIFY_FORMAT: 'NTFY',
      NOTIFY_TOKEN: 'tk_abc',
      NOTIFY_AFTER_MINUTES: '45',
      NOTIFY_GLUCOSE: 'true',
    });
    expect(config.notify).toMatchObject({ format: 'ntfy', afterMinutes: 45, glucose: true });
    expect(config.notify?.token?.reveal()).toBe('tk_abc');
  });

  test.each([
    ['https://x.example.org/hook?key=a%20b&c=1', 'https://x.example.org/hook?key=a%20b&c=1'],
    ['https://x.example.org/hook/', 'https://x.example.org/hook/'],
    ['https://discord.com/api/webhooks/1/abc', 'https://discord.com/api/webhooks/1/abc/slack'],
    [
      'https://discord.com/api/webhooks/1/abc/slack',
      'https://discord.com/api/webhooks/1/abc/slack',
    ],
    [
      'https://discordapp.com/api/webhooks/1/abc?thread_id=7',
      'https://discordapp.com/api/webhooks/1/abc/slack?thread_id=7',
    ],
  ])('%s is posted to as %s', async (given, url) => {
    expect((await notifyOf({ NOTIFY_URL: given })).config.notify?.url.reveal()).toBe(url);
  });

  test('the address is a secret wherever the settings are shown', async () => {
    const loaded = await notifyOf({ NOTIFY_URL: 'https://ntfy.sh/anna-x7Kq' });
    expect(effectiveOf(loaded, 'NOTIFY_URL').value).toBe('***');
    expect(JSON.stringify(loaded)).not.toContain('x7Kq');
    expect(loaded.config.notify?.host).toBe('ntfy.sh');
  });

  test('it may come from a file', async () => {
    const { config } = await load({
      env: { ...COMPLETE, NOTIFY_URL_FILE: '/run/url' },
      files: { '/run/url': 'https://ntfy.sh/topic\n' },
    });
    expect(config.notify?.url.reveal()).toBe('https://ntfy.sh/topic');
  });
});

describe('Pushover', () => {
  test('needs no address', async () => {
    const { config } = await notifyOf({ NOTIFY_USER: 'user-key', NOTIFY_TOKEN: 'app-token' });
    expect(config.notify?.format).toBe('pushover');
    expect(config.notify?.url.reveal()).toBe('https://api.pushover.net/1/messages.json');
  });

  test('needs a token and a user, both told at once', async () => {
    expect(await faults({ NOTIFY_FORMAT: 'pushover' })).toEqual([
      { setting: 'NOTIFY_TOKEN', text: expect.stringContaining('pushover.net/apps/build') },
      { setting: 'NOTIFY_USER', text: expect.stringContaining('your user key') },
    ]);
    expect(await faults({ NOTIFY_USER: 'user-key' })).toEqual([
      { setting: 'NOTIFY_TOKEN', text: expect.stringContaining('is missing') },
    ]);
  });
});

describe('what does not go together', () => {
  test('plain http where everybody could listen', async () => {
    expect(await faults({ NOTIFY_URL: 'http://ntfy.sh/topic' })).toEqual([
      { setting: 'NOTIFY_URL', text: expect.stringContaining('Use https') },
    ]);
  });

  test.each(['http://127.0.0.1:8080/hook', 'http://[::1]/hook', 'http://localhost/hook'])(
    '%s stays on this machine',
    async (url) => {
      const { config, warnings } = await notifyOf({ NOTIFY_URL: url });
      expect(config.notify?.format).toBe('json');
      expect(warnings).toEqual([]);
    },
  );

  test.each([
    'http://192.168.1.4:8123/api/webhook/x',
    'http://10.0.0.2/x',
    'http://172.20.1.1/x',
    'http://100.100.1.1/x',
    'http://[fd00::1]/x',
    'http://homeassistant/x',
    'http://pi.local/x',
  ])('%s is of a private network: a warning', async (url) => {
    const { config, warnings } = await notifyOf({ NOTIFY_URL: url });
    expect(config.notify).toBeDefined();
    expect(warnings).toEqual([expect.stringContaining('NOTIFY_URL is an http address')]);
  });

  test.each([
    'http://172.32.1.1/x',
    'http://100.128.0.1/x',
    'http://193.168.1.4/x',
    'http://8.8.8.8/x',
  ])('%s is not private', async (url) => {
    expect(await faults({ NOTIFY_URL: url })).toHaveLength(1);
  });

  test.each([
    'https://ntfy.sh',
    'https://ntfy.sh/',
    'https://ntfy.sh/a topic',
    'https://ntfy.sh/topic?auth=abc',
    `https://ntfy.sh/${'x'.repeat(65)}`,
  ])('ntfy needs a topic: %s', async (url) => {
    const [fault] = await faults({ NOTIFY_URL: url });
    expect(fault?.setting).toBe('NOTIFY_URL');
    expect(fault?.text).not.toContain('abc');
  });

  test.each([
    'https://user:pw-x@hook.example.org/',
    'https://x.example.org/#a',
    'ftp://x',
    'not an address',
  ])('no address: %s, and it is not repeated', async (url) => {
    expect(await faults({ NOTIFY_URL: url })).toEqual([
      { setting: 'NOTIFY_URL', text: expect.stringContaining('a secret is never shown') },
    ]);
  });

  test.each([
    [{ NOTIFY_TOKEN: 'tk_abc' }, 'NOTIFY_TOKEN is set'],
    [{ NOTIFY_FORMAT: 'ntfy' }, 'NOTIFY_FORMAT is set'],
  ])('%j without an address', async (env, text) => {
    expect(await faults(env)).toEqual([
      { setting: 'NOTIFY_URL', text: expect.stringContaining(text) },
    ]);
  });

  test('what has no effect is told', async () => {
    const { warnings } = await notifyOf({ NOTIFY_AFTER_MINUTES: '20' });
    expect(warnings).toEqual(['NOTIFY_AFTER_MINUTES has no effect without NOTIFY_URL.']);
    const slack = { NOTIFY_URL: 'https://hooks.slack.com/services/x', NOTIFY_TOKEN: 't' };
    expect(
      (await notifyOf({ ...slack, NOTIFY_USER: 'u', NOTIFY_FORMAT: 'slack' })).warnings,
    ).toEqual([
      expect.stringContaining('NOTIFY_USER has no effect'),
      expect.stringContaining('NOTIFY_TOKEN has no effect'),
    ]);
  });

  test.each(['9', '1441', '0', 'soon', '12.5'])('%s is no time to wait', async (minutes) => {
    const url = { NOTIFY_URL: 'https://ntfy.sh/topic' };
    expect(await faults({ ...url, NOTIFY_AFTER_MINUTES: minutes })).toEqual([
      { setting: 'NOTIFY_AFTER_MINUTES', text: expect.stringContaining('10 to 1440') },
    ]);
  });

  test('a demonstration sends no notices, whatever is set', async () => {
    const { config } = await load({
      env: { NOTIFY_FORMAT: 'pushover', NOTIFY_URL: 'http://ntfy.sh/topic' },
      withoutAccounts: true,
    });
    expect(config.notify).toBeUndefined();
  });
});
