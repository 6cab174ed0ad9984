import { describe, expect, test } from '@jest/globals';
import { partsOf, planAccounts, type PlanTools } from '../../src/app/plan-accounts.ts';
import type { BridgeAccount } from '../../src/app/read-configuration.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createUrgentWork } from '../../src/platform/urgent-work.ts';
import { FakeClock } from '../support/fake-clock.ts';

const site = {
  siteUrl: 'https://x.example.org',
  device: 'd',
  toleranceMs: 0,
  writes: { events: true, mbg: false, alerts: false },
};
const value = new Secret('a-secret-of-the-site');
const webApi = {
  baseUrl: 'http://127.0.0.1:9',
  environment: 'custom',
  clientId: 'id',
  clientSecret: value,
  redirectUri: 'http://localhost:17581/callback',
};

const tools = {
  state: { of: () => ({ store: {}, fingerprint: keyedFingerprint('key') }) },
  clock: new FakeClock(),
  random: seededRandom(1),
  http: () => Promise.resolve(createHttpClient('test')),
  urgent: createUrgentWork(),
} as unknown as PlanTools;

describe.each([
  ['v1', { restV1: { ...site, credential: { kind: 'token', value } } }],
  ['v3', { restV3: { ...site, token: value } }],
])('an account whose site is reached by %s', (_api, options) => {
  const account = (more: object): BridgeAccount =>
    ({ name: 'anna', ...options, ...more }) as unknown as BridgeAccount;

  test('has one sink of readings, and one of treatments where there is a source of them', async () => {
    for (const [more, names] of [
      [{}, ['nightscout']],
      [{ webApi }, ['nightscout', 'nightscout-treatments']],
    ] as const) {
      const config = { accounts: [account(more)], shareRequestsPerReading: 1.5 };
      const [plan] = planAccounts(config, tools);
      expect(plan?.sinks.map(({ name }) => name)).toEqual(names);
      expect(partsOf(account(more)).sinks).toEqual(names);
      const [first] = await Promise.all((plan?.sinks ?? []).map((sink) => sink.create()));
      // The cursor belongs to the name and the place: it goes on whichever API is set.
      expect([first?.name, first?.destination]).toEqual(['nightscout', site.siteUrl]);
    }
  });
});
