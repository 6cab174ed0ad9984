import { describe, expect, test } from '@jest/globals';
import { createAuthorizationRoutes } from '../../../src/feed/authorization/index.ts';
import { createPebbleRoutes } from '../../../src/feed/pebble/index.ts';
import { rowsRig, SECRET, SECRET_SHA1, type Given } from '../rows-rig.ts';

const HOUR_S = 3_600;

async function rig(given: Given = { isRequired: true }) {
  const { facts, rows, clock } = await rowsRig(given);
  const routes = createAuthorizationRoutes(facts);
  const pebble = createPebbleRoutes(facts, rows);
  const exchange = (token: string) =>
    routes.request(`/api/v2/authorization/request/${encodeURIComponent(token)}`);
  const read = (token: string) =>
    pebble.request('/pebble', { headers: { authorization: `Bearer ${token}` } });
  return { exchange, read, clock };
}

describe('/api/v2/authorization/request', () => {
  test.each([
    ['the secret', SECRET],
    ['its SHA-1', SECRET_SHA1],
    ['its SHA-1 in capitals', SECRET_SHA1.toUpperCase()],
  ])('gives for %s a pass of eight hours that reads', async (_, token) => {
    const { exchange, read, clock } = await rig();
    const answer = await exchange(token);
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as { token: string; iat: number; exp: number };
    const iat = Math.floor(clock.now() / 1_000);
    expect(body).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      sub: 'anna',
      permissionGroups: [['*:*:read']],
      iat,
      exp: iat + 8 * HOUR_S,
    });
    expect((await read(body.token)).status).toBe(200);
    await clock.advance(8 * HOUR_S * 1_000 + 1_000);
    expect((await read(body.token)).status).toBe(401);
  });

  test('a pass that is good is given anew', async () => {
    const { exchange, read, clock } = await rig();
    const { token } = (await (await exchange(SECRET)).json()) as { token: string };
    await clock.advance(7 * HOUR_S * 1_000);
    const next = (await (await exchange(token)).json()) as { token: string; exp: number };
    expect(next.exp).toBe(Math.floor(clock.now() / 1_000) + 8 * HOUR_S);
    expect((await read(next.token)).status).toBe(200);
  });

  test('what is neither is refused as a Nightscout refuses', async () => {
    const { exchange, clock } = await rig();
    for (const wrong of ['reader-0123456789abcdef', '../x', '%', 'ü', `${SECRET}x`]) {
      const asked = exchange(wrong);
      await clock.advance(5_000);
      const answer = await asked;
      expect([wrong, answer.status]).toEqual([wrong, 401]);
      expect(await answer.json()).toEqual({
        status: 401,
        message: 'Unauthorized',
        description: 'Invalid/Missing',
      });
    }
  });

  test('without a secret of the bridge there is nothing to exchange', async () => {
    const { exchange, clock } = await rig({});
    const asked = exchange(SECRET);
    await clock.advance(5_000);
    expect((await asked).status).toBe(401);
  });
});
