import { expect, test } from '@jest/globals';
import { BridgeFailure } from '../../../../src/domain/failure.ts';
import { serverAddress } from '../../../../src/sources/dexcom/share/server-address.ts';

const TAIL = '/ShareWebServices/Services';

test.each([
  ['http://127.0.0.1:8080', `http://127.0.0.1:8080${TAIL}`],
  ['http://127.0.0.1:8080/', `http://127.0.0.1:8080${TAIL}`],
  ['https://proxy.example/dexcom', `https://proxy.example/dexcom${TAIL}`],
  ['https://proxy.example/dexcom//', `https://proxy.example/dexcom${TAIL}`],
  [`https://proxy.example${TAIL}`, `https://proxy.example${TAIL}`],
  [`https://proxy.example/p${TAIL}/`, `https://proxy.example/p${TAIL}`],
  ['https://proxy.example/sharewebservices/services', `https://proxy.example${TAIL}`],
  ['https://proxy.example/ShareWebServices', `https://proxy.example${TAIL}`],
  ['share.example:8443', `https://share.example:8443${TAIL}`],
  ['localhost:8080', `https://localhost:8080${TAIL}`],
  ['http://[::1]:8080', `http://[::1]:8080${TAIL}`],
  [' https://proxy.example?a=b#c ', `https://proxy.example${TAIL}`],
])('%s becomes %s', (given, baseUrl) => {
  expect(serverAddress('us', given).baseUrl).toBe(baseUrl);
});

test('a proxy’s user and password are sent but never shown', () => {
  const { baseUrl, shown } = serverAddress('us', 'https://me:s3cret@proxy.example');
  expect(baseUrl).toBe(`https://me:s3cret@proxy.example${TAIL}`);
  expect(shown).toBe(`https://proxy.example${TAIL}`);
});

test.each(['ftp://share.example', 'http://', '', 'https://me:s3cret@ho st/'])(
  '“%s” is a fault of the configuration, and is not repeated',
  (given) => {
    expect.assertions(3);
    try {
      serverAddress('us', given);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(BridgeFailure);
      expect(thrown).toMatchObject({ code: 'share.bad_url', kind: 'config' });
      expect((thrown as Error).message).not.toMatch(/s3cret|ftp/);
    }
  },
);
