import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../../../../src/domain/instant.ts';
import { decodeTokens } from '../../../../src/sources/dexcom/web-api/token-record.ts';
import { startWebApiRig, type WebApiRig } from '../../../support/web-api-rig.ts';
import { oauthError, tokenText } from '../../../support/web-api-stub.ts';

/** What a dead process does: nothing any more. */
const dead = () => new Promise<never>(() => undefined);

let rig: WebApiRig;
beforeEach(async () => {
  rig = await startWebApiRig();
  rig.storeOutworn();
});
afterEach(() => rig.close());

/** Lets a process die at the n-th step on the slots, before or after it was done; or it lives, having fewer. */
async function dieAt(dying: number, when: 'before' | 'after'): Promise<'died' | 'lived'> {
  let steps = 0;
  let isDead = false;
  let tell: (ending: 'died') => void = () => undefined;
  const died = new Promise<'died'>((resolve) => (tell = resolve));
  const die = (): Promise<never> => {
    isDead = true;
    tell('died');
    return dead();
  };
  const { tokens, lease } = rig;
  const around = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return dead();
    steps += 1;
    const isLast = steps === dying;
    if (isLast && when === 'before') return die();
    const result = await work();
    return isLast ? die() : result;
  };
  tokens.around = lease.around = around;
  const ending = await Promise.race([rig.fetch(rig.another()).then(() => 'lived' as const), died]);
  tokens.around = lease.around = (work) => work();
  return ending;
}

describe.each(['before', 'after'] as const)('a process that dies %s', (when) => {
  test('any of its steps leaves tokens that the next one uses, or one clear word that they are lost', async () => {
    const endings = new Map<number, string>();
    for (let dying = 1; ; dying += 1) {
      await rig.close();
      rig = await startWebApiRig();
      rig.storeOutworn();
      if ((await dieAt(dying, when)) === 'lived') break;
      await rig.clock.advance(2 * MINUTE_MS);
      const next = rig.another();
      const thrown: unknown = await rig.whilePassing(rig.fetch(next)).then(
        () => 'went on',
        (reason: unknown) => (reason as { code: string }).code,
      );
      endings.set(dying, String(thrown));
      // No refresh token was ever offered twice with success, and none was lost unsaid.
      const isUsable =
        decodeTokens(rig.tokens.content)?.refreshToken.reveal() === rig.stub.live.refresh;
      expect([dying, isUsable]).toEqual([dying, thrown === 'went on']);
      expect(new Set(rig.stub.spent).size).toBe(rig.stub.spent.length);
    }
    expect(endings.size).toBeGreaterThanOrEqual(6);
    // Only between Dexcom’s answer and its being written can the pair be lost: no order of steps avoids that.
    const lost = [...endings.values()].filter((ending) => ending !== 'went on');
    expect(new Set(lost)).toEqual(new Set(['web-api.grant_lost']));
    expect(lost.length).toBeLessThanOrEqual(2);
  });
});

test('a process that dies after its request and before the answer has lost the pair, and says so once', async () => {
  rig.stub.once('token', { hang: true });
  void rig.fetch(rig.another()).catch(() => undefined);
  await rig.stub.asked('token');
  // Dexcom had spent the token.
  rig.stub.answer('token', oauthError('invalid_grant'));
  await rig.clock.advance(2 * MINUTE_MS);
  expect((await rig.refusal()).code).toBe('web-api.grant_lost');
  // The person authorises again: all is well.
  rig.stub.answer('token');
  rig.store();
  expect((await rig.fetch(rig.another())).observations).toEqual([]);
  expect(rig.stub.requests.at(-1)?.headers['authorization']).toBe(
    `Bearer ${tokenText('access', 0)}`,
  );
});
