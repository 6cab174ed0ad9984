import { describe, expect, test } from '@jest/globals';
import { createAuthorizationRoutes } from '../../../src/feed/authorization/index.ts';
import { readingAgo, SECRET, SECRET_SHA1 } from '../rows-rig.ts';
import { v3Rig } from './v3-rig.ts';

const PATHS = [
  '/status',
  '/lastModified',
  '/entries',
  '/entries/x',
  '/entries/history/1700000000000',
  '/treatments',
  '/devicestatus',
  '/food',
  '/profile',
  '/settings',
];

describe('API v3', () => {
  test('says as AAPS expects that every collection can be read and none written', async () => {
    const { ask, clock } = await v3Rig();
    expect((await ask('/status')).body).toEqual({
      status: 200,
      result: {
        version: '15.0.7',
        apiVersion: '3.0.3-alpha',
        srvDate: clock.now(),
        storage: { storage: 'journal', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
        apiPermissions: {
          devicestatus: 'r',
          entries: 'r',
          food: 'r',
          profile: 'r',
          settings: 'r',
          treatments: 'r',
        },
      },
    });
  });

  test('reads with a pass, the secret as Bearer, or its SHA-1 in a header', async () => {
    const { ask, facts } = await v3Rig({ isRequired: true });
    const routes = createAuthorizationRoutes(facts);
    const given = await routes.request(`/api/v2/authorization/request/${SECRET_SHA1}`);
    const { token } = (await given.json()) as { token: string };
    for (const path of PATHS.filter((each) => each !== '/entries/x')) {
      for (const headers of [
        { authorization: `Bearer ${token}` },
        { authorization: `Bearer ${encodeURIComponent(SECRET).replaceAll('%20', ' ')}` },
        { 'api-secret': SECRET_SHA1 },
      ]) {
        expect([path, (await ask(path, headers)).status]).toEqual([path, 200]);
      }
    }
  });

  test.each(PATHS)('%s refuses who shows nothing, an empty Bearer included', async (path) => {
    const { ask, put, clock } = await v3Rig({ isRequired: true });
    await put([readingAgo(clock.now(), 5, 100)]);
    // AAPS begins so, and fetches a pass when it is refused.
    for (const headers of [{}, { authorization: 'Bearer ', date: '1700000000000' }]) {
      const { status, body } = await ask(path, headers);
      expect([status, body]).toEqual([
        401,
        { status: 401, message: 'Missing or bad access token or JWT' },
      ]);
    }
  });

  test('the version needs no secret and holds nothing of anybody', async () => {
    const { ask, clock } = await v3Rig({ isRequired: true });
    expect((await ask('/version')).body.result).toEqual({
      version: '15.0.7',
      apiVersion: '3.0.3-alpha',
      srvDate: clock.now(),
      storage: { storage: 'journal', version: expect.any(String) },
    });
  });

  test.each(['/nothing', '/Entries', '/constructor', '/nothing/x', '/nothing/history/1'])(
    '%s is no collection',
    async (path) => {
      const { ask } = await v3Rig();
      const { status, body } = await ask(path);
      expect([status, body]).toEqual([
        404,
        { status: 404, message: 'Bad operation or collection' },
      ]);
    },
  );

  test.each([
    ['/entries.json', undefined, 200],
    ['/entries', '*/*', 200],
    ['/entries', 'application/json, text/plain, */*', 200],
    ['/entries', 'text/html,application/xml;q=0.7,*/*;q=0.8', 200],
    ['/entries.json', 'text/html', 200],
    ['/entries', '', 200],
    ['/entries', 'text/xml', 406],
    ['/entries', 'application/json;q=0', 406],
    ['/entries.bin', undefined, 406],
    ['/entries/history/1700000000000.json', undefined, 200],
  ])('%s for a reader that takes %s: %i', async (path, accept, status) => {
    const { ask } = await v3Rig();
    const answer = await ask(path, accept === undefined ? {} : { accept });
    expect(answer.status).toBe(status);
    if (status === 406) {
      expect(answer.body.message).toBe('Unsupported output format requested');
    }
  });
});
