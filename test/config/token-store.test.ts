import { describe, expect, test } from '@jest/globals';
import { COMPLETE, effectiveOf, faultsOf, load } from './load-with.ts';

const KEY = 'sixteen letters!';
const MONGO = { MONGODB_URI: 'mongodb://u:p@h.example.org/ns' };
const APPLICATION = { DEXCOM_CLIENT_ID: 'an-application', DEXCOM_CLIENT_SECRET: 'its-secret' };
const lost = expect.stringMatching(/tokens of the Web API would be lost.*TOKEN_STORE to mongodb/);

describe('where tokens are kept', () => {
  test('in the journal, unless said', async () => {
    const { config } = await load({ env: COMPLETE });
    expect(config.tokenStore).toEqual({ kind: 'journal' });
  });

  test('in the MongoDB, with a key that is never shown', async () => {
    const loaded = await load({
      env: { ...COMPLETE, ...MONGO, TOKEN_STORE: 'MongoDB', TOKEN_KEY: KEY },
    });
    const { tokenStore } = loaded.config;
    expect(tokenStore.kind === 'mongodb' && tokenStore.key.reveal()).toBe(KEY);
    expect(loaded.warnings).toEqual([]);
    expect(effectiveOf(loaded, 'TOKEN_STORE')).toEqual({
      value: 'mongodb',
      origin: 'environment TOKEN_STORE',
    });
    expect(effectiveOf(loaded, 'TOKEN_KEY').value).toBe('***');
    expect(JSON.stringify(loaded)).not.toContain(KEY);
  });

  test('the key may come as a file', async () => {
    const { config } = await load({
      env: { ...COMPLETE, ...MONGO, TOKEN_STORE: 'mongodb', TOKEN_KEY_FILE: '/run/key' },
      files: { '/run/key': `${KEY}\n` },
    });
    expect(config.tokenStore.kind === 'mongodb' && config.tokenStore.key.reveal()).toBe(KEY);
  });

  test('a key too short says how to come by one', async () => {
    const env = { ...COMPLETE, ...MONGO, TOKEN_STORE: 'mongodb', TOKEN_KEY: KEY.slice(1) };
    expect(await faultsOf({ env })).toEqual([
      {
        setting: 'TOKEN_KEY',
        text: 'expected at least 16 characters, such as those that openssl rand -base64 24 prints; got something else (a secret is never shown).',
      },
    ]);
  });

  test('key and database are missed at once', async () => {
    const faults = await faultsOf({ env: { ...COMPLETE, TOKEN_STORE: 'mongodb' } });
    expect(faults).toEqual([
      {
        setting: 'TOKEN_KEY',
        text: expect.stringMatching(/^is missing: TOKEN_STORE is mongodb\..*openssl rand/),
      },
      {
        setting: 'MONGODB_URI',
        text: 'is missing: TOKEN_STORE is mongodb, and account default has no database for its tokens. Set it, or TOKEN_STORE to journal.',
      },
    ]);
  });

  test('a wrong database is not called missing besides', async () => {
    const env = { ...COMPLETE, MONGO: 'postgres://x', TOKEN_STORE: 'mongodb', TOKEN_KEY: KEY };
    expect((await faultsOf({ env })).map(({ setting }) => setting)).toEqual(['MONGO']);
  });

  test('every account needs a database, and is told in the words of the file', async () => {
    const yaml = `tokenStore: mongodb\ntokenKey: ${KEY}\naccounts:\n  - {name: anna, dexcom: {username: a, password: b}, mongodb: {uri: "mongodb://h/a"}}\n  - {name: lena, dexcom: {username: l, password: b}, nightscout: {url: l.example.org, token: t}}\n`;
    expect(await faultsOf({ yaml })).toEqual([
      {
        setting: 'accounts[1].mongodb.uri',
        text: 'is missing: tokenStore is mongodb, and account lena has no database for its tokens. Set it, or tokenStore to journal.',
      },
    ]);
  });

  test('a key for the journal has no effect and says so', async () => {
    const { config, warnings } = await load({ env: { ...COMPLETE, TOKEN_KEY: KEY } });
    expect(config.tokenStore).toEqual({ kind: 'journal' });
    expect(warnings).toEqual([
      'TOKEN_KEY has no effect: TOKEN_STORE is journal, which needs no key.',
    ]);
  });

  test('without accounts neither counts', async () => {
    const env = { TOKEN_STORE: 'cloud', TOKEN_KEY: 'short' };
    const { config, warnings } = await load({ withoutAccounts: true, env });
    expect(config.tokenStore).toEqual({ kind: 'journal' });
    expect(warnings).toEqual([]);
  });
});

describe('a disk that does not last', () => {
  const HEROKU = { DYNO: 'worker.1' };
  const RAILWAY = { RAILWAY_ENVIRONMENT_ID: 'e-1' };
  const volume = (path: string) => ({ ...RAILWAY, RAILWAY_VOLUME_MOUNT_PATH: path });

  test.each([
    [HEROKU, true],
    [{ ...HEROKU, DATA_DIR: '/app/data' }, true],
    [{ RENDER: 'true' }, true],
    [{ RENDER: 'true', DATA_DIR: '/var/data' }, false],
    [{ FLY_MACHINE_ID: 'm-1' }, true],
    [{ FLY_MACHINE_ID: 'm-1', DATA_DIR: '/data' }, false],
    [RAILWAY, true],
    [{ ...RAILWAY, DATA_DIR: '/data' }, true],
    [{ ...volume('/data'), DATA_DIR: '/data' }, false],
    [{ ...volume('/data'), DATA_DIR: '/data/bridge' }, false],
    [{ ...volume('/data'), DATA_DIR: '/data2' }, true],
    [{ ...volume('/data'), DATA_DIR: '/dat' }, true],
    [volume('/bridge'), false],
    [volume('/'), false],
    [{ DYNO: '' }, false],
    [{}, false],
  ])('%j: a warning is %s', async (host, warned) => {
    const { warnings } = await load({ env: { ...COMPLETE, ...APPLICATION, ...host } });
    expect(warnings).toEqual(warned ? [lost] : []);
  });

  test('is no news with tokens in the MongoDB, nor without a Web API application', async () => {
    const env = { ...COMPLETE, ...HEROKU, ...MONGO, TOKEN_STORE: 'mongodb', TOKEN_KEY: KEY };
    expect((await load({ env: { ...env, ...APPLICATION } })).warnings).toEqual([]);
    expect((await load({ env: { ...COMPLETE, ...HEROKU } })).warnings).toEqual([]);
  });

  test('is told once for several accounts', async () => {
    const yaml = `accounts:\n  - {name: anna, dexcom: {clientId: c, clientSecret: s}, mongodb: {uri: "mongodb://h/a"}}\n`;
    const { warnings } = await load({ yaml, env: { ...COMPLETE, ...APPLICATION, ...HEROKU } });
    expect(warnings).toEqual([lost]);
  });
});
