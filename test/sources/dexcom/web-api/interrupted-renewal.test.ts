import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../../../../src/domain/instant.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import { decodeTokens } from '../../../../src/sources/dexcom/web-api/token-record.ts';
import { startWebApiRig, type WebApiRig } from '../../../support/web-api-rig.ts';
import { oauthError, tokenText } from '../../../support/web-api-stub.ts';

let rig: WebApiRig;
beforeEach(async () => void (rig = await startWebApiRig()));
afterEach(() => rig.close());

const kept = () => decodeTokens(rig.tokens.content);
const exchanges = () => rig.stub.calls().filter((call) => call === 'token').length;

describe('a process that dies in the middle of a renewal', () => {
  const cutOff = async () => {
    rig.storeOutworn();
    rig.stub.once('token', { hang: true });
    void rig.fetch(rig.another()).catch(() => undefined);
    await rig.stub.asked('token');
  };

  test('leaves a lease that is waited out, then taken over', async () => {
    await cutOff();
    rig.stub.answer('token');
    const fetching = rig.fetch();
    await rig.clock.advance(MINUTE_MS);
    expect(exchanges()).toBe(1);
    await rig.whilePassing(fetching, 10_000);
    expect(exchanges()).toBe(2);
    expect(kept()?.accessToken.reveal()).toBe(tokenText('access', 1));
  });

  test('and whose token is refused afterwards means: authorise again, at once', async () => {
    await cutOff();
    rig.stub.answer('token', oauthError('invalid_grant'));
    await rig.clock.advance(2 * MINUTE_MS);
    const lost = await rig.refusal();
    expect(lost).toMatchObject({ code: 'web-api.grant_lost', kind: 'credentials' });
    expect(lost.message).toContain('`nightscout-dexcom-bridge authorize` again');
    expect(exchanges()).toBe(2);
    // After `unlock` it is tried once more, and final again.
    expect((await rig.refusal(rig.another())).code).toBe('web-api.grant_lost');
    expect(exchanges()).toBe(3);
  });

  test('is remembered while Dexcom is down', async () => {
    await cutOff();
    await rig.clock.advance(2 * MINUTE_MS);
    rig.stub.once('token', { status: 500, body: '' }, oauthError('invalid_grant'));
    expect((await rig.refusal()).code).toBe('web-api.token_failed');
    expect((await rig.refusal(rig.another())).code).toBe('web-api.grant_lost');
  });

  test('is forgotten with new tokens: their refusal is waited out', async () => {
    await cutOff();
    await rig.clock.advance(2 * MINUTE_MS);
    rig.store({
      refreshToken: new Secret('another-refresh-token-0000'),
      expiresAt: rig.clock.now(),
    });
    rig.stub.answer('token', oauthError('invalid_grant'));
    expect((await rig.refusal()).code).toBe('web-api.grant_refused');
  });

  test('whose lease ends in a far future, by a clock that ran ahead, is waited for two minutes', async () => {
    await cutOff();
    const until = rig.clock.now() + 1_000 * HOUR_MS;
    rig.lease.content = (rig.lease.content ?? '').replace(/"until":\d+/, `"until":${until}`);
    rig.stub.answer('token');
    const fetching = rig.fetch();
    await rig.clock.advance(1.9 * MINUTE_MS);
    expect(exchanges()).toBe(1);
    await rig.clock.advance(MINUTE_MS);
    await rig.whilePassing(fetching);
    expect(exchanges()).toBe(2);
  });
});
