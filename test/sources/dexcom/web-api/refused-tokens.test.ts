import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS } from '../../../../src/domain/instant.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import { decodeTokens } from '../../../../src/sources/dexcom/web-api/token-record.ts';
import { startWebApiRig, type WebApiRig } from '../../../support/web-api-rig.ts';
import { oauthError } from '../../../support/web-api-stub.ts';

let rig: WebApiRig;
beforeEach(async () => void (rig = await startWebApiRig()));
afterEach(() => rig.close());

const kept = () => decodeTokens(rig.tokens.content);
const exchanges = () => rig.stub.calls().filter((call) => call === 'token').length;

describe('a refused refresh token', () => {
  beforeEach(() => {
    rig.storeOutworn();
    rig.stub.answer('token', oauthError('invalid_grant'));
  });

  test('is tried again after 2, 4, 8 and 16 hours, over restarts, and then latches', async () => {
    const hours = [2, 4, 8, 16];
    for (const [index, wait] of hours.entries()) {
      const refused = await rig.refusal(rig.another());
      expect(refused).toMatchObject({ code: 'web-api.grant_refused', kind: 'transient' });
      expect(refused.retryAt).toBe(rig.clock.now() + wait * HOUR_MS);
      await rig.clock.advance(wait * HOUR_MS - 1);
      expect((await rig.refusal(rig.another())).retryAt).toBe(rig.clock.now() + 1);
      expect(exchanges()).toBe(index + 1);
      await rig.clock.advance(1);
    }
    const last = await rig.refusal(rig.another());
    expect(last).toMatchObject({ code: 'web-api.grant_dead', kind: 'credentials' });
    expect(last.message).toContain('nightscout-dexcom-bridge authorize');
    expect(exchanges()).toBe(5);
    // After `unlock`: one try each.
    expect((await rig.refusal(rig.another())).code).toBe('web-api.grant_dead');
    expect(exchanges()).toBe(6);
  });

  test('that is taken later is forgotten with the first answer', async () => {
    await rig.refusal();
    await rig.clock.advance(2 * HOUR_MS);
    rig.stub.answer('token');
    await rig.fetch();
    expect(kept()?.refusals).toBeUndefined();
    rig.storeOutworn();
    rig.stub.answer('token', oauthError('invalid_grant'));
    expect((await rig.refusal()).retryAt).toBe(rig.clock.now() + 2 * HOUR_MS);
  });

  test('counts also where it cannot be written down', async () => {
    rig.tokens.fillUp();
    expect((await rig.refusal()).code).toBe('web-api.grant_refused');
    expect((await rig.refusal()).code).toBe('web-api.grant_refused');
    expect(exchanges()).toBe(1);
  });

  test('is no refusal where a person has authorised anew meanwhile', async () => {
    let letGo: () => void = () => undefined;
    const after = new Promise<void>((resolve) => (letGo = resolve));
    rig.stub.once('token', { ...oauthError('invalid_grant'), after });
    const fetching = rig.fetch();
    await rig.stub.asked('token');
    rig.store({ refreshToken: new Secret('authorised-anew-000000000000') });
    letGo();
    await rig.whilePassing(fetching);
    expect(kept()?.refusals).toBeUndefined();
    expect(rig.stub.calls()).toEqual(['token', 'egvs']);
  });

  test('new tokens of a person count at once, whatever is waited for', async () => {
    await rig.refusal();
    rig.stub.answer('token');
    rig.store();
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['token', 'egvs']);
  });
});

describe('a data call answered 401', () => {
  test('is repeated once with renewed tokens', async () => {
    rig.stub.once('egvs', { status: 401, body: 'Unauthorized' });
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['egvs', 'token', 'egvs']);
  });

  test('is repeated without a renewal where that has happened already', async () => {
    rig.stub.once('egvs', { status: 401, body: '' });
    rig.stub.once('token', oauthError('invalid_grant'));
    const fetching = rig.fetch();
    await rig.stub.asked('egvs');
    rig.store({ accessToken: new Secret('access-of-another-process') });
    rig.stub.answer('egvs', { body: '{"records":[]}' });
    await fetching;
    expect(rig.stub.calls()).toEqual(['egvs', 'egvs']);
    expect(rig.stub.requests[1]?.headers['authorization']).toBe('Bearer access-of-another-process');
  });

  test('twice is counted and spaced like a refused refresh token, then latches', async () => {
    rig.stub.answer('egvs', { status: 401, body: '' });
    for (const wait of [2, 4, 8, 16]) {
      const refused = await rig.refusal(rig.another());
      expect(refused).toMatchObject({ code: 'web-api.unauthorised', kind: 'transient' });
      expect(refused.retryAt).toBe(rig.clock.now() + wait * HOUR_MS);
      const calls = rig.stub.requests.length;
      expect((await rig.refusal(rig.another())).code).toBe('web-api.unauthorised');
      expect(rig.stub.requests).toHaveLength(calls);
      await rig.clock.advance(wait * HOUR_MS);
    }
    expect(await rig.refusal()).toMatchObject({
      code: 'web-api.grant_dead',
      kind: 'credentials',
    });
  });

  test('twice in two calls at once counts once', async () => {
    rig.stub.answer('egvs', { status: 401, body: '' });
    await Promise.all([rig.refusal(), rig.refusal()]);
    expect(kept()?.refusals).toMatchObject({ count: 1, what: 'data' });
  });
});

describe('tokens that are none of ours', () => {
  test.each([
    [undefined, 'web-api.not_authorised'],
    ['', 'web-api.not_authorised'],
    ['not json', 'web-api.not_authorised'],
    ['{"version":2}', 'web-api.not_authorised'],
  ])('%p: authorise first', async (content, code) => {
    rig.tokens.content = content;
    const failure = await rig.refusal();
    expect(failure).toMatchObject({ code, kind: 'credentials' });
    expect(failure.message).toContain('nightscout-dexcom-bridge authorize');
    expect(rig.stub.requests).toEqual([]);
  });

  test.each([
    ['server', { baseUrl: 'https://api.dexcom.eu' }],
    ['client id', { clientId: 'another' }],
  ])('of another %s are never sent', async (_, change) => {
    rig.store(change);
    const failure = await rig.refusal();
    expect(failure).toMatchObject({ code: 'web-api.other_application', kind: 'credentials' });
    expect(rig.stub.requests).toEqual([]);
  });

  test('count as soon as they are there: authorize needs no restart', async () => {
    rig.tokens.content = undefined;
    await rig.refusal();
    rig.store();
    expect((await rig.fetch()).observations).toEqual([]);
  });
});
