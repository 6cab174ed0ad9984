import { describe, expect, test } from '@jest/globals';
import { ACCOUNT } from '../../share-caller.ts';
import { APP, REDIRECT, webApiRig, type TokenAnswer, type WebApiRig } from '../web-api-rig.ts';

function codeOf({ dexcom }: WebApiRig): string {
  return new URL(dexcom.webApi.authorize(REDIRECT)).searchParams.get('code')!;
}

async function tokensOf(rig: WebApiRig): Promise<TokenAnswer> {
  return (await rig.api.exchange(codeOf(rig))).json as unknown as TokenAnswer;
}

const INVALID_GRANT = { status: 400, json: { error: 'invalid_grant' } };

describe('an authorization code', () => {
  test('gives the four documented fields', async () => {
    const rig = await webApiRig();
    const answer = await rig.api.exchange(codeOf(rig));
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.json).toEqual({
      access_token: expect.any(String),
      expires_in: 7200,
      token_type: 'Bearer',
      refresh_token: expect.any(String),
    });
  });

  test('serves once', async () => {
    const rig = await webApiRig();
    const code = codeOf(rig);
    const first = await rig.api.exchange(code);
    expect(await rig.api.exchange(code)).toMatchObject(INVALID_GRANT);
    const { refresh_token } = first.json as unknown as TokenAnswer;
    expect((await rig.api.refresh(refresh_token)).status).toBe(200);
  });

  test('lives less than 60 s, for its own address and application', async () => {
    const rig = await webApiRig();
    const { api, clock, dexcom } = rig;
    const late = codeOf(rig);
    clock.advance(60_000);
    expect(await api.exchange(late)).toMatchObject(INVALID_GRANT);
    const second = { redirect_uri: APP.redirectUris[1]! };
    expect(await api.exchange(codeOf(rig), second)).toMatchObject(INVALID_GRANT);
    dexcom.webApi.addApp({ id: 'app-2', secret: 's2', redirectUris: [REDIRECT] });
    const other = { client_id: 'app-2', client_secret: 's2' };
    expect(await api.exchange(codeOf(rig), other)).toMatchObject(INVALID_GRANT);
    expect(await api.exchange('made-up')).toMatchObject(INVALID_GRANT);
    const intime = codeOf(rig);
    clock.advance(59_999);
    expect((await api.exchange(intime)).status).toBe(200);
  });
});

describe('a refresh token', () => {
  test('rotates: each serves once and is replaced, access tokens before it live on', async () => {
    const rig = await webApiRig();
    const first = await tokensOf(rig);
    const second = (await rig.api.refresh(first.refresh_token)).json as unknown as TokenAnswer;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
    expect(await rig.api.refresh(first.refresh_token)).toMatchObject(INVALID_GRANT);
    const third = await rig.api.refresh(second.refresh_token);
    expect(third.status).toBe(200);
    for (const { access_token } of [first, second]) {
      expect((await rig.api.get('dataRange', {}, access_token)).status).toBe(200);
    }
    expect(rig.dexcom.webApi.refreshTokens()).toMatchObject([
      { ordinal: 1, state: 'spent', presented: 2, user: ACCOUNT.name, client: APP.id },
      { ordinal: 2, state: 'spent', presented: 1 },
      { ordinal: 3, state: 'live', presented: 0 },
    ]);
  });

  test('of two at the same time one wins', async () => {
    const rig = await webApiRig();
    const { refresh_token } = await tokensOf(rig);
    const both = await Promise.all([
      rig.api.refresh(refresh_token),
      rig.api.refresh(refresh_token),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test('presented again it ends the whole consent, where that is asked for', async () => {
    const rig = await webApiRig({ shape: { reuseRevokes: true } });
    const first = await tokensOf(rig);
    const second = (await rig.api.refresh(first.refresh_token)).json as unknown as TokenAnswer;
    expect(await rig.api.refresh(first.refresh_token)).toMatchObject(INVALID_GRANT);
    expect(await rig.api.refresh(second.refresh_token)).toMatchObject(INVALID_GRANT);
    expect((await rig.api.get('dataRange', {}, second.access_token)).status).toBe(401);
  });

  test('expires where a lifetime is set, and never by itself', async () => {
    const rig = await webApiRig();
    const lasting = await tokensOf(rig);
    rig.dexcom.webApi.setLifetimes({ refreshMs: 1_000, accessMs: 600_000 });
    const brief = await tokensOf(rig);
    expect(brief.expires_in).toBe(600);
    rig.clock.advance(400 * 86_400_000);
    expect(await rig.api.refresh(brief.refresh_token)).toMatchObject(INVALID_GRANT);
    expect((await rig.api.refresh(lasting.refresh_token)).status).toBe(200);
  });

  test('of another application is refused and not spent', async () => {
    const rig = await webApiRig();
    rig.dexcom.webApi.addApp({ id: 'app-2', secret: 's2', redirectUris: 'any' });
    const { refresh_token } = await tokensOf(rig);
    const other = { grant_type: 'refresh_token', client_id: 'app-2', client_secret: 's2' };
    expect(await rig.api.token({ ...other, refresh_token })).toMatchObject(INVALID_GRANT);
    expect((await rig.api.refresh(refresh_token)).status).toBe(200);
  });
});

describe('revocation', () => {
  test('by the user kills access and refresh tokens; a new consent works', async () => {
    const rig = await webApiRig();
    const { access_token, refresh_token } = await tokensOf(rig);
    const code = codeOf(rig);
    expect(rig.dexcom.webApi.revoke()).toBe(2);
    expect((await rig.api.get('egvs', {}, access_token)).status).toBe(401);
    expect(await rig.api.refresh(refresh_token)).toMatchObject(INVALID_GRANT);
    expect(await rig.api.exchange(code)).toMatchObject(INVALID_GRANT);
    const again = await tokensOf(rig);
    expect((await rig.api.get('dataRange', {}, again.access_token)).status).toBe(200);
  });

  test('access tokens alone can end; a refresh goes on', async () => {
    const rig = await webApiRig();
    const { access_token, refresh_token } = await tokensOf(rig);
    rig.dexcom.webApi.expireAccessTokens();
    expect((await rig.api.get('dataRange', {}, access_token)).status).toBe(401);
    expect((await rig.api.refresh(refresh_token)).status).toBe(200);
  });

  test('a regenerated client secret refuses the old one at once and spends nothing', async () => {
    const rig = await webApiRig();
    const { refresh_token } = await tokensOf(rig);
    const secret = rig.dexcom.webApi.regenerateSecret();
    expect(await rig.api.refresh(refresh_token)).toMatchObject({
      status: 401,
      json: { error: 'invalid_client' },
    });
    const form = { grant_type: 'refresh_token', refresh_token, client_secret: secret };
    expect((await rig.api.token(form)).status).toBe(200);
    expect(rig.dexcom.webApi.secrets()).toEqual(
      expect.arrayContaining([secret, APP.secret, refresh_token]),
    );
  });
});

describe('a request that is not in order', () => {
  test.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ client_secret: undefined }, 401, 'invalid_client'],
    [{ client_id: 'else' }, 401, 'invalid_client'],
    [{ client_id: undefined }, 401, 'invalid_client'],
    [{ grant_type: undefined }, 400, 'invalid_request'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ grant_type: 'refresh_token' }, 400, 'invalid_request'],
    [{ grant_type: 'authorization_code', code: 'x' }, 400, 'invalid_request'],
    [{ grant_type: 'authorization_code', redirect_uri: REDIRECT }, 400, 'invalid_request'],
  ])('%j is %d %s', async (form, status, error) => {
    const { api, dexcom } = await webApiRig();
    expect(await api.token(form)).toMatchObject({ status, json: { error } });
    dexcom.webApi.setShape({ errorDescription: true });
    expect((await api.token(form)).json['error_description']).toMatch(/\w/);
  });

  test('credentials count in the body only, and the body must be a form', async () => {
    const rig = await webApiRig();
    const { refresh_token } = await tokensOf(rig);
    const form = { grant_type: 'refresh_token', refresh_token };
    const basic = Buffer.from(`${APP.id}:${APP.secret}`).toString('base64');
    const byHeader = await rig.api.ask('/v3/oauth2/token', {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams(form),
    });
    expect(byHeader).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    const json = JSON.stringify({ ...form, client_id: APP.id, client_secret: APP.secret });
    const asJson = await rig.api.ask('/v3/oauth2/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: json,
    });
    expect(asJson).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
    expect((await rig.api.ask('/v3/oauth2/token')).status).toBe(405);
    expect((await rig.api.refresh(refresh_token)).status).toBe(200);
  });
});

describe('the shape', () => {
  test('has Keycloak’s further fields, and milliseconds, on request', async () => {
    const rig = await webApiRig({ shape: { tokenForm: 'long', expiresInMs: true } });
    expect((await rig.api.exchange(codeOf(rig))).json).toEqual({
      access_token: expect.any(String),
      expires_in: 7_200_000,
      token_type: 'Bearer',
      refresh_token: expect.any(String),
      refresh_expires_in: 0,
      'not-before-policy': expect.stringMatching(/^\d{10},$/),
      session_state: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('cannot be changed to what does not exist', async () => {
    const { dexcom } = await webApiRig();
    const wrong = [{ tokenForm: 'odd' }, { expiresInMs: 1 }, { else: true }] as object[];
    for (const change of wrong) expect(() => dexcom.webApi.setShape(change)).toThrow(RangeError);
  });
});

test('the log counts every refresh token and holds no secret', async () => {
  const rig = await webApiRig();
  const { refresh_token, access_token } = await tokensOf(rig);
  await rig.api.refresh(refresh_token);
  await rig.api.refresh(refresh_token);
  await rig.api.refresh('unknown');
  await rig.api.get('egvs', { startDate: 'x' }, access_token);
  expect(rig.dexcom.webApiRequests.records).toMatchObject([
    { endpoint: 'token', grantType: 'authorization_code', client: APP.id, status: 200 },
    { endpoint: 'token', refreshToken: 1, refreshUse: 1, status: 200 },
    { endpoint: 'token', refreshToken: 1, refreshUse: 2, status: 400, error: 'invalid_grant' },
    { endpoint: 'token', status: 400 },
    { endpoint: 'egvs', accessToken: 1, status: 400, startDate: 'x' },
  ]);
  const told = [
    JSON.stringify(rig.dexcom.webApiRequests.records),
    (await rig.api.control('GET', '')).text,
    (await rig.api.control('GET', '/web-api/requests')).text,
    (await rig.api.control('GET', '/web-api/refresh-tokens')).text,
  ].join();
  for (const secret of rig.dexcom.webApi.secrets()) expect(told).not.toContain(secret);
});
