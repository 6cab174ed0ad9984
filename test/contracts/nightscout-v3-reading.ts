import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { APP, type NightscoutV3Rig, type Row, v3Stage } from './nightscout-v3-stage.ts';

const MINUTE_MS = 60_000;

/** The part of the contract that is about passes, permissions and questions. */
export function describeV3Reading(name: string, setup: () => Promise<NightscoutV3Rig>): void {
  describe(`the reading of a Nightscout site’s API v3: ${name}`, () => {
    const { rig, lesser, call, request, v3, rows, iso, id, sgv, put } = v3Stage(setup);

    test('a pass is given for a token, with its beginning and end in seconds; for another text 401', async () => {
      const { status, said } = await request(rig().token);
      expect([status, said]).toMatchObject([200, { token: expect.any(String) }]);
      expect(Number(said['exp']) - Number(said['iat'])).toBe(8 * 3_600);
      expect((await request('nobody-0123456789abcdef')).status).toBe(401);
    });

    test('anybody may ask for the version, and nobody for anything else without a pass', async () => {
      const { said } = await call('/api/v3/version');
      expect(said['result']).toMatchObject({
        version: expect.any(String),
        apiVersion: expect.stringMatching(/^3\./),
        srvDate: expect.any(Number),
      });
      const none = await call('/api/v3/entries');
      expect([none.status, none.said['message']]).toEqual([
        401,
        'Missing or bad access token or JWT',
      ]);
      const secret = createHash('sha1').update(rig().apiSecret).digest('hex');
      expect(
        (await call('/api/v3/entries', 'GET', undefined, { 'api-secret': secret })).status,
      ).toBe(401);
      expect((await call(`/api/v3/entries?token=${rig().token}`)).status).toBe(401);
      const bad = await v3('GET', '/entries', undefined, 'x.y.z');
      expect([bad.status, bad.said['message']]).toEqual([401, 'Bad access token or JWT']);
    });

    test('of two conditions on one field the last one counts', async () => {
      for (const minute of [0, 5, 10, 15]) await put(minute);
      const [from, to] = [rig().base + 5 * MINUTE_MS, rig().base + 10 * MINUTE_MS];
      const both = await rows(`app=${APP}&date$gte=${from}&date$lte=${to}&sort=date`);
      expect(both.filter((row) => Number(row['date']) < from).length).toBeGreaterThan(0);
      const one = await rows(`type=sgv&date$gte=${from}&sort=date&fields=identifier,date`);
      expect(one.slice(0, 3)).toEqual(
        [5, 10, 15].map((minute) => ({
          identifier: id(minute),
          date: rig().base + minute * MINUTE_MS,
        })),
      );
      const texts = await rows(`app=${APP}&sysTime$gte=${iso(10)}&sort=sysTime`);
      expect(texts.map((row) => row['identifier'])).toEqual([id(10), id(15)]);
      const down = await rows(`app=${APP}&created_at$gte=${iso(10)}&sort$desc=created_at`);
      expect(down.map((row) => row['identifier'])).toEqual([id(15), id(10)]);
      const named = await rows(`identifier$in=${encodeURIComponent(`${id(0)}|${id(15)}`)}`);
      expect(named).toHaveLength(2);
    });

    test('texts are found by how they begin, and page by page', async () => {
      for (const minute of [0, 5, 10]) await put(minute);
      const beginning = encodeURIComponent(`^${iso(0).slice(0, 10)}`);
      const query = `app=${APP}&sysTime$re=${beginning}&sort=sysTime`;
      const instants = (await rows(query)).map((row) => row['sysTime']);
      expect(instants.length).toBeGreaterThan(0);
      expect(instants.every((text) => String(text).startsWith(iso(0).slice(0, 10)))).toBe(true);
      expect((await rows(`${query}&skip=1`)).map((row) => row['sysTime'])).toEqual(
        instants.slice(1),
      );
      expect(await rows(`${query}&skip=${instants.length}`)).toEqual([]);
    });

    test('a limit above the site’s own is refused', async () => {
      expect((await v3('GET', '/entries?limit=1000000')).said).toEqual({
        status: 400,
        message: 'Parameter limit out of tolerance',
      });
    });

    test('a document without a date is refused after its permission was looked at', async () => {
      const bare = { identifier: id(0) };
      expect((await v3('POST', '/entries', bare)).said).toEqual({
        status: 400,
        message: 'Bad or missing date field',
      });
      expect((await v3('POST', '/treatments', bare, lesser())).said).toEqual({
        status: 403,
        message: 'Missing permission api:treatments:create',
      });
      expect((await v3('GET', `/entries/${id(0)}`)).status).toBe(404);
    });

    test('each verb has a permission of its own', async () => {
      const add = await v3('PUT', `/entries/${id(0)}`, sgv(0), lesser());
      expect(add.status).toBe(201);
      const tries: readonly (readonly [string, string, unknown, string])[] = [
        ['PUT', `/entries/${id(0)}`, sgv(0), 'api:entries:update'],
        ['PATCH', `/entries/${id(0)}`, { sgv: 5 }, 'api:entries:update'],
        ['PATCH', `/entries/${id(9)}`, { sgv: 5 }, 'api:entries:update'],
        ['DELETE', `/entries/${id(9)}?permanent=true`, undefined, 'api:entries:delete'],
      ];
      for (const [method, path, body, permission] of tries) {
        const { status, said } = await v3(method, path, body, lesser());
        expect([status, said['message']]).toEqual([403, `Missing permission ${permission}`]);
      }
    });

    test('history tells each document once, in the order of its change, deleted ones too', async () => {
      const before = Number(((await call('/api/v3/version')).said['result'] as Row)['srvDate']) - 1;
      for (const minute of [5, 0]) await put(minute);
      await put(5, { sgv: 90 });
      await v3('DELETE', `/entries/${id(0)}`);
      const { said } = await v3('GET', `/entries/history/${before}`);
      const ours = (said['result'] as Row[]).filter((row) => row['app'] === APP);
      expect(ours).toHaveLength(2);
      expect(ours.find((row) => row['identifier'] === id(0))).toMatchObject({ isValid: false });
    });

    test('a body that is no JSON is 500, and what is no collection is 404 in JSON', async () => {
      expect((await v3('POST', '/entries', '{"a"')).status).toBe(500);
      expect((await v3('POST', '/entries', {})).said['message']).toBe(
        'Bad or missing request body',
      );
      expect((await v3('GET', '/no-such-thing')).said).toEqual({
        status: 404,
        message: 'Bad operation or collection',
      });
    });
  });
}
