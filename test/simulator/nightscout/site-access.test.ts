import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ask, HASH, NOW, SECRET, sgv, started } from './site-rig.ts';

describe('who may', () => {
  const bare = { 'api-secret': 'null' };

  test('anonymous reads a readable site and never writes', async () => {
    const { site } = await started();
    const get = await ask(site, 'GET', '/api/v1/entries.json', { headers: bare });
    expect(get.status).toBe(200);
    const post = await ask(site, 'POST', '/api/v1/entries.json', {
      body: [sgv(NOW)],
      headers: bare,
    });
    expect(post.status).toBe(401);
    expect(JSON.parse(post.text)).toEqual({
      status: 401,
      message: 'Unauthorized',
      description: 'Invalid/Missing',
    });
    expect(site.rows()).toEqual([]);
  });

  test('anonymous reads nothing of a closed site', async () => {
    const { site } = await started({ readableByDefault: false });
    expect((await ask(site, 'GET', '/api/v1/entries.json', { headers: bare })).status).toBe(401);
  });

  test.each([
    ['SHA-1 in capitals', HASH.toUpperCase(), 200],
    ['SHA-512', createHash('sha512').update(SECRET).digest('hex'), 200],
    ['the plain secret', SECRET, 401],
    ['a wrong hash', HASH.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), 401],
  ])('%s', async (_what, secret, status) => {
    const { site } = await started();
    const headers = { 'api-secret': secret };
    expect((await ask(site, 'GET', '/api/v1/entries.json', { headers })).status).toBe(status);
  });

  test('each refusal makes every later request of the address wait longer, until one succeeds', async () => {
    const { site, clock } = await started({ authFailDelayMs: 5_000 });
    const wrong = { headers: { 'api-secret': 'wrong' } };
    await ask(site, 'GET', '/api/v1/status.json', wrong);
    await ask(site, 'GET', '/api/v1/status.json', wrong);
    await ask(site, 'GET', '/api/v1/status.json', { headers: bare });
    expect(clock.slept).toEqual([5_000, 10_000]);
    await ask(site, 'GET', '/api/v1/status.json');
    await ask(site, 'GET', '/api/v1/status.json');
    expect(clock.slept).toEqual([5_000, 10_000, 10_000]);
  });

  test('a token needs reading and creating; a JWT works until forgotten', async () => {
    const reader = { token: 'reader-0123456789abcdef', permissions: ['*:*:read'] };
    const writer = { token: 'writer-fedcba9876543210', permissions: ['api:entries:create,read'] };
    const { site } = await started({ accessTokens: [reader, writer], readableByDefault: false });
    const post = async (headers: Record<string, string>, query = ''): Promise<number> =>
      (await ask(site, 'POST', `/api/v1/entries.json${query}`, { body: [sgv(NOW)], headers }))
        .status;
    expect(await post(bare, `?token=${reader.token}`)).toBe(401);
    expect(await post(bare, `?token=${writer.token}`)).toBe(200);
    expect(await post({ 'api-secret': writer.token })).toBe(200);
    const jwt = await ask(site, 'GET', `/api/v2/authorization/request/${writer.token}`);
    const { token } = JSON.parse(jwt.text) as { token: string };
    expect(await post({ ...bare, authorization: `Bearer ${token}` })).toBe(200);
    site.forgetJwts();
    expect(await post({ ...bare, authorization: `Bearer ${token}` })).toBe(401);
    const kept = JSON.stringify(site.requests.records);
    for (const secret of [reader.token, writer.token, token]) expect(kept).not.toContain(secret);
  });

  test('verifyauth is 200 for all, experiments/test only for the secret', async () => {
    const { site } = await started();
    const verify = async (headers?: Record<string, string>): Promise<unknown> =>
      JSON.parse((await ask(site, 'GET', '/api/v1/verifyauth', headers ? { headers } : {})).text);
    expect(await verify()).toEqual({
      status: 200,
      message: {
        canRead: true,
        canWrite: true,
        isAdmin: true,
        message: 'OK',
        rolefound: 'NOTFOUND',
        permissions: 'ROLE',
      },
    });
    expect(await verify(bare)).toMatchObject({
      message: { canWrite: false, message: 'UNAUTHORIZED', permissions: 'DEFAULT' },
    });
    expect((await ask(site, 'GET', '/api/v1/experiments/test')).status).toBe(200);
    const refused = await ask(site, 'GET', '/api/v1/experiments/test', { headers: bare });
    expect(refused.status).toBe(401);
  });
});
