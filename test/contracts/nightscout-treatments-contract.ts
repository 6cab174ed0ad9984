import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { NightscoutSiteRig } from './nightscout-site-contract.ts';

type Row = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly said: unknown;
}
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the treatments sink relies on in a Nightscout site, beside `describeNightscoutSiteContract`. */
export function describeNightscoutTreatmentsContract(
  name: string,
  setup: () => Promise<NightscoutSiteRig>,
): void {
  describe(`the contract of a Nightscout site’s treatments: ${name}`, () => {
    let rig: NightscoutSiteRig;
    let hash: string;
    beforeEach(async () => {
      rig = await setup();
      hash = createHash('sha1').update(rig.apiSecret).digest('hex');
    });
    afterEach(async () => {
      for (const collection of ['treatments', 'devicestatus']) {
        await ask('DELETE', `/${collection}.json?${window()}`);
      }
      await rig.stop();
    });

    const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const answer = await fetch(`${rig.url}/api/v1${path}`, {
        method,
        headers: {
          'api-secret': hash,
          accept: 'application/json',
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const type = answer.headers.get('content-type') ?? '';
      const said: unknown = type.includes('json') ? JSON.parse(text) : undefined;
      return { status: answer.status, type, text, said };
    };
    const iso = (minute: number): string => new Date(rig.base + minute * MINUTE_MS).toISOString();
    const query = (parts: readonly (readonly [string, string])[]): string =>
      parts
        .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
        .join('&');
    const window = (from = -DAY_MS / MINUTE_MS, to = DAY_MS / MINUTE_MS): string =>
      query([
        ['find[created_at][$gte]', iso(from)],
        ['find[created_at][$lte]', iso(to)],
      ]);
    const post = async (rows: unknown, collection = 'treatments'): Promise<Row[]> => {
      const { status, said } = await ask('POST', `/${collection}.json`, rows);
      expect(status).toBe(200);
      return said as Row[];
    };
    const get = async (parts: string, collection = 'treatments'): Promise<Row[]> => {
      const { status, said } = await ask('GET', `/${collection}.json?${parts}`);
      expect(status).toBe(200);
      return said as Row[];
    };
    const all = (): Promise<Row[]> => get(`count=1000&${window()}`);
    const note = (minute: number, more: Row = {}): Row => ({
      eventType: 'Note',
      created_at: iso(minute),
      identifier: `note-${minute}`,
      notes: 'x',
      ...more,
    });

    test('an array is answered row by row in the order sent, each with its id, replaced or new', async () => {
      const [first] = await post([note(5)]);
      const answer = await post([note(9), note(5, { notes: 'y' }), note(7)]);
      expect(answer.map((row) => row['identifier'])).toEqual(['note-9', 'note-5', 'note-7']);
      for (const row of answer) expect(row['_id']).toMatch(/^[0-9a-f]{24}$/);
      expect(answer[1]?.['_id']).toBe(first?.['_id']);
    });

    test('a row of the same identifier is replaced whole, whatever its type and hour', async () => {
      await post([note(0, { carbs: 10, extra: 1 })]);
      await post([note(90, { identifier: 'note-0', eventType: 'Exercise', duration: 30 })]);
      const rows = await all();
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ eventType: 'Exercise', duration: 30, created_at: iso(90) });
      expect(rows[0]).not.toHaveProperty('extra');
      expect(rows[0]?.['carbs']).toBeNull();
    });

    test('rows of one type and instant are two when they have identifiers of their own', async () => {
      await post([note(0, { identifier: 'a' }), note(0, { identifier: 'b' })]);
      expect(await all()).toHaveLength(2);
    });

    test('without an identifier, type and instant are the key', async () => {
      const { identifier: _identifier, ...bare } = note(0);
      await post([bare]);
      const [again] = await post([{ ...bare, notes: 'z' }]);
      expect(again).not.toHaveProperty('_id');
      expect((await all()).map((row) => row['notes'])).toEqual(['z']);
    });

    test('the instant becomes UTC with its offset, amounts become numbers, and empty ones vanish', async () => {
      const local = `${iso(120).slice(0, -1)}+02:00`;
      const [row] = await post([
        note(0, {
          created_at: local,
          utcOffset: -300,
          carbs: '12.5',
          insulin: 0,
          glucose: 0,
          glucoseType: 'Finger',
          units: 'mmol',
          duration: 'long',
          notes: '',
          date: rig.base,
          srvModified: 17,
          enteredBy: 'me',
        }),
      ]);
      expect(row).toEqual({
        _id: expect.any(String),
        eventType: 'Note',
        identifier: 'note-0',
        created_at: iso(0),
        utcOffset: 120,
        carbs: 12.5,
        date: rig.base,
        srvModified: 17,
        enteredBy: 'me',
      });
      const [utc] = await post([note(5, { utcOffset: -300 })]);
      expect(utc).toMatchObject({ utcOffset: 0 });
    });

    test('a text with a < is taken for HTML, one without passes untouched', async () => {
      const texts = ['a & b > c', '5 &lt; 6 & 7', '5 < 6 & 7', 'BG <img x', '0', ' '];
      await post(texts.map((notes, minute) => note(minute, { notes })));
      expect((await all()).reverse().map((row) => row['notes'])).toEqual([
        'a & b > c',
        '5 &lt; 6 & 7',
        '5 &lt; 6 &amp; 7',
        'BG ',
        '0',
        ' ',
      ]);
    });

    test('a question without an instant sees four days only, whatever else it names', async () => {
      await post([note(0)]);
      expect(await get(query([['find[identifier]', 'note-0']]))).toEqual([]);
      const ever = ['find[created_at][$gte]', '1970-01-01T00:00:00.000Z'] as const;
      expect(await get(query([['find[identifier]', 'note-0'], ever]))).toHaveLength(1);
      const { said } = await ask(
        'DELETE',
        `/treatments.json?${query([['find[identifier]', 'note-0']])}`,
      );
      expect(said).toEqual({ acknowledged: true, deletedCount: 0 });
    });

    test('twenty identifiers, and types, can be asked for at once', async () => {
      await post(Array.from({ length: 30 }, (_, minute) => note(minute)));
      await post([note(40, { eventType: 'Temp Basal' })]);
      const names = Array.from(
        { length: 20 },
        (_, minute) => ['find[identifier][$in][]', `note-${minute}`] as const,
      );
      const ever = ['find[created_at][$gte]', '1970-01-01T00:00:00.000Z'] as const;
      expect(await get(query([['count', '1000'], ...names, ever]))).toHaveLength(20);
      const types = query([
        ['find[eventType][$in][]', 'Note'],
        ['find[eventType][$in][]', 'BG Check'],
      ]);
      const notes = await get(`count=1000&${types}&${window()}`);
      expect(notes).toHaveLength(30);
      expect(notes.map((row) => row['created_at'])).toEqual(
        Array.from({ length: 30 }, (_, minute) => iso(29 - minute)),
      );
      const pages = await get(`count=3&${types}&${window(0, 10)}`);
      expect(pages.map((row) => row['created_at'])).toEqual([iso(10), iso(9), iso(8)]);
    });

    test('instants are compared as UTC texts, both ends included', async () => {
      await post([note(0), note(1), note(2), note(3)]);
      const rows = await get(window(1, 2));
      expect(rows.map((row) => row['identifier'])).toEqual(['note-2', 'note-1']);
      const zoned = `${iso(61).slice(0, -1)}+01:00`;
      const byZone = await get(
        query([
          ['find[created_at][$gte]', zoned],
          ['find[created_at][$lte]', iso(3)],
        ]),
      );
      expect(byZone).toHaveLength(3);
    });

    test('a row goes by its id in the path, whatever its age; an id that nothing has removes nothing', async () => {
      const [row] = await post([note(0), note(1)]);
      const gone = await ask('DELETE', `/treatments/${String(row?.['_id'])}`);
      expect([gone.status, gone.said]).toEqual([200, { acknowledged: true, deletedCount: 1 }]);
      const none = await ask('DELETE', '/treatments/000000000000000000000000');
      expect([none.status, none.said]).toEqual([200, { acknowledged: true, deletedCount: 0 }]);
      expect((await all()).map((left) => left['identifier'])).toEqual(['note-1']);
    });

    test('an empty post is answered by an empty array and stores nothing', async () => {
      expect(await post([])).toEqual([]);
      expect(await post([], 'devicestatus')).toEqual([]);
      expect(await all()).toEqual([]);
    });

    test('a question that cannot be asked is answered 200 and null', async () => {
      const bad = query([['find[created_at][$gte]', 'yesterday']]);
      for (const collection of ['treatments', 'devicestatus']) {
        const { status, said } = await ask('GET', `/${collection}.json?${bad}`);
        expect([status, said]).toEqual([200, null]);
      }
    });

    test('a put replaces like a post, and is answered by one object', async () => {
      const [row] = await post([note(0)]);
      const { status, said } = await ask(
        'PUT',
        '/treatments.json',
        note(3, { identifier: 'note-0' }),
      );
      expect([status, said]).toMatchObject([200, { _id: row?.['_id'], created_at: iso(3) }]);
      expect(await all()).toHaveLength(1);
    });

    test('one treatment cannot be read by its id', async () => {
      const { status, type } = await ask('GET', '/treatments/0123456789abcdef01234567');
      expect(status).toBe(404);
      expect(type).toContain('text/html');
    });

    test('a bolus with a time before the meal becomes two rows', async () => {
      const rows = await post([note(0, { carbs: 20, insulin: 2, preBolus: 15 })]);
      expect(rows).toHaveLength(2);
      const found = await all();
      expect(found.map((row) => [row['created_at'], row['carbs'], row['insulin']])).toEqual([
        [iso(15), 20, null],
        [iso(0), null, 2],
      ]);
    });

    test('a device state is added as often as it is sent, and found by a field within it', async () => {
      const status = {
        device: 'dexcom://g7',
        created_at: iso(0),
        app: 'contract',
        identifier: 'i',
        dexcom: { id: 'k|1', name: 'a < b' },
      };
      const answer = await post([status, { ...status, created_at: iso(5) }], 'devicestatus');
      expect(answer.map((row) => row['created_at'])).toEqual([iso(0), iso(5)]);
      for (const row of answer) expect(row['_id']).toMatch(/^[0-9a-f]{24}$/);
      await post([status], 'devicestatus');
      const ours = query([
        ['count', '100'],
        ['find[app]', 'contract'],
        ['find[dexcom.id][$in][]', 'k|1'],
        ['find[created_at][$gte]', '1970-01-01T00:00:00.000Z'],
      ]);
      const rows = await get(ours, 'devicestatus');
      expect(rows.map((row) => row['created_at'])).toEqual([iso(5), iso(0), iso(0)]);
      expect(rows[0]).toMatchObject({ utcOffset: 0, dexcom: { id: 'k|1', name: 'a &lt; b' } });
      expect(await get('count=10&find[app]=contract', 'devicestatus')).toEqual([]);
    });

    test('an id of a device state that is none is 400', async () => {
      const written = await ask('POST', '/devicestatus.json', [{ _id: 'x' }]);
      const removed = await ask('DELETE', '/devicestatus/x');
      for (const { status, said } of [written, removed]) {
        expect([status, said]).toMatchObject([400, { message: 'Invalid _id format' }]);
      }
    });

    test('the status page tells whether treatments are taken', async () => {
      expect((await ask('GET', '/status.json')).said).toMatchObject({ careportalEnabled: true });
    });
  });
}
