import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { NightscoutSiteRig } from './nightscout-site-contract.ts';

/** A site that gives out passes. */
export interface NightscoutV3Rig extends NightscoutSiteRig {
  /** An access token that may create, read, update and delete entries and treatments, by a role for each collection. */
  readonly token: string;
  /** One that may create and read entries, and nothing else but read. */
  readonly lesserToken: string;
}

type Row = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly said: Row;
}
const MINUTE_MS = 60_000;
const APP = 'contract-of-v3';

/** What the v3 sink relies on in a Nightscout site: kept so that the stand-in and the real one cannot drift apart. */
export function describeNightscoutV3Contract(
  name: string,
  setup: () => Promise<NightscoutV3Rig>,
): void {
  describe(`the contract of a Nightscout site’s API v3: ${name}`, () => {
    let rig: NightscoutV3Rig;
    let pass: string;
    let lesser: string;
    beforeEach(async () => {
      rig = await setup();
      pass = String((await request(rig.token)).said['token']);
      lesser = String((await request(rig.lesserToken)).said['token']);
    });
    afterEach(async () => {
      const span = [rig.base - 86_400_000, rig.base + 86_400_000] as const;
      const iso = span.map((ms) => new Date(ms).toISOString());
      await v1(
        'DELETE',
        `/entries.json?find[date][$gte]=${span[0]}&find[date][$lte]=${span[1]}&find[type][$ne]=-`,
      );
      await v1(
        'DELETE',
        `/treatments.json?find[created_at][$gte]=${iso[0]}&find[created_at][$lte]=${iso[1]}`,
      );
      await rig.stop();
    });

    const call = async (
      path: string,
      method = 'GET',
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer> => {
      const answer = await fetch(`${rig.url}${path}`, {
        method,
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, said: (await answer.json()) as Row };
    };
    const request = (token: string): Promise<Answer> =>
      call(`/api/v2/authorization/request/${token}`);
    const v1 = (method: string, path: string, body?: unknown): Promise<Answer> =>
      call(`/api/v1${path}`, method, body, {
        'api-secret': createHash('sha1').update(rig.apiSecret).digest('hex'),
      });
    const v3 = (method: string, path: string, body?: unknown, as = pass): Promise<Answer> =>
      call(`/api/v3${path}`, method, body, { authorization: `Bearer ${as}` });
    const rows = async (query: string, collection = 'entries'): Promise<Row[]> => {
      const { status, said } = await v3('GET', `/${collection}?${query}`);
      expect(status).toBe(200);
      return said['result'] as Row[];
    };
    const iso = (minute: number): string => new Date(rig.base + minute * MINUTE_MS).toISOString();
    const id = (minute: number): string => `contract-${rig.base}-${minute}`;
    const sgv = (minute: number, more: Row = {}): Row => ({
      type: 'sgv',
      sgv: 120,
      date: rig.base + minute * MINUTE_MS,
      dateString: iso(minute),
      sysTime: iso(minute),
      device: 'contract',
      app: APP,
      identifier: id(minute),
      ...more,
    });
    const put = (minute: number, more: Row = {}): Promise<Answer> =>
      v3('PUT', `/entries/${id(minute)}`, sgv(minute, more));

    test('a pass is given for a token, with its beginning and end in seconds; for another text 401', async () => {
      const { status, said } = await request(rig.token);
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
      const secret = createHash('sha1').update(rig.apiSecret).digest('hex');
      expect(
        (await call('/api/v3/entries', 'GET', undefined, { 'api-secret': secret })).status,
      ).toBe(401);
      expect((await call(`/api/v3/entries?token=${rig.token}`)).status).toBe(401);
      const bad = await v3('GET', '/entries', undefined, 'x.y.z');
      expect([bad.status, bad.said['message']]).toEqual([401, 'Bad access token or JWT']);
    });

    test('a PUT adds under 201 and replaces whole under 200, and stamps', async () => {
      const added = await put(0, { noise: 1 });
      expect([added.status, added.said]).toMatchObject([201, { status: 201, identifier: id(0) }]);
      const again = await put(0, { sgv: 130 });
      expect([again.status, again.said]).toEqual([
        200,
        { status: 200, lastModified: expect.any(Number) },
      ]);
      const { said } = await v3('GET', `/entries/${id(0)}`);
      const row = said['result'] as Row;
      expect(row).toMatchObject({ sgv: 130, sysTime: iso(0), created_at: iso(0) });
      expect(row['utcOffset']).toEqual(expect.any(Number));
      expect(row['subject']).toEqual(expect.any(String));
      expect(Number(row['srvModified'])).toBeGreaterThanOrEqual(Number(row['srvCreated']));
      expect(row).not.toHaveProperty('noise');
      expect(row).not.toHaveProperty('_id');
    });

    test('a POST of a known identifier says that it is one', async () => {
      expect((await v3('POST', '/entries', sgv(0))).said).toMatchObject({
        status: 201,
        identifier: id(0),
      });
      const { status, said } = await v3('POST', '/entries', sgv(0, { sgv: 99 }));
      expect([status, said]).toMatchObject([200, { identifier: id(0), isDeduplication: true }]);
      expect(await rows(`identifier=${id(0)}`)).toMatchObject([{ sgv: 99 }]);
    });

    test('what makes a document itself cannot be changed', async () => {
      await put(0, { utcOffset: 60 });
      for (const [field, value] of [
        ['utcOffset', 120],
        ['device', 'other'],
        ['app', 'other'],
        ['srvCreated', 5],
        ['date', rig.base + 1],
      ] as const) {
        const { status, said } = await put(0, { utcOffset: 60, [field]: value });
        expect([status, said['message']]).toEqual([
          400,
          `Field ${field} cannot be modified by the client`,
        ]);
      }
      const patched = await v3('PATCH', `/entries/${id(0)}`, { device: 'other' });
      expect(patched.status).toBe(400);
    });

    test('a PATCH sets fields, `null` too, and keeps the others', async () => {
      await put(0, { direction: 'Flat', noise: 1 });
      const { status, said } = await v3('PATCH', `/entries/${id(0)}`, { sgv: 77, direction: null });
      expect([status, said]).toEqual([200, { status: 200 }]);
      expect(await rows(`identifier=${id(0)}`)).toMatchObject([
        { sgv: 77, direction: null, noise: 1, device: 'contract', modifiedBy: expect.any(String) },
      ]);
      const none = await v3('PATCH', `/entries/${id(1)}`, { sgv: 77 });
      expect([none.status, none.said]).toEqual([404, { status: 404 }]);
    });

    test('a row of API v1 of the same instant and type cannot be taken over', async () => {
      const { app: _app, identifier: _identifier, ...bare } = sgv(0, { device: 'xDrip' });
      await v1('POST', '/entries.json', [bare]);
      const { status, said } = await v3('POST', '/entries', sgv(0));
      expect([status, said['message']]).toEqual([
        400,
        expect.stringMatching(/^Field (device|app) cannot be modified by the client$/),
      ]);
      expect((await rows(`date$gte=${rig.base}&sort=date`))[0]).toMatchObject({
        identifier: expect.stringMatching(/^[0-9a-f]{24}$/),
        device: 'xDrip',
      });
    });

    test('a deleted document is hidden, gone to GET, PUT and PATCH, and brought back by POST', async () => {
      await put(0);
      expect((await v3('DELETE', `/entries/${id(0)}`)).said).toEqual({ status: 200 });
      expect(await rows(`identifier=${id(0)}`)).toEqual([]);
      expect((await v3('GET', `/entries/${id(0)}`)).said).toEqual({ status: 410 });
      expect((await put(0)).said).toEqual({ status: 410 });
      expect((await v3('PATCH', `/entries/${id(0)}`, { sgv: 5 })).said).toEqual({ status: 410 });
      expect((await v3('POST', '/entries', sgv(0))).status).toBe(200);
      expect(await rows(`identifier=${id(0)}`)).toHaveLength(1);
    });

    test('a document removed for good is missing', async () => {
      await put(0);
      const path = `/entries/${id(0)}?permanent=true`;
      expect((await v3('DELETE', path)).said).toEqual({ status: 200 });
      expect((await v3('DELETE', path)).said).toEqual({ status: 404 });
      expect((await v3('GET', `/entries/${id(0)}`)).said).toEqual({ status: 404 });
    });

    test('of two conditions on one field the last one counts', async () => {
      for (const minute of [0, 5, 10, 15]) await put(minute);
      const [from, to] = [rig.base + 5 * MINUTE_MS, rig.base + 10 * MINUTE_MS];
      const both = await rows(`app=${APP}&date$gte=${from}&date$lte=${to}&sort=date`);
      expect(both.filter((row) => Number(row['date']) < from).length).toBeGreaterThan(0);
      const one = await rows(`type=sgv&date$gte=${from}&sort=date&fields=identifier,date`);
      expect(one.slice(0, 3)).toEqual(
        [5, 10, 15].map((minute) => ({
          identifier: id(minute),
          date: rig.base + minute * MINUTE_MS,
        })),
      );
      const texts = await rows(`app=${APP}&sysTime$gte=${iso(10)}&sort=sysTime`);
      expect(texts.map((row) => row['identifier'])).toEqual([id(10), id(15)]);
      const down = await rows(`app=${APP}&created_at$gte=${iso(10)}&sort$desc=created_at`);
      expect(down.map((row) => row['identifier'])).toEqual([id(15), id(10)]);
      const named = await rows(`identifier$in=${encodeURIComponent(`${id(0)}|${id(15)}`)}`);
      expect(named).toHaveLength(2);
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
      expect((await v3('POST', '/treatments', bare, lesser)).said).toEqual({
        status: 403,
        message: 'Missing permission api:treatments:create',
      });
      expect((await v3('GET', `/entries/${id(0)}`)).status).toBe(404);
    });

    test('each verb has a permission of its own', async () => {
      const add = await v3('PUT', `/entries/${id(0)}`, sgv(0), lesser);
      expect(add.status).toBe(201);
      const tries: readonly (readonly [string, string, unknown, string])[] = [
        ['PUT', `/entries/${id(0)}`, sgv(0), 'api:entries:update'],
        ['PATCH', `/entries/${id(0)}`, { sgv: 5 }, 'api:entries:update'],
        ['PATCH', `/entries/${id(9)}`, { sgv: 5 }, 'api:entries:update'],
        ['DELETE', `/entries/${id(9)}?permanent=true`, undefined, 'api:entries:delete'],
      ];
      for (const [method, path, body, permission] of tries) {
        const { status, said } = await v3(method, path, body, lesser);
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

    test('a treatment of the same instant and type stays beside another, where a PUT names its own', async () => {
      const treatment = (more: Row): Row => ({
        eventType: 'Carb Correction',
        created_at: iso(0),
        date: rig.base,
        device: 'contract',
        app: APP,
        ...more,
      });
      await v1('POST', '/treatments.json', [
        { eventType: 'Carb Correction', created_at: iso(0), carbs: 16, enteredBy: 'xDrip' },
      ]);
      const ours = treatment({ carbs: 15, identifier: id(0) });
      expect((await v3('PUT', `/treatments/${id(0)}`, ours)).status).toBe(201);
      const found = await rows(
        `eventType$in=${encodeURIComponent('Carb Correction|Note')}&created_at$gte=${iso(-1)}&sort=created_at`,
        'treatments',
      );
      expect(found.slice(0, 2).map((row) => row['carbs'])).toEqual(
        expect.arrayContaining([15, 16]),
      );
      const type = await v3('PUT', `/treatments/${id(0)}`, { ...ours, eventType: 'Note' });
      expect(type.said['message']).toBe('Field eventType cannot be modified by the client');
    });

    test('texts stay as they are sent', async () => {
      await put(0, { notes: 'a < b & <b>c</b> &lt; d' });
      expect(await rows(`identifier=${id(0)}`)).toMatchObject([
        { notes: 'a < b & <b>c</b> &lt; d' },
      ]);
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
