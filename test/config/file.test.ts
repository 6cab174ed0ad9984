import { describe, expect, test } from '@jest/globals';
import { COMPLETE, effectiveOf, faultsOf, load } from './load-with.ts';

const account = (inner: string): string =>
  `accounts:\n  - name: anna\n${inner.replaceAll(/^(?=.)/gm, '    ')}`;
const DEXCOM = 'dexcom: {username: anna, password: wolf}\n';
const MONGO = 'mongodb: {uri: mongodb://127.0.0.1/anna}\n';

const login = async (yaml: string): Promise<string | undefined> => {
  const found = (await load({ yaml })).config.accounts[0]?.share?.login;
  return found?.by === 'name' ? found.name : undefined;
};

describe('values stay as typed', () => {
  test.each([
    '00123',
    '+1123',
    'true',
    'No',
    '1e5',
    '0x1F',
    '1_000',
    '.5',
    '2026-01-01',
    '12:30',
    'nan',
    'ünï',
    '123456789012345678901234567890',
  ])('%s without quotes, in YAML and where JSON knows it', async (text) => {
    expect(await login(account(`dexcom: {username: ${text}, password: p}\n${MONGO}`))).toBe(text);
    expect(await login(account(`dexcom:\n  username: ${text}\n  password: p\n${MONGO}`))).toBe(
      text,
    );
  });

  test('JSON with tabs, numbers, escapes and a byte order mark', async () => {
    const json = `{\r\n\t"accounts": [\r\n\t\t{\r\n\t\t\t"name": "anna",\r\n\t\t\t"dexcom": { "username": "\\ud83d\\ude00\\/\\"\\t", "password": 12345678901234567890 },\r\n\t\t\t"mongodb": { "uri": "mongodb://127.0.0.1/anna" }\r\n\t\t}\r\n\t]\r\n}\r\n`;
    const { config } = await load({
      flags: { config: 'my.json' },
      files: { '/bridge/my.json': json },
    });
    expect(config.accounts[0]?.share?.login).toEqual({ by: 'name', name: '😀/"\t' });
    expect(config.accounts[0]?.share?.password.reveal()).toBe('12345678901234567890');
  });

  test('anchors, aliases and merge keys', async () => {
    const yaml = `accounts:
  - name: anna
    dexcom: &login
      username: &who anna
      password: wolf
      region: ous
    mongodb: {uri: mongodb://127.0.0.1/anna}
  - name: lena
    dexcom:
      <<: *login
      username: *who
      region: jp
    mongodb: {uri: mongodb://127.0.0.1/lena}
`;
    const { config } = await load({ yaml });
    expect(config.accounts[1]?.share).toMatchObject({ login: { name: 'anna' }, region: 'jp' });
    expect(config.accounts[1]?.share?.password.reveal()).toBe('wolf');
  });

  test('a blank value or null is not set', async () => {
    const yaml = `log: {level: null}\nlisten: ~\ndataDir:\n${account(`device: ""\n${DEXCOM}${MONGO}`)}`;
    const { config } = await load({ yaml });
    expect(config.log.level).toBe('info');
    expect(config.listen.port).toBe(17580);
    expect(config.accounts[0]?.device).toBe('nightscout-dexcom-bridge');
  });
});

describe('layers', () => {
  const yaml = `log: {level: error}\nretentionDays: 30\nlisten: 127.0.0.1:1\naccounts:\n  - name: default\n    ${DEXCOM}    ${MONGO}`;

  test('flags over environment over file over defaults, each with its origin', async () => {
    const loaded = await load({
      yaml,
      env: { LISTEN: '127.0.0.1:2', LOG_LEVEL: 'warn', DEXCOM_USERNAME: 'lena' },
      flags: { 'log-level': 'debug', 'dexcom-region': 'jp' },
    });
    expect(loaded.config).toMatchObject({
      log: { level: 'debug' },
      listen: { port: 2 },
      retentionDays: 30,
      shareRequestsPerReading: 1.5,
      dataDir: '/bridge/data',
    });
    expect(loaded.config.accounts[0]?.share).toMatchObject({
      login: { name: 'lena' },
      region: 'jp',
    });
    expect(effectiveOf(loaded, 'LOG_LEVEL')).toEqual({
      value: 'debug',
      origin: 'flag --log-level',
    });
    expect(effectiveOf(loaded, 'LISTEN')).toEqual({
      value: '127.0.0.1:2',
      origin: 'environment LISTEN',
    });
    expect(effectiveOf(loaded, 'RETENTION_DAYS')).toEqual({
      value: 30,
      origin: 'file config/bridge.yaml',
    });
    expect(effectiveOf(loaded, 'DATA_DIR')).toEqual({ value: './data', origin: 'default' });
    expect(effectiveOf(loaded, 'DEXCOM_USERNAME')).toEqual({
      value: 'lena',
      origin: 'environment DEXCOM_USERNAME',
    });
    expect(effectiveOf(loaded, 'DEXCOM_PASSWORD')).toEqual({
      value: '***',
      origin: 'file config/bridge.yaml',
    });
    expect(loaded.warnings).toEqual([]);
  });

  test('--config names another file, and a missing one is a fault only when named', async () => {
    const files = { '/etc/bridge.yaml': yaml };
    const loaded = await load({ flags: { config: '/etc/bridge.yaml' }, files });
    expect(effectiveOf(loaded, 'RETENTION_DAYS').origin).toBe('file /etc/bridge.yaml');
    await expect(load({ env: COMPLETE })).resolves.toBeDefined();
    const [fault] = await faultsOf({ env: COMPLETE, flags: { config: 'none.yaml' } });
    expect(fault).toEqual({
      setting: '--config none.yaml',
      text: 'the configuration file /bridge/none.yaml is not used: there is no such file.',
    });
  });
});

describe('what is wrong is named with its line', () => {
  test.each([
    ['a tab', 'log:\n\tlevel: info\n', 'config/bridge.yaml line 2', 'use spaces'],
    [
      'a key twice',
      'listen: 127.0.0.1:1\nlisten: 127.0.0.1:2\n',
      'config/bridge.yaml line 2',
      'twice',
    ],
    [
      'a secret that begins with !',
      'feedApiSecret: !wolf moon\n',
      'config/bridge.yaml line 1',
      'in quotes',
    ],
    [
      'a secret that begins with @',
      'feedApiSecret: @wolf\n',
      'config/bridge.yaml line 1',
      'in quotes',
    ],
    [
      'a secret that begins with *',
      'feedApiSecret: *wolf\n',
      'config/bridge.yaml line 1',
      'in quotes',
    ],
    [
      'a secret with a colon',
      'feedApiSecret: wolf: moon\n',
      'config/bridge.yaml line 1',
      'in quotes',
    ],
    ['an open quote', 'feedApiSecret: "wolf\n', 'config/bridge.yaml line', 'sign is missing'],
    [
      'two documents',
      '---\nlisten: 127.0.0.1:1\n---\nlog: {}\n',
      'config/bridge.yaml line 3',
      'second document',
    ],
    ['a list of settings', '- listen\n', 'config/bridge.yaml', 'got a list'],
    ['mere text', 'wolf\n', 'config/bridge.yaml', 'got a text'],
    [
      'a section for a value',
      'listen: {port: 1}\n',
      'config/bridge.yaml line 1 (listen)',
      'got a section',
    ],
    ['a value for a section', 'log: debug\n', 'config/bridge.yaml line 1 (log)', 'got a text'],
    ['a list as a key', '? [wolf]\n: 1\n', 'config/bridge.yaml line 1', 'plain text'],
    [
      'accounts by name',
      'accounts: {anna: {}}\n',
      'config/bridge.yaml line 1 (accounts)',
      'expected a list',
    ],
    [
      'accounts of text',
      'accounts: [anna]\n',
      'config/bridge.yaml line 1 (accounts[0])',
      'got a text',
    ],
    [
      'an unknown key',
      'listne: 127.0.0.1:1\n',
      'config/bridge.yaml line 1 (listne)',
      'Did you mean "listen"?',
    ],
    [
      'an unknown key inside',
      'log: {levle: info}\n',
      'config/bridge.yaml line 1 (log.levle)',
      'Did you mean "level"?',
    ],
    [
      'an environment name',
      'DATA_DIR: /x\n',
      'config/bridge.yaml line 1 (DATA_DIR)',
      'in the file it is dataDir',
    ],
    [
      'a prototype key',
      '__proto__: {listen: 1}\n',
      'config/bridge.yaml line 1 (__proto__)',
      'is no setting',
    ],
    [
      'a prototype name',
      'constructor: 1\n',
      'config/bridge.yaml line 1 (constructor)',
      'is no setting',
    ],
    ['a wrong merge', '<<: wolf\n', 'config/bridge.yaml line 1', 'alias of one section'],
    [
      'a bad value',
      'retentionDays: 1\n',
      'config/bridge.yaml line 1 (retentionDays)',
      'from 30 to 36500 (days); got "1"',
    ],
  ])('%s', async (_what, yaml, setting, text) => {
    const faults = await faultsOf({ yaml, env: COMPLETE });
    expect(faults.map((fault) => fault.setting).join()).toContain(setting);
    const about = faults.find((fault) => fault.setting.startsWith(setting));
    expect(about?.text).toContain(text);
    expect(JSON.stringify(faults)).not.toContain('moon');
    if (setting.includes('(')) expect(faults).toHaveLength(1);
  });

  test('a secret cut short by a comment, and a file that others can read, get a warning each', async () => {
    const yaml = account(`dexcom:\n  username: anna\n  password: wolf #moon\n${MONGO}`);
    const { config, warnings } = await load({ yaml, readableByOthers: true });
    expect(config.accounts[0]?.share?.password.reveal()).toBe('wolf');
    expect(warnings).toEqual([
      expect.stringContaining('what follows the # is a comment'),
      expect.stringContaining('every user of this machine can read it'),
    ]);
    const noSecrets = await load({
      yaml: 'retentionDays: 90 # days\n',
      env: COMPLETE,
      readableByOthers: true,
    });
    expect(noSecrets.warnings).toEqual([]);
  });
});

describe('hostile files are refused quickly and leave nothing behind', () => {
  test.each([
    ['open brackets', '['.repeat(100_000)],
    ['open braces', 'a: '.concat('{a: '.repeat(60_000))],
    ['dashes in a row', '- '.repeat(100_000)],
    ['question marks in a row', '? '.repeat(100_000)],
    [
      'deep indentation',
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ],
    [
      'aliases of aliases',
      `${Array.from({ length: 12 }, (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `*a${at - 1},`.repeat(9)}]`).join('\n')}\n`,
    ],
    ['an alias of itself', 'a: &a\n  b: *a\n'],
    ['many anchors', Array.from({ length: 20_000 }, (_, at) => `k${at}: &a${at} x`).join('\n')],
    ['a very long key', `${'k'.repeat(200_000)}: x\n`],
  ])('%s', async (_what, yaml) => {
    const started = performance.now();
    const faults = await faultsOf({ yaml, env: COMPLETE });
    expect(faults.length).toBeGreaterThan(0);
    expect(JSON.stringify(faults[0]).length).toBeLessThan(1_000);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(({} as Record<string, unknown>)['listen']).toBeUndefined();
  });
});
