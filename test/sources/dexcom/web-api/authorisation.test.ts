import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS } from '../../../../src/domain/instant.ts';
import { createHttpClient, type HttpClient } from '../../../../src/platform/http-client.ts';
import { seededRandom } from '../../../../src/platform/random.ts';
import {
  createWebApiAuthorisation,
  newState,
  type WebApiAuthorisation,
} from '../../../../src/sources/dexcom/web-api/index.ts';
import { decodeTokens } from '../../../../src/sources/dexcom/web-api/token-record.ts';
import {
  printed,
  secretsOf,
  startWebApiRig,
  type WebApiRig,
} from '../../../support/web-api-rig.ts';
import { oauthError } from '../../../support/web-api-stub.ts';

let rig: WebApiRig;
let http: HttpClient;
let authorisation: WebApiAuthorisation;
beforeEach(async () => {
  rig = await startWebApiRig();
  rig.tokens.content = undefined;
  http = createHttpClient('bridge-test/1');
  const { options, clock, tokens, urgent } = rig;
  const random = seededRandom(1);
  authorisation = createWebApiAuthorisation({ options, http, clock, random, tokens, urgent });
});
afterEach(async () => {
  http.close();
  await rig.close();
});

const kept = () => decodeTokens(rig.tokens.content);

describe('the login address', () => {
  test('holds all five parameters', () => {
    const url = new URL(authorisation.loginUrl('st&te'));
    expect(`${url.origin}${url.pathname}`).toBe(`${rig.stub.url}/v3/oauth2/login`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: rig.options.clientId,
      redirect_uri: 'http://localhost:17581/callback',
      response_type: 'code',
      scope: 'offline_access',
      state: 'st&te',
    });
  });

  test('has a state of its own each time, that nobody guesses', () => {
    const states = new Set(Array.from({ length: 50 }, () => newState()));
    expect(states.size).toBe(50);
    for (const state of states) expect(state).toMatch(/^[\w-]{43}$/);
  });

  test('is answered by an address that is read back', () => {
    const state = newState();
    const url = `http://localhost:17581/callback?code=abc&state=${state}`;
    expect(authorisation.readRedirect(url, state)).toEqual({ code: 'abc' });
    expect(() => authorisation.readRedirect(url, newState())).toThrow(/another/);
  });
});

describe('the code', () => {
  test('is exchanged with the redirect address, and the pair kept and used', async () => {
    await authorisation.complete('abc');
    expect(Object.fromEntries(rig.stub.requests[0]?.form ?? [])).toEqual({
      client_id: rig.options.clientId,
      client_secret: rig.options.clientSecret.reveal(),
      grant_type: 'authorization_code',
      code: 'abc',
      redirect_uri: 'http://localhost:17581/callback',
    });
    const now = rig.clock.now();
    expect(kept()).toMatchObject({ authorisedAt: now, expiresAt: now + 2 * HOUR_MS });
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['token', 'egvs']);
  });

  test('replaces dead tokens beside a bridge that waits after a refusal', async () => {
    rig.storeOutworn();
    rig.stub.once('token', oauthError('invalid_grant'));
    expect((await rig.refusal()).code).toBe('web-api.grant_refused');
    await authorisation.complete('abc');
    await rig.fetch();
    expect(kept()?.refusals).toBeUndefined();
  });

  test.each([
    [oauthError('invalid_grant'), 'web-api.code_refused', 'credentials'],
    [oauthError('invalid_client', 401), 'web-api.client_refused', 'credentials'],
    [oauthError('invalid_request'), 'web-api.request_refused', 'config'],
    [{ status: 500, body: '<html>' }, 'web-api.token_failed', 'transient'],
    [{ body: '{"access_token":"abc"}' }, 'web-api.token_unreadable', 'transient'],
  ])('answered %j is %s, and what was kept stays', async (answer, code, kind) => {
    rig.store();
    const before = rig.tokens.content;
    rig.stub.answer('token', answer);
    const thrown: unknown = await authorisation.complete('abc').catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({ code, kind });
    expect(rig.tokens.content).toBe(before);
    for (const secret of secretsOf()) expect(printed(thrown)).not.toContain(secret);
  });

  test('whose pair cannot be kept is tried four times, then told', async () => {
    rig.tokens.fillUp();
    const completing = authorisation.complete('abc').catch((reason: unknown) => reason);
    expect(rig.urgent.busy).toBe(true);
    expect(await rig.whilePassing(completing)).toMatchObject({ code: 'web-api.tokens_unsaved' });
    expect(rig.stub.calls()).toEqual(['token']);
  });
});
