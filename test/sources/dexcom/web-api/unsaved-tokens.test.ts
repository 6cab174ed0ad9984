import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../../../../src/domain/instant.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import { decodeTokens } from '../../../../src/sources/dexcom/web-api/token-record.ts';
import { startWebApiRig, type WebApiRig } from '../../../support/web-api-rig.ts';
import { tokenText } from '../../../support/web-api-stub.ts';

let rig: WebApiRig;
beforeEach(async () => void (rig = await startWebApiRig()));
afterEach(() => rig.close());

const kept = () => decodeTokens(rig.tokens.content);

describe('a pair that cannot be written down', () => {
  beforeEach(() => rig.storeOutworn());

  test('is tried four times within seconds, then held, and used only once it is written', async () => {
    let writes = 0;
    rig.tokens.before = (step) => {
      if (step === 'swap') {
        writes += 1;
        throw new Error('disk full');
      }
    };
    const started = rig.clock.now();
    const failure = await rig.refusal();
    expect(failure).toMatchObject({ code: 'web-api.tokens_unsaved', kind: 'transient' });
    expect(writes).toBe(4);
    expect(rig.clock.now() - started).toBeGreaterThan(5_000);
    expect(rig.clock.now() - started).toBeLessThan(10_000);
    expect((await rig.refusal()).code).toBe('web-api.tokens_unsaved');
    expect(rig.stub.calls()).toEqual(['token']);
    rig.tokens.fillUp(false);
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['token', 'egvs']);
    expect(kept()?.accessToken.reveal()).toBe(tokenText('access', 1));
    expect(rig.lease.content).toBe('{}');
  });

  test('keeps others from waiting for a refusal to pass: they are told that it is lost', async () => {
    rig.tokens.fillUp();
    expect((await rig.refusal()).code).toBe('web-api.tokens_unsaved');
    await rig.clock.advance(2 * MINUTE_MS);
    expect((await rig.refusal(rig.another())).code).toBe('web-api.grant_lost');
    // Whoever holds the pair mends it all as soon as it can.
    rig.tokens.fillUp(false);
    await rig.fetch();
    expect(kept()?.accessToken.reveal()).toBe(tokenText('access', 1));
    expect((await rig.fetch(rig.another())).observations).toEqual([]);
  });

  test('is written by close at the latest', async () => {
    rig.stub.asked('token').then(
      () => rig.tokens.fillUp(),
      () => undefined,
    );
    await rig.refusal();
    rig.tokens.fillUp(false);
    await rig.source.close();
    expect(kept()?.accessToken.reveal()).toBe(tokenText('access', 1));
  });

  test('is known as written where the write was done and said to have failed', async () => {
    let isFirst = true;
    rig.tokens.after = (step) => {
      if (step !== 'swap' || !isFirst) return;
      isFirst = false;
      throw new Error('connection lost');
    };
    await rig.whilePassing(rig.fetch());
    expect(kept()?.accessToken.reveal()).toBe(tokenText('access', 1));
    expect(rig.stub.spent).toHaveLength(1);
  });

  test('does not replace what a person authorised meanwhile', async () => {
    let letGo: () => void = () => undefined;
    const after = new Promise<void>((resolve) => (letGo = resolve));
    const pair = { access_token: 'a'.repeat(30), refresh_token: 'r'.repeat(30) };
    rig.stub.once('token', { body: JSON.stringify(pair), after });
    const fetching = rig.fetch();
    await rig.stub.asked('token');
    rig.store({ refreshToken: new Secret('authorised-anew-000000000000') });
    const authorised = rig.tokens.content;
    letGo();
    await rig.whilePassing(fetching);
    // Not the pair of the exchange is kept and used, but the authorised one.
    expect(rig.tokens.content).toBe(authorised);
    expect(rig.stub.requests.at(-1)?.headers['authorization']).toBe(
      `Bearer ${rig.stub.live.access}`,
    );
  });
});
