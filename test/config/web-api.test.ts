import { describe, expect, test } from '@jest/globals';
import { COMPLETE, completeWithout, effectiveOf, faultsOf, load } from './load-with.ts';

const APPLICATION = { DEXCOM_CLIENT_ID: 'an-application', DEXCOM_CLIENT_SECRET: 'its-secret' };
const withoutShare = completeWithout('DEXCOM_USERNAME', 'DEXCOM_PASSWORD');

describe('an account has Share, a Web API application, or both', () => {
  test('the application alone is a source', async () => {
    const { config, warnings } = await load({ env: { ...withoutShare, ...APPLICATION } });
    expect(config.accounts[0]?.share).toBeUndefined();
    expect(config.accounts[0]?.webApi).toMatchObject({
      clientId: 'an-application',
      environment: 'us',
      baseUrl: 'https://api.dexcom.com',
      redirectUri: 'http://localhost:17581/callback',
    });
    expect(config.accounts[0]?.webApi?.clientSecret.reveal()).toBe('its-secret');
    expect(warnings).toEqual([]);
  });

  test('both', async () => {
    const { config, warnings } = await load({ env: { ...COMPLETE, ...APPLICATION } });
    expect(config.accounts[0]?.share).toBeDefined();
    expect(config.accounts[0]?.webApi).toBeDefined();
    expect(warnings).toEqual([]);
  });

  test('neither is a fault that names both ways', async () => {
    const faults = await faultsOf({ env: withoutShare });
    expect(faults).toEqual([
      {
        setting: 'account default',
        text: 'no source of readings: set DEXCOM_USERNAME and DEXCOM_PASSWORD, or DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET.',
      },
    ]);
  });

  test('half of each is told at once', async () => {
    const env = { ...withoutShare, DEXCOM_CLIENT_ID: 'x', DEXCOM_PASSWORD: 'y' };
    expect((await faultsOf({ env })).map(({ setting }) => setting)).toEqual([
      'DEXCOM_USERNAME',
      'DEXCOM_CLIENT_SECRET',
    ]);
  });

  test('its secret may come as a file, and an environment with prefixes names it too', async () => {
    const { config } = await load({
      env: {
        ...withoutShare,
        CUSTOMCONNSTR_dexcom_client_id: 'prefixed',
        DEXCOM_CLIENT_SECRET_FILE: '/run/client',
      },
      files: { '/run/client': 'from-a-file\n' },
    });
    expect(config.accounts[0]?.webApi?.clientId).toBe('prefixed');
    expect(config.accounts[0]?.webApi?.clientSecret.reveal()).toBe('from-a-file');
  });

  test('two accounts may use one application, each in its region', async () => {
    const one = (name: string, region: string): string =>
      `  - name: ${name}\n    dexcom: {clientId: same, clientSecret: same, region: ${region}}\n    mongodb: {uri: "mongodb://h/${name}"}\n`;
    const loaded = await load({ yaml: `accounts:\n${one('anna', 'eu')}${one('lena', 'jp')}` });
    expect(loaded.config.accounts.map(({ webApi }) => webApi?.baseUrl)).toEqual([
      'https://api.dexcom.eu',
      'https://api.dexcom.jp',
    ]);
    expect(loaded.warnings).toEqual([]);
    expect(effectiveOf(loaded, 'accounts.anna.dexcom.clientSecret').value).toBe('***');
  });
});

describe('the region is one setting for both', () => {
  test('it chooses both servers and is shown once', async () => {
    const loaded = await load({ env: { ...COMPLETE, ...APPLICATION, BRIDGE_SERVER: 'EU' } });
    expect(loaded.config.accounts[0]?.share?.region).toBe('ous');
    expect(loaded.config.accounts[0]?.webApi?.environment).toBe('ous');
    expect(loaded.effective.filter(({ name }) => name === 'DEXCOM_REGION')).toEqual([
      { name: 'DEXCOM_REGION', value: 'ous', origin: 'environment BRIDGE_SERVER' },
    ]);
    const names = loaded.effective.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('a wrong one is one fault', async () => {
    const env = { ...COMPLETE, ...APPLICATION, DEXCOM_REGION: 'mars' };
    expect((await faultsOf({ env })).map(({ setting }) => setting)).toEqual(['DEXCOM_REGION']);
  });

  test('DEXCOM_API wins over it, and another server over both', async () => {
    const env = { ...COMPLETE, ...APPLICATION, DEXCOM_REGION: 'jp', DEXCOM_API: 'sandbox' };
    expect((await load({ env })).config.accounts[0]?.webApi?.environment).toBe('sandbox');
    const custom = { ...env, DEXCOM_API_URL: 'http://127.0.0.1:8080/v3' };
    expect((await load({ env: custom })).config.accounts[0]?.webApi?.baseUrl).toBe(
      'http://127.0.0.1:8080',
    );
  });
});

describe('when it is asked, and what of it is written', () => {
  test('every 15 minutes but not at the full hour, and nothing opt-in, unless said', async () => {
    const { config } = await load({ env: { ...COMPLETE, ...APPLICATION } });
    expect(config.accounts[0]).toMatchObject({
      historySchedule: '7-59/15 * * * *',
      writes: { events: false, mbg: false, alerts: false },
    });
  });

  test('as the environment says, and each account of the file for itself', async () => {
    const { config, warnings } = await load({
      env: {
        ...COMPLETE,
        ...APPLICATION,
        HISTORY_SCHEDULE: ' 0 4 * * * ',
        NIGHTSCOUT_EVENTS: 'TRUE',
        NIGHTSCOUT_MBG: 'true',
      },
      yaml: 'accounts:\n  - name: anna\n    dexcom: {clientId: c, clientSecret: s, historySchedule: 5 * * * *}\n    nightscout: {alerts: true}\n    mongodb: {uri: "mongodb://h/anna"}\n',
    });
    const [anna, own] = config.accounts;
    expect(own).toMatchObject({
      historySchedule: '0 4 * * *',
      writes: { events: true, mbg: true, alerts: false },
    });
    expect(anna).toMatchObject({
      historySchedule: '5 * * * *',
      writes: { events: false, mbg: false, alerts: true },
    });
    expect(anna?.nightscout).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test.each([
    ['DEXCOM_API', 'sandbox'],
    ['DEXCOM_API_URL', 'http://127.0.0.1:1'],
    ['DEXCOM_REDIRECT_URI', 'http://localhost:8081/cb'],
    ['HISTORY_SCHEDULE', '0 4 * * *'],
    ['NIGHTSCOUT_EVENTS', 'true'],
    ['NIGHTSCOUT_MBG', 'true'],
    ['NIGHTSCOUT_ALERTS', 'true'],
  ])('%s without an application has no effect and says so', async (name, value) => {
    const { warnings } = await load({ env: { ...COMPLETE, [name]: value } });
    expect(warnings).toEqual([
      `${name} has no effect without DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET.`,
    ]);
  });

  test('what is off anyway, and the region, are no news', async () => {
    const env = { ...COMPLETE, NIGHTSCOUT_EVENTS: 'false', DEXCOM_REGION: 'us' };
    expect((await load({ env })).warnings).toEqual([]);
  });

  test('of an account of the file it is told in the words of the file', async () => {
    const { warnings } = await load({
      yaml: 'accounts:\n  - name: anna\n    dexcom: {username: a, password: b, api: us, historySchedule: 5 * * * *}\n    mongodb: {uri: "mongodb://h/anna"}\n',
    });
    expect(warnings).toEqual([
      'config/bridge.yaml line 3 (accounts[0].dexcom.api), config/bridge.yaml line 3 (accounts[0].dexcom.historySchedule) have no effect without accounts[0].dexcom.clientId and accounts[0].dexcom.clientSecret.',
    ]);
  });
});
