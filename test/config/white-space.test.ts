import { describe, expect, test } from '@jest/globals';
import { COMPLETE, effectiveOf, load } from './load-with.ts';

describe('white space around an address is no part of it', () => {
  test.each(['STORAGE_URI', 'MONGO_CONNECTION', 'MONGO', 'MONGOLAB_URI', 'MONGODB_URI'])(
    '%s',
    async (name) => {
      const { config, warnings } = await load({
        env: { ...COMPLETE, [name]: ' \tmongodb://h/ns\n', mongodb_uri: 'mongodb://h/ns' },
      });
      expect(config.accounts[0]?.mongodb?.uri.reveal()).toBe('mongodb://h/ns');
      expect(warnings).toEqual([]);
    },
  );

  test.each(['NIGHTSCOUT_URL', 'NS', 'CONNECT_NIGHTSCOUT_ENDPOINT'])('%s', async (name) => {
    const { NIGHTSCOUT_URL: url, ...rest } = COMPLETE;
    const loaded = await load({ env: { ...rest, [name]: ` ${url}\t` } });
    expect(loaded.config.accounts[0]?.nightscout?.siteUrl).toBe(url);
    expect(loaded.warnings).toEqual([]);
  });

  test('DEXCOM_SHARE_URL and DEXCOM_API_URL', async () => {
    const url = 'https://share.example.org';
    const env = { ...COMPLETE, DEXCOM_SHARE_URL: ` ${url} `, DEXCOM_API_URL: ` ${url} ` };
    const loaded = await load({ env });
    expect(loaded.config.accounts[0]?.share?.serverUrl).toBe(url);
    expect(effectiveOf(loaded, 'DEXCOM_API_URL').value).toBe(url);
  });
});
