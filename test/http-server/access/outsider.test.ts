import { describe, expect, test } from '@jest/globals';
import { createReaderAccess } from '../../../src/http-server/access/index.ts';
import { findOutsider, type Outsider } from '../../../src/http-server/access/outsider.ts';
import { Secret } from '../../../src/platform/secret.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const CROSS_SITE = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };

const OWN: readonly Record<string, string>[] = [
  {},
  { host: 'localhost' },
  { host: 'LOCALHOST:17580' },
  { host: '127.0.0.1' },
  { host: '127.3.2.1:80' },
  { host: '[::1]' },
  { host: '[::1]:17580' },
  { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
  { origin: 'http://[::1]:3000' },
  // Web views of apps on the same phone.
  { origin: 'null' },
  { origin: 'file://' },
  // A program of this machine that names an origin; browsers say more.
  { origin: 'https://site.example' },
  { origin: 'capacitor://localhost' },
  { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
  { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' },
  // A link on another site that was followed.
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
];

const OTHERS: readonly [Outsider, Record<string, string>][] = [
  ['proxied', { forwarded: 'for=192.0.2.60' }],
  ['proxied', { 'X-Forwarded-For': '127.0.0.1' }],
  ['proxied', { 'X-Forwarded-Host': 'glucose.example' }],
  ['proxied', { 'X-Real-IP': '127.0.0.1' }],
  ['proxied', { 'CF-Connecting-IP': '203.0.113.4' }],
  ['proxied', { via: '1.1 vegur' }],
  ['other-name', { host: 'glucose.example' }],
  ['other-name', { host: 'glucose.example:17580' }],
  ['other-name', { host: '127.0.0.1.example' }],
  ['other-name', { host: 'localhost.example' }],
  ['other-name', { host: '192.168.1.4:17580' }],
  ['other-name', { host: '0.0.0.0:17580' }],
  ['other-name', { host: '' }],
  ['other-name', { host: '[fe80::1]:17580' }],
  ['other-site', { host: 'localhost', origin: 'https://site.example', ...CROSS_SITE }],
  ['other-site', { origin: 'https://localhost.example', ...CROSS_SITE }],
  ['other-site', { origin: 'http://192.168.1.4:8080', ...CROSS_SITE }],
  ['other-site', { origin: 'null', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
  ['other-site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
];

const ask = (headers: Record<string, string>) => new Request('http://127.0.0.1/', { headers });

describe('on loopback with nothing shown', () => {
  test.each(OWN)('%j is from this machine', async (headers) => {
    expect(findOutsider(ask(headers))).toBeUndefined();
    for (const secret of [undefined, new Secret('a long secret')]) {
      const access = createReaderAccess({ secret, isRequired: false, clock: new FakeClock() });
      expect(await access.admit(ask(headers), '127.0.0.1')).toEqual({ kind: 'open' });
    }
  });

  test.each(OTHERS)('%s: %j needs the secret', async (outsider, headers) => {
    expect(findOutsider(ask(headers))).toBe(outsider);
    const clock = new FakeClock();
    const none = createReaderAccess({ secret: undefined, isRequired: false, clock });
    expect(await none.admit(ask(headers), '127.0.0.1')).toMatchObject({
      status: 401,
      message: expect.stringContaining('set FEED_API_SECRET on the bridge'),
    });
    const some = createReaderAccess({ secret: new Secret('long'), isRequired: false, clock });
    expect(await some.admit(ask(headers), '127.0.0.1')).toMatchObject({
      status: 401,
      message: expect.stringContaining('send the secret of the bridge'),
    });
  });
});
