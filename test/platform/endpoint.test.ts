import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { ENDPOINTS, endpointNamed } from '../../src/platform/endpoint.ts';
import type { HttpClient, HttpRequest } from '../../src/platform/http-client.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createSiteClient } from '../../src/sinks/nightscout/rest-v1/client.ts';
import type { RestV1ReadingOptions } from '../../src/sinks/nightscout/rest-v1/options.ts';
import { createV3Client } from '../../src/sinks/nightscout/rest-v3/client.ts';
import { createShareClient } from '../../src/sources/dexcom/share/client.ts';
import { serverAddress } from '../../src/sources/dexcom/share/server-address.ts';
import type { CallBudget } from '../../src/sources/dexcom/web-api/call-budget.ts';
import { createWebApiClient } from '../../src/sources/dexcom/web-api/client.ts';
import type { WebApiOptions } from '../../src/sources/dexcom/web-api/options.ts';
import { createTokenExchange } from '../../src/sources/dexcom/web-api/token-exchange.ts';
import type { TokenKeeper } from '../../src/sources/dexcom/web-api/token-keeper.ts';
import type { TokenRecord } from '../../src/sources/dexcom/web-api/token-record.ts';
import { FakeClock } from '../support/fake-clock.ts';

const clock = new FakeClock();
const never = new AbortController().signal;

/** Answers nothing of use and remembers what was asked. */
function deafHttp(): { readonly http: HttpClient; readonly asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  const http: HttpClient = {
    async send(request) {
      asked.push(request);
      return { status: 500, headers: {}, text: '' };
    },
    close: () => undefined,
  };
  return { http, asked };
}

async function fails(work: Promise<unknown>): Promise<void> {
  await expect(work).rejects.toBeInstanceOf(BridgeFailure);
}

const webApi: WebApiOptions = {
  baseUrl: 'http://127.0.0.1:1',
  environment: 'custom',
  clientId: 'id',
  clientSecret: new Secret('secret'),
  redirectUri: 'http://localhost:1/callback',
};
const budget = {
  take: () => undefined,
  served: () => undefined,
  refused: () => new BridgeFailure('web-api.throttled', 'throttled', 'wait'),
} as unknown as CallBudget;

describe('every call says what it calls', () => {
  test('Share', async () => {
    const { http, asked } = deafHttp();
    const options = {
      login: { by: 'name', name: 'anna' },
      password: new Secret('secret'),
      region: 'ous',
      serverUrl: 'http://127.0.0.1:1',
    } as const;
    const client = createShareClient(
      options,
      serverAddress(options.region, options.serverUrl),
      http,
      clock,
    );
    await fails(client.authenticate('anna', never));
    await fails(client.logIn('an id', never));
    await fails(client.read('a session', { minutes: 10, maxCount: 2 }, never));
    expect(asked.map(({ endpoint }) => endpoint)).toEqual([
      'share.authenticate',
      'share.login',
      'share.latest_values',
    ]);
  });

  test('the Web API', async () => {
    const { http, asked } = deafHttp();
    const now = clock.now();
    const tokens: TokenRecord = {
      baseUrl: webApi.baseUrl,
      clientId: webApi.clientId,
      accessToken: new Secret('access'),
      refreshToken: new Secret('refresh'),
      obtainedAt: now,
      expiresAt: epochMs(now + 1_000),
      authorisedAt: now,
    };
    const keeper = { current: async () => tokens } as unknown as TokenKeeper;
    const client = createWebApiClient({ options: webApi, http, clock, keeper, budget });
    const lists = ['dataRange', 'egvs', 'calibrations', 'events', 'alerts', 'devices'];
    for (const path of lists) await fails(client.get({ path }, JSON.parse, never));
    const exchange = createTokenExchange({ options: webApi, http, clock, budget });
    await fails(exchange.refresh(tokens.refreshToken));
    expect(asked.map(({ endpoint }) => endpoint)).toEqual([
      'web_api.data_range',
      'web_api.egvs',
      'web_api.calibrations',
      'web_api.events',
      'web_api.alerts',
      'web_api.devices',
      'web_api.token',
    ]);
  });

  test('Nightscout, whatever the query and the row', async () => {
    const { http, asked } = deafHttp();
    const options = {
      siteUrl: 'http://127.0.0.1:1',
      credential: { kind: 'secret', value: new Secret('a long secret') },
    } as RestV1ReadingOptions;
    const client = createSiteClient(options, http, clock);
    const paths = [
      '/status.json',
      '/entries.json?count=10',
      '/entries/abc',
      '/treatments.json',
      '/treatments/5f',
      '/devicestatus.json',
      '/devicestatus',
    ];
    for (const path of paths) await client.send({ method: 'GET', path }, never);
    expect(asked.map(({ endpoint }) => endpoint)).toEqual([
      'nightscout.status',
      'nightscout.entries',
      'nightscout.entries',
      'nightscout.treatments',
      'nightscout.treatments',
      'nightscout.devicestatus',
      'nightscout.devicestatus',
    ]);
  });

  test('Nightscout by API v3, with nothing of the token that stands in an address', async () => {
    const asked: HttpRequest[] = [];
    const http: HttpClient = {
      async send(request) {
        asked.push(request);
        return { status: 200, headers: {}, text: '{"token":"a.pass"}' };
      },
      close: () => undefined,
    };
    const token = new Secret('bridge-0123456789abcdef');
    const client = createV3Client({ siteUrl: 'http://127.0.0.1:1', token }, http, clock);
    await client.sendOpenly({ method: 'GET', path: '/version' }, never);
    for (const path of ['/entries?date$gte=1', '/treatments/an-id', '/devicestatus/an-id']) {
      await client.send({ method: 'PUT', path }, never);
    }
    expect(asked.map(({ endpoint }) => endpoint)).toEqual([
      'nightscout.version',
      'nightscout.authorization',
      'nightscout.entries',
      'nightscout.treatments',
      'nightscout.devicestatus',
    ]);
  });
});

test('a name that is not known adds nothing to the set', () => {
  expect(endpointNamed('share.login')).toBe('share.login');
  expect(endpointNamed('share.password=hunter2')).toBe('other.other');
  for (const name of ENDPOINTS) expect(name).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
});
