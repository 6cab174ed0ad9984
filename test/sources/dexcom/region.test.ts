import { expect, test } from '@jest/globals';
import { REGIONS } from '../../../src/sources/dexcom/region.ts';
import { serverAddress } from '../../../src/sources/dexcom/share/server-address.ts';

const AT_HOME = 'd89443d2-327c-4a6f-89e5-496bbb0317db';
const IN_JAPAN = 'd8665ade-9673-4e27-9ff6-92db4ce13d13';

test.each([
  ['us', 'https://share2.dexcom.com/ShareWebServices/Services', AT_HOME],
  ['ous', 'https://shareous1.dexcom.com/ShareWebServices/Services', AT_HOME],
  ['jp', 'https://share.dexcom.jp/ShareWebServices/Services', IN_JAPAN],
] as const)('%s has its own host and application id', (region, baseUrl, applicationId) => {
  expect(serverAddress(region, undefined).baseUrl).toBe(baseUrl);
  expect(REGIONS[region].shareApplicationId).toBe(applicationId);
});
