import { describe, expect, test } from '@jest/globals';
import { ConfigFaults } from '../../src/config/index.ts';
import { Notes } from '../../src/config/faults.ts';
import { completeWithout, COMPLETE, faultsOf, load } from './load-with.ts';

const settingsOf = async (env: Record<string, string>): Promise<readonly string[]> =>
  (await faultsOf({ env })).map(({ setting }) => setting);

test('every fault at once, in one failure of kind config', async () => {
  const env = {
    DEXCOM_USERNAME: 'anna',
    DEXCOM_REGION: 'mars',
    NS: 'ftp://x',
    MONGO: 'postgres://x',
    PORT: '99999',
    LOG_LEVEL: 'loud',
    LOG_FORMAT: 'xml',
    RETENTION_DAYS: '-1',
    HOUSEKEEPING_SCHEDULE: 'daily',
    SHARE_REQUESTS_PER_READING: '0',
    MERGE_TOLERANCE_MS: '150001',
    RESPECT_OTHER_UPLOADERS: 'yes',
    NIGHTSCOUT_API: 'v4',
    DEXCOM_API: 'moon',
    HISTORY_SCHEDULE: '* *',
    TOKEN_STORE: 'cloud',
    TOKEN_KEY: 'short',
    NIGHTSCOUT_MBG: 'yes',
    NIGHTSCOUT_ALERTS: 'on',
    NIGHTSCOUT_EVENTS: '1',
    DEXCOM_REDIRECT_URI: 'x y',
    DEXCOM_API_URL: 'x?y',
  };
  const flags = { 'log-levle': 'x', config: '' };
  const faults = await faultsOf({ env, flags });
  const named = faults.map(({ setting }) => setting);
  for (const name of Object.keys(env)) {
    if (name !== 'DEXCOM_USERNAME') expect(named).toContain(name);
  }
  expect(named).toEqual(expect.arrayContaining(['--log-levle', '--config', 'DEXCOM_PASSWORD']));
  expect(faults).toHaveLength(Object.keys(env).length - 1 + 3);
  const thrown: unknown = await load({ env, flags }).catch((fault: unknown) => fault);
  expect(thrown).toBeInstanceOf(ConfigFaults);
  expect(thrown).toMatchObject({ code: 'config.invalid', kind: 'config' });
  for (const { setting, text } of faults)
    expect((thrown as Error).message).toContain(`  - ${setting}: ${text}`);
});

describe('what belongs together', () => {
  test('a password without a name, and a name without a password', async () => {
    expect(await faultsOf({ env: completeWithout('DEXCOM_USERNAME') })).toEqual([
      {
        setting: 'DEXCOM_USERNAME',
        text: 'is missing: DEXCOM_PASSWORD is set. Set it, or DEXCOM_ACCOUNT_ID.',
      },
    ]);
    expect(
      await faultsOf({
        env: { ...completeWithout('DEXCOM_USERNAME', 'DEXCOM_PASSWORD'), BRIDGE_USER_NAME: 'anna' },
      }),
    ).toEqual([
      {
        setting: 'DEXCOM_PASSWORD',
        text: 'is missing: BRIDGE_USER_NAME is set. Set it, or DEXCOM_PASSWORD_FILE.',
      },
    ]);
  });

  test('nothing at all', async () => {
    expect(await faultsOf({})).toEqual([
      {
        setting: 'account default',
        text: 'no source of readings: set DEXCOM_USERNAME and DEXCOM_PASSWORD, or DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET.',
      },
      {
        setting: 'account default',
        text: 'no destination for readings: set NIGHTSCOUT_URL and NIGHTSCOUT_API_SECRET, or MONGODB_URI.',
      },
    ]);
  });

  test('a site without a credential, and a credential without a site', async () => {
    expect(await settingsOf(completeWithout('NIGHTSCOUT_API_SECRET'))).toEqual([
      'NIGHTSCOUT_API_SECRET',
    ]);
    expect(await settingsOf(completeWithout('NIGHTSCOUT_URL'))).toEqual(['NIGHTSCOUT_URL']);
    expect(
      await settingsOf({
        ...completeWithout('NIGHTSCOUT_URL', 'NIGHTSCOUT_API_SECRET'),
        NIGHTSCOUT_TOKEN: 't',
      }),
    ).toEqual(['NIGHTSCOUT_URL']);
  });

  test('API_SECRET without a site is no fault, however short', async () => {
    const env = {
      ...completeWithout('NIGHTSCOUT_URL', 'NIGHTSCOUT_API_SECRET'),
      API_SECRET: 'short',
      MONGODB_URI: 'mongodb://127.0.0.1/ns',
    };
    const { config, warnings } = await load({ env });
    expect(config.accounts[0]?.nightscout).toBeUndefined();
    expect(config.feedApiSecret?.reveal()).toBe('short');
    expect(warnings).toEqual([]);
  });

  test('a site’s secret has at least 12 characters', async () => {
    expect(await faultsOf({ env: { ...COMPLETE, NIGHTSCOUT_API_SECRET: '12345678901' } })).toEqual([
      {
        setting: 'NIGHTSCOUT_API_SECRET',
        text: 'expected at least 12 characters; got something else (a secret is never shown).',
      },
    ]);
    await expect(
      load({ env: { ...COMPLETE, NIGHTSCOUT_API_SECRET: '123456789012' } }),
    ).resolves.toBeDefined();
  });
});

describe('site address', () => {
  const site = async (url: string, env: Record<string, string> = {}) => {
    const loaded = await load({ env: { ...COMPLETE, NIGHTSCOUT_URL: url, ...env } });
    return { ...loaded.config.accounts[0]!.nightscout!, warnings: loaded.warnings };
  };

  test.each([
    ['https://a.example.org', 'https://a.example.org', 0],
    ['https://a.example.org/', 'https://a.example.org', 0],
    ['a.example.org', 'https://a.example.org', 0],
    ['localhost:1337', 'https://localhost:1337', 0],
    ['HTTPS://A.Example.org:8443/sub/path//', 'https://a.example.org:8443/sub/path', 0],
    ['http://127.0.0.1:1337', 'http://127.0.0.1:1337', 0],
    ['http://localhost:1337', 'http://localhost:1337', 0],
    ['http://a.example.org', 'http://a.example.org', 1],
    ['https://a.example.org/api/v1', 'https://a.example.org', 1],
    ['https://a.example.org/sub/api/v1/', 'https://a.example.org/sub', 1],
    ['https://a.example.org/?token=', 'https://a.example.org', 0],
  ])('%s is %s', async (typed, url, warnings) => {
    const read = await site(typed);
    expect(read.siteUrl).toBe(url);
    expect(read.warnings).toHaveLength(warnings);
  });

  test.each([
    'https://u:p@a.example.org',
    'https://u@a.example.org',
    'https://a.example.org?secret=x',
    'https://a.example.org/#x',
    'ftp://a',
    'https://',
    'a b',
    'https:a.example.org',
    'javascript:alert(1)',
  ])('%s is refused', async (typed) => {
    const faults = await faultsOf({ env: { ...COMPLETE, NIGHTSCOUT_URL: typed } });
    expect(faults.map(({ setting }) => setting)).toEqual(['NIGHTSCOUT_URL']);
  });

  test('a token in it serves where there is nothing else', async () => {
    const read = await site('https://a.example.org/?token=bridge-0123456789abcdef', {
      NIGHTSCOUT_API_SECRET: '',
    });
    expect(read.credential.kind).toBe('token');
    expect(read.credential.value.reveal()).toBe('bridge-0123456789abcdef');
    expect(read.warnings).toEqual([
      expect.stringContaining('NIGHTSCOUT_TOKEN is the better place'),
    ]);
    const other = await site('https://a.example.org/?token=x', {
      NIGHTSCOUT_API_SECRET: '',
      NIGHTSCOUT_TOKEN: 'mine',
    });
    expect(other.credential.value.reveal()).toBe('mine');
    expect(other.warnings).toEqual([expect.stringContaining('is not used')]);
  });

  test('with secret and token the secret is used; one that is a SHA-1 already gets a warning', async () => {
    const both = await site('https://a.example.org', { NIGHTSCOUT_TOKEN: 't' });
    expect(both.credential.kind).toBe('secret');
    expect(both.warnings).toEqual([expect.stringContaining('the API secret is used')]);
    const hashed = await site('https://a.example.org', {
      NIGHTSCOUT_API_SECRET: 'A94A8FE5CCB19BA61C4C0873D391E987982FBBD3',
    });
    expect(hashed.warnings).toEqual([expect.stringContaining('looks like a SHA-1')]);
  });
});

describe('MongoDB address', () => {
  const env = completeWithout('NIGHTSCOUT_URL', 'NIGHTSCOUT_API_SECRET');

  test.each([
    'mongodb://127.0.0.1',
    'mongodb://u:p%40@h1:1,h2:2/ns?replicaSet=rs',
    'mongodb+srv://u:p@h.example.net/ns',
    ' mongodb://[::1]:27017/ns ',
  ])('%s', async (uri) => {
    const { config } = await load({ env: { ...env, MONGODB_URI: uri } });
    expect(config.accounts[0]?.mongodb?.uri.reveal()).toBe(uri.trim());
    expect(config.accounts[0]?.mongodb?.collection).toBe('entries');
  });

  test.each([
    'http://h',
    'mongodb://',
    'mongo://h/ns',
    'mongodb://u:p@w@h/ns',
    'mongodb://u:p/w@h/ns',
    'h:27017',
  ])('%s is refused', async (uri) => {
    expect(await settingsOf({ ...env, MONGODB_URI: uri })).toEqual(['MONGODB_URI']);
  });

  test.each(['system.users', 'a$b', '.a', 'a.', 'x'.repeat(200)])(
    '%s is no collection',
    async (name) => {
      expect(
        await settingsOf({ ...env, MONGODB_URI: 'mongodb://h', MONGODB_COLLECTION: name }),
      ).toEqual(['MONGODB_COLLECTION']);
    },
  );
});

describe('flags', () => {
  test.each([
    [{ 'dexcom-usrname': 'x' }, '--dexcom-usrname', 'Did you mean "dexcom-username"?'],
    [{ interval: '5' }, '--interval', 'is no flag of this program.'],
    [{ listen: true }, '--listen', 'host:port'],
    [{ listen: ['a', 'b'] }, '--listen', 'more than once'],
    [{ 'data-dir': ' ' }, '--data-dir', 'needs a value'],
    [
      { 'dexcom-password': 'a', 'dexcom-password-file': 'b' },
      '--dexcom-password-file',
      'leave one',
    ],
  ])('%j', async (flags, setting, text) => {
    expect(await faultsOf({ env: COMPLETE, flags })).toEqual([
      { setting, text: expect.stringContaining(text) },
    ]);
  });

  test('a bare flag says true', async () => {
    const { config } = await load({
      env: COMPLETE,
      flags: { 'respect-other-uploaders': true, listen: undefined },
    });
    expect(config.accounts[0]?.respectOtherUploaders).toBe(true);
  });
});

test('a flood of faults is cut, and the same one is told once', () => {
  const notes = new Notes();
  for (let at = 0; at < 200; at++) notes.fault(`x${Math.floor(at / 2)}`, 'wrong');
  expect(notes.faults).toHaveLength(51);
  expect(notes.faults[1]?.setting).toBe('x1');
  expect(notes.faults.at(-1)?.setting).toBe('and more');
});
