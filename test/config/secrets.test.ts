import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { describeEffective, describeEffectiveAsJson } from '../../src/config/index.ts';
import { completeWithout, COMPLETE, effectiveOf, faultsOf, load } from './load-with.ts';

const SECRET_NAMES = [
  ['DEXCOM_PASSWORD', 'DEXCOM_PASSWORD'],
  ['DEXCOM_PASSWORD', 'BRIDGE_PASSWORD'],
  ['DEXCOM_PASSWORD', 'CONNECT_SHARE_PASSWORD'],
  ['DEXCOM_PASSWORD', 'CONNECT_DEXCOM_PASSWORD'],
  ['NIGHTSCOUT_API_SECRET', 'NIGHTSCOUT_API_SECRET'],
  ['NIGHTSCOUT_API_SECRET', 'API_SECRET'],
  ['NIGHTSCOUT_API_SECRET', 'CONNECT_API_SECRET'],
] as const;

describe('NAME_FILE', () => {
  test.each(SECRET_NAMES)('%s may come from %s_FILE, in all forms', async (name, alias) => {
    const files = {
      '/run/secrets/one': 'what the file says\n',
      '/bridge/rel': ' kept as it is \r\n',
    };
    for (const form of [
      `${alias}_FILE`,
      `CUSTOMCONNSTR_${alias}_FILE`,
      `${alias.toLowerCase()}_file`,
    ]) {
      const loaded = await load({
        env: { ...completeWithout(name), [form]: '/run/secrets/one' },
        files,
      });
      expect(effectiveOf(loaded, name)).toEqual({ value: '***', origin: `environment ${form}` });
      const { share, nightscout } = loaded.config.accounts[0]!;
      const secret = name === 'DEXCOM_PASSWORD' ? share?.password : nightscout?.credential.value;
      expect(secret?.reveal()).toBe('what the file says');
    }
    const relative = await load({
      env: { ...completeWithout(name), [`${alias}_FILE`]: 'rel' },
      files,
    });
    const { share, nightscout } = relative.config.accounts[0]!;
    const secret = name === 'DEXCOM_PASSWORD' ? share?.password : nightscout?.credential.value;
    expect(secret?.reveal()).toBe(' kept as it is ');
  });

  test.each([
    'MONGODB_URI',
    'STORAGE_URI',
    'MONGO_CONNECTION',
    'MONGO',
    'MONGOLAB_URI',
    'NIGHTSCOUT_TOKEN',
    'NIGHTSCOUT_API_TOKEN',
    'FEED_API_SECRET',
  ])('%s_FILE too', async (name) => {
    const isUri = !/TOKEN|FEED/.test(name);
    const files = { '/s': isUri ? 'mongodb://db.example.org/ns\n' : 'bridge-0123456789abcdef\n' };
    const { effective } = await load({ env: { ...COMPLETE, [`${name}_FILE`]: '/s' }, files });
    expect(effective.map(({ origin }) => origin)).toContain(`environment ${name}_FILE`);
  });

  test('names that are no secret have no file', async () => {
    const { config } = await load({ env: { ...COMPLETE, DEXCOM_USERNAME_FILE: '/none' } });
    expect(config.accounts[0]?.share?.login).toEqual({ by: 'name', name: 'anna' });
  });

  test.each([
    ['missing', {}, 'there is no such file'],
    ['empty', { '/s': '' }, 'is empty'],
    ['blank', { '/s': ' \n' }, 'is empty'],
    ['of several lines', { '/s': 'wolf\nmoon\n' }, 'several lines'],
  ])(
    'a %s file is a fault, and the secret is not called missing besides',
    async (_what, files, text) => {
      const faults = await faultsOf({
        env: { ...completeWithout('DEXCOM_PASSWORD'), DEXCOM_PASSWORD_FILE: '/s' },
        files,
      });
      expect(faults[0]).toEqual({
        setting: 'DEXCOM_PASSWORD_FILE',
        text: expect.stringContaining(text),
      });
      expect(faults).toHaveLength(1);
      expect(JSON.stringify(faults)).not.toContain('moon');
    },
  );

  test('NAME and NAME_FILE together are a fault', async () => {
    const faults = await faultsOf({
      env: { ...COMPLETE, dexcom_password_file: '/s' },
      files: { '/s': 'x' },
    });
    expect(faults).toEqual([
      {
        setting: 'dexcom_password_file',
        text: 'DEXCOM_PASSWORD is set as well; remove one of the two.',
      },
    ]);
  });

  test('in the file the key ends in File and is relative to that file', async () => {
    const yaml =
      'accounts:\n- dexcom: {username: anna, passwordFile: pw}\n  mongodb: {uriFile: /run/uri}\n';
    const files = { '/bridge/config/pw': 'wolf\n', '/run/uri': 'mongodb://127.0.0.1/ns' };
    const loaded = await load({ yaml, files });
    expect(loaded.config.accounts[0]?.share?.password.reveal()).toBe('wolf');
    expect(loaded.config.accounts[0]?.mongodb?.uri.reveal()).toBe('mongodb://127.0.0.1/ns');
    const both = await faultsOf({
      yaml: yaml.replace('passwordFile', 'password: x, passwordFile'),
      files,
    });
    expect(both[0]?.text).toContain('remove one of the two');
  });

  test('as a flag', async () => {
    const flags = { 'dexcom-password-file': '/s' };
    const loaded = await load({
      env: completeWithout('DEXCOM_PASSWORD'),
      flags,
      files: { '/s': 'wolf' },
    });
    expect(effectiveOf(loaded, 'DEXCOM_PASSWORD').origin).toBe('flag --dexcom-password-file');
    expect(loaded.warnings).toEqual([]);
    const plain = await load({ env: COMPLETE, flags: { 'dexcom-password': 'moon' } });
    expect(plain.config.accounts[0]?.share?.password.reveal()).toBe('moon');
    expect(plain.warnings).toEqual([expect.stringContaining('use --dexcom-password-file')]);
  });
});

describe('no secret is ever printed', () => {
  const secrets = [
    'wolf-moon-1',
    'a-secret-of-anna',
    'bridge-0123456789abcdef',
    'db-pass-7',
    'feed-secret-9',
    'url-token-3',
    'key-5-of-16-or-more',
    'key-6',
    'client-secret-8',
  ];
  const env = {
    ...COMPLETE,
    DEXCOM_PASSWORD: 'wolf-moon-1',
    NIGHTSCOUT_URL: 'http://ns.example.org/?token=url-token-3',
    NIGHTSCOUT_TOKEN: 'bridge-0123456789abcdef',
    MONGODB_URI: 'mongodb://u:db-pass-7@db.example.org/ns',
    MONGO: 'mongodb://u:db-pass-7@db2.example.org/ns',
    FEED_API_SECRET: 'feed-secret-9',
    TOKEN_KEY: '"key-5-of-16-or-more"',
    DEXCOM_CLIENT_ID: 'an-application',
    DEXCOM_CLIENT_SECRET: ' client-secret-8',
    BRIDGE_PASSWORD: ' wolf-moon-1',
  };

  test('not in the configuration, its description or its warnings', async () => {
    const loaded = await load({ env });
    const printed = [
      JSON.stringify(loaded),
      inspect(loaded, { depth: 9 }),
      describeEffective(loaded.effective),
      describeEffectiveAsJson(loaded.effective),
    ].join('\n');
    for (const secret of secrets) expect(printed).not.toContain(secret);
    expect(loaded.warnings.length).toBeGreaterThan(3);
  });

  test('not in faults, wherever they are wrong', async () => {
    const faults = await faultsOf({
      env: {
        ...env,
        NIGHTSCOUT_API_SECRET: 'key-6',
        TOKEN_KEY: 'key-6',
        NIGHTSCOUT_URL: 'https://u:wolf-moon-1@ns.example.org',
        DEXCOM_SHARE_URL: 'https://u:wolf-moon-1@h?x=db-pass-7',
        STORAGE_URI: 'db-pass-7',
        DEXCOM_CLIENT_ID: 'client-secret-8 ü',
        DEXCOM_API_URL: 'https://u:wolf-moon-1@h',
        DEXCOM_REGION: 'a-secret-of-anna=?',
      },
    });
    for (const secret of secrets) expect(JSON.stringify(faults)).not.toContain(secret);
    expect(faults.map(({ setting }) => setting)).toEqual([
      'TOKEN_KEY',
      'DEXCOM_REGION',
      'DEXCOM_SHARE_URL',
      'DEXCOM_CLIENT_ID',
      'DEXCOM_API_URL',
      'NIGHTSCOUT_URL',
      'NIGHTSCOUT_API_SECRET',
      'STORAGE_URI',
    ]);
  });
});

test('quotes and spaces that came along get a warning and stay', async () => {
  const { config, warnings } = await load({
    env: { ...COMPLETE, DEXCOM_USERNAME: "'anna'", DEXCOM_PASSWORD: ' wolf' },
  });
  expect(config.accounts[0]?.share?.login).toEqual({ by: 'name', name: "'anna'" });
  expect(config.accounts[0]?.share?.password.reveal()).toBe(' wolf');
  expect(warnings).toEqual([
    expect.stringContaining('quotation mark'),
    expect.stringContaining('a space'),
  ]);
});
