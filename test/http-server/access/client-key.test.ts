import { expect, test } from '@jest/globals';
import { clientKey } from '../../../src/http-server/access/client-key.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['2001:db8:1:2:3:4:192.0.2.7', '2001:db8:1:2'],
  ['nonsense', 'unknown'],
  [undefined, 'unknown'],
])('%s is the client %s', (address, key) => {
  expect(clientKey(address)).toBe(key);
});

test('one /64 is one client, the next one another', () => {
  expect(clientKey('2001:db8::aaaa:1')).toBe(clientKey('2001:db8::bbbb:2'));
  expect(clientKey('2001:db8::1')).not.toBe(clientKey('2001:db8:0:1::1'));
});
