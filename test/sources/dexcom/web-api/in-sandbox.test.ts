import { expect, test } from '@jest/globals';
import { inSandbox } from '../../../../src/sources/dexcom/web-api/index.ts';
import { loadWith } from './load-web-api.ts';

const APPLICATION = { DEXCOM_CLIENT_ID: 'AbC123', DEXCOM_CLIENT_SECRET: 's3cret' };

test.each([
  [{ DEXCOM_REGION: 'jp' }, 'https://sandbox-api.dexcom.com', 'sandbox'],
  [{ DEXCOM_API: 'sandbox' }, 'https://sandbox-api.dexcom.com', 'sandbox'],
  [{ DEXCOM_API_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1', 'custom'],
])('the application of %j in the sandbox is asked at %s', async (given, baseUrl, environment) => {
  const { options } = await loadWith({ ...APPLICATION, ...given });
  expect(inSandbox(options!)).toEqual({ ...options, baseUrl, environment });
});
