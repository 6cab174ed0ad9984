import { describe, expect, test } from '@jest/globals';
import { ACCOUNT } from '../../share-caller.ts';
import { APP, REDIRECT, webApiRig, type TokenAnswer } from '../web-api-rig.ts';

const SHARER = { username: ACCOUNT.name, password: ACCOUNT.password };

describe('the pages', () => {
  test('sign-in and consent lead to the redirect address with a code and the state', async () => {
    const { api } = await webApiRig();
    const end = await api.walk(SHARER);
    expect(end.href).toMatch(/^http:\/\/localhost:9\/callback\?code=[\w-]+&state=st%26te%3D1$/);
    const tokens = await api.exchange(end.searchParams.get('code')!);
    expect(tokens.status).toBe(200);
    const { access_token } = tokens.json as unknown as TokenAnswer;
    expect((await api.get('dataRange', {}, access_token)).status).toBe(200);
  });

  test('a decline and an undecided form redirect with access_denied', async () => {
    const { api } = await webApiRig();
    for (const decision of ['decline', '']) {
      const end = await api.walk(SHARER, decision);
      expect(Object.fromEntries(end.searchParams)).toEqual({
        error: 'access_denied',
        state: 'st&te=1',
      });
    }
  });

  test('a wrong password and an unknown user are told alike, and lock as Share does', async () => {
    const { api, share } = await webApiRig();
    const wrong = [{ ...SHARER, password: 'x' }, { username: 'nobody', password: 'x' }, {}];
    for (const who of wrong) {
      const page = await api.submit(api.loginPath(), who);
      expect(page.status).toBe(401);
      expect(page.text).toContain('User ID or password not recognized');
    }
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await api.submit(api.loginPath(), { ...SHARER, password: 'x' });
    }
    expect((await api.submit(api.loginPath(), SHARER)).status).toBe(401);
    expect((await share.authenticate()).fault().Code).toMatch(/MaxAttempts/);
  });

  test('a ticket of the consent page serves once', async () => {
    const { api } = await webApiRig();
    const consent = await api.submit(api.loginPath(), SHARER);
    const ticket = /name="ticket" value="([^"]+)"/.exec(consent.text)![1]!;
    const form = { ticket, decision: 'allow' };
    expect((await api.submit('/v3/oauth2/consent', form)).status).toBe(302);
    expect((await api.submit('/v3/oauth2/consent', form)).status).toBe(400);
    expect((await api.submit('/v3/oauth2/consent', { decision: 'allow' })).status).toBe(400);
  });

  test('nothing from the address gets into the page unescaped', async () => {
    const { api, dexcom } = await webApiRig();
    dexcom.webApi.addApp({ id: '<script>"', secret: 's', redirectUris: 'any' });
    const page = await api.ask(
      `${api.loginPath({ client_id: '<script>"' })}&x=%22%3E%3Cb%3E&y="><i>`,
    );
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<script>|<b>|<i>/);
  });

  test('the sandbox lets pick a user without a password', async () => {
    const { api } = await webApiRig({ sandbox: true });
    const page = await api.ask(api.loginPath());
    for (const name of ['SandboxUser1', 'SandboxUser7', ACCOUNT.name]) {
      expect(page.text).toContain(`value="${name}"`);
    }
    expect(page.text).not.toContain('type="password"');
    const end = await api.walk({ user: 'SandboxUser6' });
    const tokens = await api.exchange(end.searchParams.get('code')!);
    const { access_token } = tokens.json as unknown as TokenAnswer;
    const devices = await api.get('devices', {}, access_token);
    expect(devices.json['records']).toEqual([
      expect.objectContaining({ transmitterGeneration: 'g6' }),
    ]);
    expect((await api.submit(api.loginPath(), { user: 'SandboxUser8' })).status).toBe(401);
  });

  test('outside the sandbox nobody gets in by name alone', async () => {
    const { api } = await webApiRig();
    expect((await api.submit(api.loginPath(), { user: ACCOUNT.name })).status).toBe(401);
  });
});

describe('the short way', () => {
  test('auto in the address signs in, declines on request, and shows the page for nobody', async () => {
    const { api } = await webApiRig();
    const auto = encodeURIComponent(ACCOUNT.name);
    const yes = await api.ask(`${api.loginPath()}&auto=${auto}`);
    expect(yes.status).toBe(302);
    expect(yes.headers.get('location')).toMatch(/callback\?code=/);
    const no = await api.ask(`${api.loginPath()}&auto=${auto}&decline=true`);
    expect(no.headers.get('location')).toContain('error=access_denied');
    expect((await api.ask(`${api.loginPath()}&auto=nobody`)).status).toBe(200);
  });

  test('the control signs in until told otherwise', async () => {
    const { api, dexcom } = await webApiRig();
    dexcom.webApi.setAutoConsent({ user: ACCOUNT.name });
    expect((await api.ask(api.loginPath())).headers.get('location')).toContain('code=');
    dexcom.webApi.setAutoConsent({ user: ACCOUNT.name, decline: true });
    expect((await api.ask(api.loginPath())).headers.get('location')).toContain('access_denied');
    dexcom.webApi.setAutoConsent(undefined);
    expect((await api.ask(api.loginPath())).status).toBe(200);
    expect(() => dexcom.webApi.setAutoConsent({ user: 'nobody' })).toThrow(RangeError);
  });

  test('authorize gives the address a browser would end at', async () => {
    const { api, dexcom } = await webApiRig();
    const end = new URL(dexcom.webApi.authorize(REDIRECT, 'abc'));
    expect(end.searchParams.get('state')).toBe('abc');
    expect((await api.exchange(end.searchParams.get('code')!)).status).toBe(200);
  });
});

describe('a request that is not in order', () => {
  test.each([
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'else' }],
    ['no redirect address', { redirect_uri: undefined }],
    ['an address that is not registered', { redirect_uri: `${REDIRECT}/` }],
  ])('%s is refused on a page and redirects nowhere', async (_what, change) => {
    const { api } = await webApiRig();
    const page = await api.ask(api.loginPath(change));
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
  });

  test.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_type: undefined }, 'unsupported_response_type'],
    [{ scope: 'egv' }, 'invalid_scope'],
    [{ scope: undefined }, 'invalid_scope'],
    [{ state: undefined }, 'invalid_request'],
  ])('%j redirects with %s', async (change, error) => {
    const { api } = await webApiRig();
    const answer = await api.ask(api.loginPath(change));
    expect(answer.status).toBe(302);
    expect(new URL(answer.headers.get('location')!).searchParams.get('error')).toBe(error);
  });

  test('a second address may be registered, with a query of its own; an open application takes any', async () => {
    const { api, dexcom } = await webApiRig();
    const second = APP.redirectUris[1]!;
    dexcom.webApi.setAutoConsent({ user: ACCOUNT.name });
    const there = await api.ask(api.loginPath({ redirect_uri: second }));
    expect(there.headers.get('location')).toMatch(/\/cb\?from=dexcom&code=/);
    const odd = 'http://127.0.0.1:4711/x';
    expect((await api.ask(api.loginPath({ redirect_uri: odd }))).status).toBe(400);
    dexcom.webApi.setRedirectUris('any');
    expect((await api.ask(api.loginPath({ redirect_uri: odd }))).status).toBe(302);
    const script = api.loginPath({ redirect_uri: 'javascript:alert(1)' });
    expect((await api.ask(script)).status).toBe(400);
  });
});
