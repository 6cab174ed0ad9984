import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../../src/domain/instant.ts';
import { ACCOUNT } from '../share-caller.ts';
import { APP, REDIRECT, type WebAnswer } from '../web-api/web-api-rig.ts';
import { controlRig as rig } from './control-rig.ts';

const HOUR = 3_600_000;

describe('the application and its tokens', () => {
  test('tokens, revocation, secret, lifetimes', async () => {
    const { tell, api } = await rig();
    const pair = (await tell('POST', '/tokens')) as unknown as {
      accessToken: string;
      refreshToken: string;
    };
    expect((await api.get('devices', {}, pair.accessToken)).status).toBe(200);
    await tell('POST', '/access-tokens/expire');
    expect((await api.get('devices', {}, pair.accessToken)).status).toBe(401);
    expect(await tell('POST', '/revoke', { user: ACCOUNT.name })).toEqual({ revoked: 1 });
    expect((await api.refresh(pair.refreshToken)).status).toBe(400);
    await tell('POST', '/lifetimes', { accessMs: 60_000 });
    const { location } = await tell('POST', '/authorize', { redirectUri: REDIRECT, state: 's' });
    const code = new URL(String(location)).searchParams.get('code')!;
    expect((await api.exchange(code)).json['expires_in']).toBe(60);
    const { secret } = await tell('POST', '/client-secret', {});
    expect((await api.refresh('x')).status).toBe(401);
    await tell('POST', '/client-secret', { client: APP.id, secret: APP.secret });
    expect((await api.refresh('x')).status).toBe(400);
    expect(secret).not.toBe(APP.secret);
    await tell('POST', '/apps', { id: 'app-2', secret: 's2', redirectUris: [REDIRECT] });
    await tell('POST', '/redirect-uris', { client: 'app-2', redirectUris: 'any' });
    expect(await tell('GET', '')).toMatchObject({
      apps: [{ id: APP.id }, { id: 'app-2', redirectUris: 'any' }],
    });
  });

  test('auto-consent', async () => {
    const { tell, api } = await rig();
    await tell('POST', '/auto-consent', { user: ACCOUNT.name });
    expect((await api.ask(api.loginPath())).status).toBe(302);
    await tell('DELETE', '/auto-consent');
    expect((await api.ask(api.loginPath())).status).toBe(200);
  });
});

describe('the service', () => {
  test('faults, limit, shape, region, delay and product', async () => {
    const { tell, api, clock } = await rig();
    await tell('POST', '/faults', {
      kind: 'status',
      status: 502,
      body: 'text',
      endpoint: 'egvs',
      times: 2,
      forMs: 1_000,
    });
    expect(await tell('GET', '')).toMatchObject({
      faults: [{ endpoint: 'egvs', times: 2, until: clock.now() + 1_000 }],
    });
    expect((await api.get('egvs', {})).text).toBe('NOT JSON');
    expect(await tell('DELETE', '/faults?endpoint=egvs')).toMatchObject({ faults: [] });
    await tell('POST', '/limit', { callsPerHour: 1 });
    expect((await api.get('devices', {})).status).toBe(200);
    expect((await api.get('devices', {})).status).toBe(429);
    await tell('POST', '/limit', { callsPerHour: 9 });
    await tell('POST', '/product', { product: 'one' });
    expect(await api.list('events', clock.now() - 48 * HOUR, clock.now())).toEqual([]);
    await tell('POST', '/region', { region: 'jp' });
    await tell('POST', '/delay', {});
    await tell('POST', '/shape', { requestTime: true });
    expect(await tell('GET', '')).toMatchObject({
      region: 'jp',
      uploadDelayMs: null,
      callsPerHour: 9,
      shape: { requestTime: true },
      users: [{ name: ACCOUNT.name, product: 'one' }],
    });
    await tell('DELETE', '/requests');
    expect(await tell('GET', '/requests')).toEqual([]);
  });

  test('the truth tells each thing once, with the ids it is listed under', async () => {
    const { tell, api, clock, dexcom } = await rig();
    dexcom.webApi.setQuirks({ malformed: true, repeatedSystemTime: true });
    const [from, to] = [clock.now() - 6 * HOUR, clock.now()];
    const truth = (await tell('GET', `/truth?from=${from}&to=${to}`)) as unknown as {
      readings: { glucoseMgdl: number; observations: { recordId: string }[] }[];
      events: { id: string; recordId: string }[];
    };
    expect(truth.readings.length).toBeGreaterThan(65);
    expect(truth).toEqual(
      JSON.parse(JSON.stringify(dexcom.webApi.truth({ from: epochMs(from), to }))),
    );
    // Some of the broken records are no objects.
    const rows: (Record<string, unknown> | null)[] = await api.list('egvs', from, to);
    const listed = new Map(rows.map((record) => [record?.['recordId'], record]));
    for (const { glucoseMgdl, observations } of truth.readings.slice(0, -1)) {
      expect(listed.get(observations[0]!.recordId)).toMatchObject({ value: glucoseMgdl });
    }
  });

  test('an event can be named by its record id', async () => {
    const { tell, api, clock } = await rig();
    const listed = () => api.list('events', clock.now() - HOUR, clock.now() + 1_000);
    await tell('POST', '/events', { type: 'notes', text: 'here', minutesAgo: 5 });
    clock.advance(1_000);
    const { recordId } = (await listed()).find(({ value }) => value === 'here')!;
    await tell('PATCH', '/events', { recordId, text: 'there' });
    clock.advance(1_000);
    expect((await listed()).find((event) => event['recordId'] === recordId)).toMatchObject({
      value: 'there',
    });
    expect((await api.control('PATCH', '/web-api/events', { recordId: 'none' })).status).toBe(400);
  });

  test('records are what the endpoint lists, and what it will list', async () => {
    const { tell, api, clock } = await rig({});
    const [from, to] = [clock.now() - 6 * HOUR, clock.now()];
    expect(await tell('GET', `/records?from=${from}&to=${to}`)).toEqual(
      await api.list('egvs', from, to),
    );
    const later = await tell(
      'GET',
      `/records?list=egvs&from=${from}&to=${to}&asOf=${to + HOUR * 5}`,
    );
    expect((later as unknown as object[]).length).toBeGreaterThan(70);
  });

  test('the state of Share tells it too', async () => {
    const { api } = await rig();
    expect((await api.control('GET', '')).json).toMatchObject({
      accounts: [{ name: ACCOUNT.name }],
      webApi: { region: 'us', users: [{ name: ACCOUNT.name, product: 'g7' }] },
    });
  });

  test.each([
    ['POST', '/faults', { kind: 'odd' }],
    ['POST', '/faults', { kind: 'status', status: 42 }],
    ['POST', '/faults', { kind: 'status', body: 'odd' }],
    ['POST', '/faults', { kind: 'hang', endpoint: 'else' }],
    ['POST', '/region', { region: 'mars' }],
    ['POST', '/product', { product: 'g5' }],
    ['POST', '/product', { product: 'g6', user: 'nobody' }],
    ['POST', '/delay', { ms: -1 }],
    ['POST', '/limit', { callsPerHour: 'many' }],
    ['POST', '/shape', { odd: true }],
    ['POST', '/quirks', { odd: true }],
    ['POST', '/quirks', { malformed: 'often' }],
    ['POST', '/apps', { id: 'x', secret: 's', redirectUris: 7 }],
    ['POST', '/client-secret', { client: 'nobody' }],
    ['POST', '/auto-consent', { user: 'nobody' }],
    ['POST', '/events', { amount: 3 }],
    ['PATCH', '/events', { id: 'nothing', amount: 3 }],
    ['DELETE', '/events', {}],
    ['POST', '/events', 'no object'],
    ['GET', '/records?list=odd', undefined],
    ['GET', '/truth?from=yesterday', undefined],
  ])('%s %s %j is 400', async (method, path, body) => {
    const { api } = await rig();
    const answer: WebAnswer = await api.control(method, `/web-api${path}`, body);
    expect(answer.status).toBe(400);
    expect(answer.json['error']).toMatch(/\w/);
  });

  test('what does not exist is 404 with a list of what does', async () => {
    const { api } = await rig();
    const answer = await api.control('POST', '/web-api/nothing', {});
    expect(answer.status).toBe(404);
    expect(answer.json['commands']).toEqual(
      expect.arrayContaining([
        'POST /simulator/faults',
        'GET /simulator/web-api',
        'POST /simulator/web-api/faults',
        'PATCH /simulator/web-api/events',
      ]),
    );
  });
});
