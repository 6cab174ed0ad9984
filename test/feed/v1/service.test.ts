import { describe, expect, test } from '@jest/globals';
import { inUnits, SECRET, SECRET_SHA1 } from '../rows-rig.ts';
import { v1Rig } from './v1-rig.ts';

const shown = { headers: { 'api-secret': SECRET_SHA1 } };
const wrong = { headers: { 'api-secret': 'f'.repeat(40) } };

describe('/status', () => {
  test('says what it is, and how its reader wants glucose shown', async () => {
    const { ask, clock } = await v1Rig({ display: inUnits('mmol') });
    const answer = await ask('status.json');
    expect(await answer.json()).toMatchObject({
      status: 'ok',
      name: 'nightscout-dexcom-bridge',
      version: '15.0.7',
      bridgeVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
      serverTime: new Date(clock.now()).toISOString(),
      serverTimeEpoch: clock.now(),
      apiEnabled: true,
      careportalEnabled: false,
      settings: {
        units: 'mmol',
        thresholds: { bgHigh: 260, bgTargetTop: 180, bgTargetBottom: 80, bgLow: 55 },
        enable: expect.arrayContaining(['bgnow', 'delta', 'direction']),
      },
      authorized: null,
      runtimeState: 'loaded',
    });
  });

  test.each([
    ['/status.json', '*/*', 'application/json', /^\{"status":"ok"/],
    ['/api/v2/status.json', '*/*', 'application/json', /^\{"status":"ok"/],
    ['status', '*/*', 'text/html', /STATUS OK/],
    ['status', 'application/json, text/plain, */*', 'application/json', /^\{"status":"ok"/],
    ['status.txt', '*/*', 'text/plain', /^STATUS OK$/],
    ['status.html', '*/*', 'text/html', /^<h1>STATUS OK<\/h1>$/],
    [
      'status.js',
      '*/*',
      'application/javascript',
      /^this\.serverSettings = \{"status":"ok".*\} ;$/,
    ],
  ])('%s for %s is %s', async (path, accept, type, body) => {
    const { ask } = await v1Rig();
    const answer = await ask(path, { headers: { accept } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(new RegExp(`^${type}`));
    expect(await answer.text()).toMatch(body);
  });

  test('is a badge elsewhere, or nothing that is acceptable', async () => {
    const { ask } = await v1Rig();
    const badge = await ask('status.svg');
    expect([badge.status, badge.headers.get('location')]).toEqual([
      302,
      'http://img.shields.io/badge/Nightscout-OK-green.svg',
    ]);
    expect((await ask('status.csv')).status).toBe(406);
    expect((await ask('status/more')).status).toBe(404);
  });

  test('has a pass for who shows a token', async () => {
    const { ask } = await v1Rig({ secret: SECRET });
    const answer = await ask(`status.json?token=${SECRET_SHA1}`);
    const { authorized } = (await answer.json()) as { authorized: { token: string } };
    expect(authorized).toMatchObject({ sub: 'anna', permissionGroups: [['*:*:read']] });
    const again = await ask('entries.json', {
      headers: { authorization: `Bearer ${authorized.token}` },
    });
    expect(again.status).toBe(200);
  });
});

describe('/verifyauth', () => {
  const verdict = async (isRequired: boolean, init?: RequestInit) => {
    const { ask } = await v1Rig({ isRequired, secret: SECRET });
    const answer = await ask('verifyauth', init);
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { message: unknown }).message;
  };
  const mayNotWrite = { canWrite: false, isAdmin: false, rolefound: 'NOTFOUND' };

  test.each([
    ['nothing, where nothing is needed', false, {}, true, 'UNAUTHORIZED', 'DEFAULT'],
    ['nothing, where it is needed', true, {}, false, 'UNAUTHORIZED', 'DEFAULT'],
    [
      'the word null',
      true,
      { headers: { 'api-secret': 'null' } },
      false,
      'UNAUTHORIZED',
      'DEFAULT',
    ],
    ['the secret', true, shown, true, 'OK', 'ROLE'],
    ['a wrong one', false, wrong, false, 'UNAUTHORIZED', 'ROLE'],
    ['a wrong one where it is needed', true, wrong, false, 'UNAUTHORIZED', 'ROLE'],
  ])('of %s', async (_what, isRequired, init, canRead, message, permissions) => {
    expect(await verdict(isRequired, init)).toEqual({
      ...mayNotWrite,
      canRead,
      message,
      permissions,
    });
  });

  test('is slowed as any other path is where secrets are tried', async () => {
    const { facts, ask } = await v1Rig({ isRequired: true });
    const asked: unknown[] = [];
    const { createFeed } = await import('../../../src/feed/index.ts');
    const feed = createFeed({
      ...facts,
      access: {
        ...facts.access,
        admit: async (request) => {
          asked.push(request.url);
          return { kind: 'refused', status: 429, message: 'wait', retryAfterSeconds: 7 };
        },
      },
    });
    const answer = await feed.request('/api/v1/verifyauth', wrong);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(asked).toHaveLength(1);
    expect((await ask('verifyauth.json', shown)).status).toBe(200);
  });
});

describe('/experiments/test', () => {
  test('is ok for who may read', async () => {
    const open = await v1Rig({ secret: SECRET });
    expect(await (await open.ask('experiments/test')).json()).toEqual({ status: 'ok' });
    expect((await open.ask('experiments/test', wrong)).status).toBe(401);
    const closed = await v1Rig({ isRequired: true });
    expect((await closed.ask('experiments/test')).status).toBe(401);
    expect((await closed.ask('experiments/test', shown)).status).toBe(200);
    expect((await closed.ask('experiments/other', shown)).status).toBe(404);
  });
});

test('/api/versions needs no secret', async () => {
  const { ask } = await v1Rig({ isRequired: true });
  expect(await (await ask('/api/versions')).json()).toEqual([
    { version: '1.0.0', url: '/api/v1' },
    { version: '2.0.0', url: '/api/v2' },
    { version: '3.0.3-alpha', url: '/api/v3' },
  ]);
});
