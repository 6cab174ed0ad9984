import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { DexcomError, MemoryTokenStore } from '../../src/library/index.ts';
import { CLIENT_ID, printed, secretsOf } from '../support/web-api-rig.ts';
import { oauthError } from '../support/web-api-stub.ts';
import { all, REDIRECT, rejected, rigEachTest, type LooseOptions } from './web-api-client-rig.ts';

const rig = rigEachTest();

describe('permission', () => {
  test('is asked for at the address of the region, with a state nobody can guess', () => {
    const { url, state } = rig.client({ baseUrl: undefined, region: 'ous' }).authorizationUrl();
    const asked = new URL(url);
    expect(asked.origin + asked.pathname).toBe('https://api.dexcom.eu/v3/oauth2/login');
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'offline_access',
      state,
    });
    expect(state.length).toBeGreaterThan(30);
    expect(rig.client().authorizationUrl().state).not.toBe(state);
    expect(rig.client().authorizationUrl('mine').state).toBe('mine');
  });

  test.each([
    ['sandbox', 'sandbox-api.dexcom.com'],
    ['us', 'api.dexcom.com'],
    ['jp', 'api.dexcom.jp'],
  ])('of %s goes to %s', (region, host) => {
    const { url } = rig.client({ baseUrl: undefined, region }).authorizationUrl();
    expect(new URL(url).host).toBe(host);
  });

  test('comes back in the address, and the tokens are in the store when that resolves', async () => {
    const store = new MemoryTokenStore();
    const made = rig.client({ store });
    expect(await made.isAuthorized()).toBe(false);
    await made.exchangeRedirect(`${REDIRECT}?code=the-code&state=s1`, 's1');
    expect(rig.stub.requests[0]?.form.get('code')).toBe('the-code');
    expect(await store.read('tokens')).toContain(rig.stub.live.refresh);
    expect(await made.isAuthorized()).toBe(true);
  });

  test.each([
    [`${REDIRECT}?code=c&state=other`, 'web-api.redirect_state'],
    [`${REDIRECT}?error=access_denied&state=s1`, 'web-api.redirect_denied'],
    [`${REDIRECT}?error=server_error&state=s1`, 'web-api.redirect_failed'],
    [`${REDIRECT}?state=s1`, 'web-api.redirect_no_code'],
    ['https://elsewhere.example/?code=c&state=s1', 'web-api.redirect_unreadable'],
  ])('in %s is none, and no call is made', async (url, code) => {
    const error = await rejected(rig.client().exchangeRedirect(url, 's1'));
    expect(error).toBeInstanceOf(DexcomError);
    expect(error).toMatchObject({ code, kind: 'credentials' });
    expect(rig.stub.calls()).toEqual([]);
  });

  test('was not given: no call is made either', async () => {
    const error = await rejected(rig.client().dataRange());
    expect(error).toMatchObject({ code: 'web-api.not_authorised' });
    expect(error.message).toContain('authorizationUrl()');
    expect(rig.stub.calls()).toEqual([]);
  });
});

describe('tokens', () => {
  test('are renewed when asked', async () => {
    const made = await rig.permitted();
    await Promise.all([made.refresh(), made.refresh()]);
    expect(rig.stub.spent).toHaveLength(2);
  });

  test('serve the next program from the same store', async () => {
    const store = new MemoryTokenStore();
    await (await rig.permitted({ store })).close();
    expect(await rig.client({ store }).dataRange()).toHaveProperty('egvs');
    const error = await rejected(rig.client({ store, clientId: 'another' }).dataRange());
    expect(error).toMatchObject({ code: 'web-api.other_application' });
  });

  test('of a refused application are asked for once', async () => {
    const store = new MemoryTokenStore();
    const made = await rig.permitted({ store });
    rig.stub.answer('token', oauthError('invalid_client', 401));
    const error = await rejected(made.refresh());
    expect(error).toMatchObject({ code: 'web-api.client_refused', kind: 'credentials' });
    expect(error.message).toContain('(invalid_client)');
    const calls = rig.stub.calls().length;
    expect(await rejected(made.dataRange())).toBe(error);
    expect(await rejected(all(made.egvs()))).toBe(error);
    expect(rig.stub.calls()).toHaveLength(calls);
    rig.stub.answer('token');
    await made.exchangeCode('another-code');
    expect(await made.dataRange()).toHaveProperty('egvs');
  });
});

describe('manners', () => {
  test('no call is made before the instant that Dexcom named, by anybody of the application', async () => {
    const made = await rig.permitted();
    const other = rig.closeLater(made.forPerson(new MemoryTokenStore()));
    await other.exchangeCode('for-other');
    rig.stub.answer('egvs', { status: 429, headers: { 'Retry-After': '120' }, body: '' });
    const from = Date.now() - 1_000;
    const error = await rejected(all(made.egvs({ from, retries: 0 })));
    expect(error).toMatchObject({ code: 'web-api.throttled', kind: 'throttled' });
    expect(error.retryAt).toBeGreaterThan(Date.now() + 100_000);
    const calls = rig.stub.calls().length;
    expect(await rejected(made.dataRange())).toMatchObject({ code: 'web-api.throttled' });
    expect(await rejected(other.dataRange())).toMatchObject({ code: 'web-api.throttled' });
    expect(rig.stub.calls()).toHaveLength(calls);
  });

  test('a closed client ends what is under way and does nothing more', async () => {
    const made = await rig.permitted();
    rig.stub.answer('egvs', { hang: true });
    const walking = rejected(all(made.egvs({ from: Date.now() - 1_000 })));
    await rig.stub.asked('egvs');
    await made.close();
    expect(await walking).toMatchObject({ code: 'library.closed' });
    expect(await rejected(made.devices())).toMatchObject({ code: 'library.closed' });
    expect(() => made.egvs()).toThrow(expect.objectContaining({ code: 'library.closed' }));
  });

  test.each([
    ['no secret', { clientSecret: undefined }],
    ['no client id', { clientId: '' }],
    ['a redirect address that is none', { redirectUri: 'nowhere at all' }],
    ['an unknown region', { region: 'eu' }],
    ['a store without methods', { store: {} }],
    ['a slip', { clientSecrets: 'x' }],
  ])('%s is refused at once', (_, change) => {
    expect(() => rig.client(change as LooseOptions)).toThrow(
      expect.objectContaining({ code: 'library.invalid_argument', kind: 'argument' }),
    );
  });

  test.each([{ from: 2, to: 1 }, { from: 'yesterday' }, { retries: 11 }, { until: 5 }])(
    'the period %p is refused at once',
    async (period) => {
      const made = rig.client();
      expect(() => made.egvs(period as object)).toThrow(
        expect.objectContaining({ code: 'library.invalid_argument' }),
      );
    },
  );

  test('no error and no print holds a secret', async () => {
    const made = await rig.permitted();
    const shown: string[] = [inspect(made, { depth: 9, showHidden: true }), JSON.stringify(made)];
    const echo = JSON.stringify({ error: 'x', said: secretsOf() });
    for (const answer of [
      { status: 500, body: echo },
      { status: 200, body: echo },
    ]) {
      rig.stub.answer('token', answer);
      shown.push(printed(await rejected(made.refresh())));
      rig.stub.answer('egvs', answer, { ...answer, status: 400 });
      const period = { from: Date.now() - 1_000, retries: 0 };
      shown.push(printed(await rejected(all(made.egvs(period)))));
      shown.push(printed(await rejected(all(made.egvs(period)))));
    }
    for (const secret of secretsOf()) expect(shown.join('\n')).not.toContain(secret);
  });
});
