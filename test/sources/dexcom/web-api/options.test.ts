import { describe, expect, test } from '@jest/globals';
import { accountPlaces } from '../../../../src/config/catalogue.ts';
import { regionSetting } from '../../../../src/sources/dexcom/region-setting.ts';
import { shareSettings } from '../../../../src/sources/dexcom/share/options.ts';
import { webApiSettings } from '../../../../src/sources/dexcom/web-api/options.ts';
import { loadWith } from './load-web-api.ts';

const APPLICATION = { DEXCOM_CLIENT_ID: 'AbC123', DEXCOM_CLIENT_SECRET: 's3cret' };

describe('the settings of the Web API', () => {
  test.each([
    [{}, 'https://api.dexcom.com', 'us'],
    [{ DEXCOM_REGION: 'us' }, 'https://api.dexcom.com', 'us'],
    [{ DEXCOM_REGION: 'eu' }, 'https://api.dexcom.eu', 'ous'],
    [{ BRIDGE_SERVER: 'EU' }, 'https://api.dexcom.eu', 'ous'],
    [{ DEXCOM_REGION: 'jp' }, 'https://api.dexcom.jp', 'jp'],
    [{ DEXCOM_API: 'sandbox' }, 'https://sandbox-api.dexcom.com', 'sandbox'],
    [{ DEXCOM_API: 'EU' }, 'https://api.dexcom.eu', 'ous'],
    [{ DEXCOM_REGION: 'jp', DEXCOM_API: 'sandbox' }, 'https://sandbox-api.dexcom.com', 'sandbox'],
    [{ DEXCOM_API_URL: 'http://127.0.0.1:8080/' }, 'http://127.0.0.1:8080', 'custom'],
    [{ DEXCOM_API_URL: 'http://127.0.0.1:8080/dex/v3/' }, 'http://127.0.0.1:8080/dex', 'custom'],
    [{ DEXCOM_API_URL: 'https://api.dexcom.eu/v3' }, 'https://api.dexcom.eu', 'ous'],
    [{ DEXCOM_API: 'jp', DEXCOM_API_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1', 'custom'],
  ])('%j read from %s (%s)', async (given, baseUrl, environment) => {
    const { options, warnings } = await loadWith({ ...APPLICATION, ...given });
    expect(options).toMatchObject({
      baseUrl,
      environment,
      clientId: 'AbC123',
      redirectUri: 'http://localhost:17581/callback',
    });
    expect(options?.clientSecret.reveal()).toBe('s3cret');
    expect(JSON.stringify(options)).not.toContain('s3cret');
    expect(warnings).toEqual([]);
  });

  test('keep the redirect address letter by letter', async () => {
    for (const uri of ['http://localhost:8081/', 'http://localhost', 'https://Example.org/CB/']) {
      const given = { ...APPLICATION, DEXCOM_REDIRECT_URI: ` ${uri} ` };
      expect((await loadWith(given)).options?.redirectUri).toBe(uri);
    }
  });

  test('warn where the account’s region and the Web API differ, and of a secret in the open', async () => {
    const differ = { ...APPLICATION, DEXCOM_REGION: 'us', DEXCOM_API: 'ous' };
    expect((await loadWith(differ)).warnings).toEqual([
      expect.stringContaining('DEXCOM_API is ous'),
    ]);
    const open = { ...APPLICATION, DEXCOM_API_URL: 'http://192.168.1.2:80' };
    expect((await loadWith(open)).warnings).toEqual([expect.stringContaining('https')]);
  });

  test.each([
    [{ DEXCOM_CLIENT_ID: 'AbC123' }, 'DEXCOM_CLIENT_SECRET'],
    [{ DEXCOM_CLIENT_SECRET: 's3cret' }, 'DEXCOM_CLIENT_ID'],
    [{ ...APPLICATION, DEXCOM_API: 'moon' }, 'DEXCOM_API'],
    [{ ...APPLICATION, DEXCOM_API_URL: 'https://u:p@host' }, 'DEXCOM_API_URL'],
    [{ ...APPLICATION, DEXCOM_API_URL: 'https://host?x=1' }, 'DEXCOM_API_URL'],
    [{ ...APPLICATION, DEXCOM_REDIRECT_URI: 'localhost:8080/callback' }, 'DEXCOM_REDIRECT_URI'],
    [{ ...APPLICATION, DEXCOM_REDIRECT_URI: 'http://localhost/cb#x' }, 'DEXCOM_REDIRECT_URI'],
    [{ ...APPLICATION, DEXCOM_CLIENT_ID: 'a b' }, 'DEXCOM_CLIENT_ID'],
  ])('%j are a fault of one setting', async (given, setting) => {
    const { faults } = await loadWith(given);
    expect(faults.map((fault) => fault.setting)).toEqual([setting]);
    expect(JSON.stringify(faults)).not.toContain('s3cret');
  });

  test('are not wanted where nothing of them is set, whatever the region', async () => {
    const loaded = await loadWith({ DEXCOM_REGION: 'ous' });
    expect(loaded.options).toBeUndefined();
    expect(loaded.faults.filter(({ setting }) => setting.includes('CLIENT'))).toEqual([]);
  });

  test('share the region with Share: one setting, told once', async () => {
    const env = { ...APPLICATION, DEXCOM_REGION: 'jp' };
    const groups = { share: shareSettings, webApi: webApiSettings };
    const places = accountPlaces(groups).filter(({ setting }) => setting === regionSetting);
    expect(places).toHaveLength(1);
    expect((await loadWith(env)).regions).toBe(1);
  });
});
