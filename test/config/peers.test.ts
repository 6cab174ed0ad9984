import { describe, expect, test } from '@jest/globals';
import { PEER_NAMES } from '../../src/config/peer-names.ts';
import { COMPLETE, load } from './load-with.ts';

const PEER_WARNING =
  /^Set for another uploader, accepted, and without effect here: (.*)\. The bridge finds its own pace\.$/;

describe('the environment of another uploader works as it is', () => {
  test('share2nightscout-bridge', async () => {
    const { config, warnings } = await load({
      env: {
        API_SECRET: 'a-long-enough-secret',
        DEXCOM_ACCOUNT_NAME: '+11234567890',
        DEXCOM_PASSWORD: '00123456',
        WEBSITE_HOSTNAME: 'ns.example.org',
        maxCount: '1',
        minutes: '1440',
        firstFetchCount: '3',
        maxFailures: '3',
        SHARE_INTERVAL: '150000',
        BRIDGE_SERVER: 'EU',
      },
    });
    expect(config.accounts).toHaveLength(1);
    expect(config.accounts[0]?.share?.login).toEqual({ by: 'name', name: '+11234567890' });
    expect(config.accounts[0]?.share?.password.reveal()).toBe('00123456');
    expect(config.accounts[0]?.share?.region).toBe('ous');
    expect(config.accounts[0]?.nightscout?.siteUrl).toBe('https://ns.example.org');
    expect(config.accounts[0]?.nightscout?.credential.kind).toBe('secret');
    expect(warnings).toHaveLength(1);
    expect(PEER_WARNING.exec(warnings[0]!)?.[1]).toBe(
      'SHARE_INTERVAL, maxCount, minutes, firstFetchCount, maxFailures',
    );
  });

  test('the bridge plugin of Nightscout, on Nightscout’s own database', async () => {
    const { config, warnings } = await load({
      env: {
        ENABLE: 'careportal bridge rawbg',
        API_SECRET: 'a-long-enough-secret',
        CUSTOMCONNSTR_BRIDGE_USER_NAME: '01234',
        CUSTOMCONNSTR_bridge_password: 'true',
        BRIDGE_INTERVAL: '156000',
        BRIDGE_MAX_COUNT: '1',
        BRIDGE_FIRST_FETCH_COUNT: '3',
        BRIDGE_MAX_FAILURES: '3',
        BRIDGE_MINUTES: '1440',
        MONGODB_URI: 'mongodb+srv://u:p@cluster0.example.net/ns?retryWrites=true',
        MONGO_COLLECTION: 'sgv',
      },
    });
    expect(config.accounts[0]?.share?.login).toEqual({ by: 'name', name: '01234' });
    expect(config.accounts[0]?.share?.password.reveal()).toBe('true');
    expect(config.accounts[0]?.share?.region).toBe('us');
    expect(config.accounts[0]?.nightscout).toBeUndefined();
    expect(config.accounts[0]?.mongodb?.collection).toBe('sgv');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      'ENABLE, BRIDGE_INTERVAL, BRIDGE_MAX_COUNT, BRIDGE_FIRST_FETCH_COUNT',
    );
  });

  test('nightscout-connect', async () => {
    const { config, warnings } = await load({
      env: {
        CONNECT_SOURCE: 'dexcomshare',
        CONNECT_SHARE_ACCOUNT_NAME: 'anna@example.org',
        CONNECT_SHARE_PASSWORD: ' p w ',
        CONNECT_SHARE_REGION: 'ous',
        CONNECT_NIGHTSCOUT_ENDPOINT: 'https://ns.example.org/sub/?token=bridge-0123456789abcdef',
        CONNECT_API_SECRET: 'a-long-enough-secret',
      },
    });
    expect(config.accounts[0]?.share?.password.reveal()).toBe(' p w ');
    expect(config.accounts[0]?.share?.region).toBe('ous');
    expect(config.accounts[0]?.nightscout?.siteUrl).toBe('https://ns.example.org/sub');
    expect(config.accounts[0]?.nightscout?.credential.value.reveal()).toBe('a-long-enough-secret');
    expect(warnings.filter((text) => PEER_WARNING.test(text))).toHaveLength(1);
    expect(warnings.join()).not.toContain('0123456789abcdef');
  });

  test('names of nightscout-librelink-up that mean the same', async () => {
    const { config, warnings } = await load({
      env: {
        ...COMPLETE,
        NIGHTSCOUT_URL: 'ns.example.org',
        NIGHTSCOUT_API_SECRET: '',
        NIGHTSCOUT_API_TOKEN: 'bridge-0123456789abcdef',
        NIGHTSCOUT_DEVICE_NAME: 'my-device',
        LOG_LEVEL: 'DEBUG',
        SINGLE_SHOT: 'false',
        LINK_UP_PASSWORD: 'libre-pass',
      },
    });
    expect(config.log.level).toBe('debug');
    expect(config.accounts[0]?.nightscout).toMatchObject({
      siteUrl: 'https://ns.example.org',
      device: 'my-device',
    });
    expect(config.accounts[0]?.nightscout?.credential.kind).toBe('token');
    expect(warnings).toEqual([expect.stringContaining('LINK_UP_PASSWORD, SINGLE_SHOT')]);
    expect(warnings.join()).not.toContain('libre-pass');
  });
});

test('all tuning names change nothing and get one warning together', async () => {
  const plain = await load({ env: COMPLETE });
  const env = {
    ...COMPLETE,
    ...Object.fromEntries(PEER_NAMES.map((name) => [name, 'dexcomshare'])),
  };
  const tuned = await load({ env });
  expect(tuned.config).toEqual(plain.config);
  expect(tuned.warnings).toHaveLength(1);
  for (const name of PEER_NAMES) expect(tuned.warnings[0]).toContain(name);
  expect(plain.warnings).toEqual([]);
});

test('another source than dexcomshare gets a warning of its own', async () => {
  const { warnings } = await load({ env: { ...COMPLETE, CONNECT_SOURCE: 'linkup' } });
  expect(warnings).toHaveLength(2);
  expect(warnings[1]).toContain('dexcomshare');
});

test('a host name that the hosting sets by itself makes no destination and no account', async () => {
  const env = {
    WEBSITE_HOSTNAME: 'bridge.example.net',
    MONGODB_URI: 'mongodb://127.0.0.1/ns',
    DEXCOM_USERNAME: 'a',
    DEXCOM_PASSWORD: 'b',
  };
  expect((await load({ env })).config.accounts[0]?.nightscout).toBeUndefined();
  const yaml =
    'accounts:\n- name: lena\n  dexcom: {username: l, password: p}\n  mongodb: {uri: mongodb://127.0.0.1/lena}\n';
  const beside = await load({
    yaml,
    env: { WEBSITE_HOSTNAME: 'bridge.example.net', API_SECRET: 'short', PORT: '80' },
  });
  expect(beside.config.accounts.map(({ name }) => name)).toEqual(['lena']);
  expect(beside.config.listen).toEqual({ host: '::', port: 80, everywhere: true });
});
