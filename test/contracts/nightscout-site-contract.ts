import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

/** A site to judge, with a day of its own. */
export interface NightscoutSiteRig {
  /** With path prefix, without a slash at the end. */
  readonly url: string;
  readonly apiSecret: string;
  /** UTC ms; nothing lies within a day after it. */
  readonly base: number;
  stop(): Promise<void>;
}

type Row = Record<string, unknown>;
const MINUTE_MS = 60_000;

/** What the REST sink relies on in a Nightscout site: kept so that the stand-in and the real one cannot drift apart. */
export function describeNightscoutSiteContract(
  name: string,
  setup: () => Promise<NightscoutSiteRig>,
): void {
  describe(`the contract of a Nightscout site: ${name}`, () => {
    let rig: NightscoutSiteRig;
    let hash: string;
    beforeEach(async () => {
      rig = await setup();
      hash = createHash('sha1').update(rig.apiSecret).digest('hex');
    });
    afterEach(async () => {
      await ask(
        'DELETE',
        `/entries.json?${within('date', rig.base - 86_400_000, rig.base + 86_400_000)}`,
      );
      await rig.stop();
    });

    const ask = async (
      method: string,
      path: string,
      body?: string,
      headers: Record<string, string> = {},
    ): Promise<{ status: number; type: string; text: string }> => {
      const answer = await fetch(`${rig.url}/api/v1${path}`, {
        method,
        headers: {
          'api-secret': hash,
          accept: 'application/json',
          'content-type': 'application/json',
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.text();
      return { status: answer.status, type: answer.headers.get('content-type') ?? '', text };
    };
    const post = async (rows: readonly Row[]): Promise<Row[]> => {
      const { status, text } = await ask('POST', '/entries.json', JSON.stringify(rows));
      expect(status).toBe(200);
      return JSON.parse(text) as Row[];
    };
    const get = async (query: string): Promise<Row[]> => {
      const { status, text } = await ask('GET', `/entries.json?${query}`);
      expect(status).toBe(200);
      return JSON.parse(text) as Row[];
    };
    const within = (field: string, from: number | string, to: number | string): string =>
      `${encodeURIComponent(`find[${field}][$gte]`)}=${encodeURIComponent(from)}&${encodeURIComponent(`find[${field}][$lte]`)}=${encodeURIComponent(to)}`;
    const all = (): Promise<Row[]> =>
      get(`count=100&${within('date', rig.base - 86_400_000, rig.base + 86_400_000)}`);
    const iso = (ms: number): string => new Date(ms).toISOString();
    const sgv = (minute: number, more: Row = {}): Row => {
      const date = rig.base + minute * MINUTE_MS;
      return { type: 'sgv', sgv: 120, date, dateString: iso(date), device: 'contract', ...more };
    };

    test('an array is answered row by row in the order sent, each with its id when it is new', async () => {
      const sent = [sgv(10), sgv(0), sgv(5)];
      const answer = await post(sent);
      expect(answer.map((row) => row['date'])).toEqual(sent.map((row) => row['date']));
      expect(answer.map((row) => row['sysTime'])).toEqual(sent.map((row) => row['dateString']));
      for (const row of answer) expect(row['_id']).toMatch(/^[0-9a-f]{24}$/);
    });

    test('a row under a known sysTime and type is merged into the one that is there, and answered without an id', async () => {
      await post([sgv(0, { direction: 'Flat', noise: 1 })]);
      const [again] = await post([sgv(0, { sgv: 130, device: 'other' })]);
      expect(again).not.toHaveProperty('_id');
      const rows = await all();
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ sgv: 130, device: 'other', direction: 'Flat', noise: 1 });
    });

    test('another type or another millisecond is another row', async () => {
      await post([sgv(0), sgv(0, { type: 'mbg', mbg: 110 })]);
      const beside = rig.base + 1;
      await post([sgv(0, { date: beside, dateString: iso(beside) })]);
      expect(await all()).toHaveLength(3);
    });

    test('the texts become UTC, the offset is the text’s, and fields it does not know pass through', async () => {
      const local = `${iso(rig.base + 3_600_000).slice(0, -1)}+01:00`;
      const [row] = await post([
        sgv(0, {
          dateString: local,
          sysTime: '2001-01-01T00:00:00.000Z',
          utcOffset: -300,
          app: 'contract',
          identifier: 'an-id',
          created_at: iso(rig.base),
          srvCreated: 1_111,
          srvModified: 2_222,
        }),
      ]);
      const expected = {
        sysTime: iso(rig.base),
        dateString: iso(rig.base),
        utcOffset: 60,
        app: 'contract',
        identifier: 'an-id',
        created_at: iso(rig.base),
        srvCreated: 1_111,
        srvModified: 2_222,
      };
      expect(row).toMatchObject(expected);
      expect((await all())[0]).toMatchObject(expected);
      const [utc] = await post([sgv(5, { utcOffset: -300 })]);
      expect(utc).toMatchObject({ utcOffset: 0 });
    });

    test('a single row without a date, and an empty post, are swallowed with 200 and an empty array', async () => {
      for (const body of ['{"type":"sgv","sgv":120}', '{}', '[]']) {
        const { status, text } = await ask('POST', '/entries.json', body);
        expect([status, JSON.parse(text)]).toEqual([200, []]);
      }
      expect(await all()).toEqual([]);
    });

    test('an empty post from a stranger or from nobody is 401', async () => {
      const stranger = createHash('sha1').update('surely another secret').digest('hex');
      for (const headers of [{ 'api-secret': stranger }, { 'api-secret': 'null' }]) {
        const { status, text, type } = await ask('POST', '/entries.json', '[]', headers);
        expect(status).toBe(401);
        expect(type).toContain('application/json');
        expect(JSON.parse(text)).toEqual({
          status: 401,
          message: 'Unauthorized',
          description: 'Invalid/Missing',
        });
        // A right one ends the delay that a wrong one brought.
        expect((await ask('POST', '/entries.json', '[]')).status).toBe(200);
      }
    });

    test('verifyauth answers 200 and tells strangers by what they may', async () => {
      const stranger = createHash('sha1').update('surely another secret').digest('hex');
      const wrong = await ask('GET', '/verifyauth', undefined, { 'api-secret': stranger });
      expect(wrong.status).toBe(200);
      expect(JSON.parse(wrong.text)).toMatchObject({
        status: 200,
        message: { canRead: false, canWrite: false, message: 'UNAUTHORIZED' },
      });
      const right = await ask('GET', '/verifyauth');
      expect(JSON.parse(right.text)).toMatchObject({
        message: { canRead: true, canWrite: true, message: 'OK' },
      });
    });

    test('a window of dates holds both ends, newest first, of the type asked for', async () => {
      await post([sgv(0), sgv(5), sgv(10), sgv(15), sgv(5, { type: 'mbg', mbg: 99 })]);
      const at = (minute: number): number => rig.base + minute * MINUTE_MS;
      const rows = await get(`count=100&find[type]=sgv&${within('date', at(5), at(10))}`);
      expect(rows.map((row) => row['date'])).toEqual([at(10), at(5)]);
      expect(rows.map((row) => row['type'])).toEqual(['sgv', 'sgv']);
      const few = await get(`count=1&${within('date', at(0), at(15))}`);
      expect(few.map((row) => row['date'])).toEqual([at(15)]);
    });

    test('rows whose date is text or missing are found by their texts only', async () => {
      const at = (minute: number): string => iso(rig.base + minute * MINUTE_MS);
      const { date: _date, ...dateless } = sgv(5);
      await post([sgv(0, { date: String(rig.base) }), dateless, sgv(10)]);
      const byDate = await get(
        `count=100&find[type]=sgv&${within('date', rig.base, rig.base + 10 * MINUTE_MS)}`,
      );
      expect(byDate).toHaveLength(1);
      const texts = ['sysTime', 'dateString'].map((field, index) =>
        within(`$or][${index}][${field}`, at(0), at(10)),
      );
      const byText = await get(
        `count=100&find[type]=sgv&${encodeURIComponent('find[dateString][$ne]')}=-&${texts.join('&')}`,
      );
      expect(byText.map((row) => row['sysTime']).sort()).toEqual([at(0), at(5), at(10)]);
      const clean = within('dateString', at(0), at(10));
      expect((await ask('DELETE', `/entries.json?${clean}`)).status).toBe(200);
    });

    test('a fraction in date is kept, and cut in the key', async () => {
      const { dateString: _text, ...bare } = sgv(0, { date: rig.base + 0.7 });
      await post([bare]);
      const [row] = await all();
      expect(row).toMatchObject({ date: rig.base + 0.7, sysTime: iso(rig.base) });
      expect(row).not.toHaveProperty('dateString');
    });

    test('without an extension and a wish it answers tab-separated text', async () => {
      await post([sgv(0)]);
      const query = `count=1&${within('date', rig.base, rig.base)}`;
      const plain = await ask('GET', `/entries?${query}`, undefined, { accept: '*/*' });
      expect(plain.type).toContain('text/plain');
      expect(plain.text.split('\t')).toHaveLength(5);
      const wished = await ask('GET', `/entries?${query}`);
      expect(wished.type).toContain('application/json');
    });

    test('a body that is no JSON is 400', async () => {
      expect((await ask('POST', '/entries.json', '[{')).status).toBe(400);
    });

    test('an address that is none is a page under 404', async () => {
      const { status, type } = await ask('POST', '/no-such-thing.json', '[]');
      expect(status).toBe(404);
      expect(type).toContain('text/html');
    });

    test('the status page tells version and clock', async () => {
      const { text } = await ask('GET', '/status.json', undefined, { 'api-secret': 'null' });
      expect(JSON.parse(text)).toMatchObject({
        status: 'ok',
        version: expect.any(String),
        serverTimeEpoch: expect.any(Number),
      });
    });
  });
}
