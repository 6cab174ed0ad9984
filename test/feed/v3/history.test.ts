import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { epochMs, SECOND_MS } from '../../../src/domain/instant.ts';
import { makeEvent } from '../../support/make-kinds.ts';
import { readingAgo } from '../rows-rig.ts';
import { v3Rig } from './v3-rig.ts';

const ALARMS = { events: true, mbg: false, alerts: true };

describe('history', () => {
  test('tells what changed after an instant, in the order of the changes, and where to go on', async () => {
    const { put, change, clock, ask } = await v3Rig();
    const now = clock.now();
    await put([readingAgo(now, 30, 100)], now - 2_000);
    await put([readingAgo(now, 60, 101)], now - 1_500);
    await put([readingAgo(now, 5, 102)], now - 700);
    await change({ ...readingAgo(now, 30, 100), trend: 'flat' }, now - 300);
    const { headers, body } = await ask(`/entries/history/${now - 2_000}?limit=500`);
    const result = body.result as { sgv: number; direction?: string; srvModified: number }[];
    expect(result.map(({ sgv, srvModified }) => [sgv, srvModified - now])).toEqual([
      [101, -1_500],
      [102, -700],
      [100, -300],
    ]);
    expect(result[2]).toMatchObject({ direction: 'Flat', srvCreated: now - 2_000 });
    expect(headers.get('etag')).toBe(`W/"${now - 300}"`);
    expect(headers.get('last-modified')).toBe(new Date(now - 300).toUTCString());
    const next = await ask(`/entries/history/${now - 300}?limit=500`);
    expect(next.body).toEqual({ status: 200, result: [] });
    expect(next.headers.get('etag')).toBeNull();
  });

  test('a header Last-Modified means that second and later', async () => {
    const { put, clock, ask } = await v3Rig();
    const second = Math.floor(clock.now() / SECOND_MS) * SECOND_MS;
    await put([readingAgo(second, 10, 100)], second - 1);
    await put([readingAgo(second, 5, 101)], second);
    await put([readingAgo(second, 0, 102)], second + 400);
    const { body } = await ask('/entries/history', {
      'last-modified': new Date(second + 999).toUTCString(),
    });
    expect((body.result as { sgv: number }[]).map(({ sgv }) => sgv)).toEqual([101, 102]);
  });

  test.each([
    '/entries/history',
    '/entries/history/x',
    '/entries/history/1',
    '/entries/history/%27',
    '/entries/history/-1',
    '/entries/history/99999999999999999999',
  ])(
    // prettier-ignore
    '%s names no instant',
    async (path) => {
      const { ask } = await v3Rig();
      const { status, body } = await ask(path);
      expect([status, body.message]).toEqual([400, 'Bad or missing Last-Modified header/parameter']); // prettier-ignore
    },
  );

  test('never tells only some of what changed in one millisecond', async () => {
    const { put, clock, ask } = await v3Rig();
    const now = clock.now();
    // A month of history comes in at once, as from the Web API.
    await put(Array.from({ length: 2_300 }, (_, index) => readingAgo(now, 5 * index, 100)), now - 60_000); // prettier-ignore
    await put([readingAgo(now, 1, 140)], now - 100);
    const first = await ask(`/entries/history/${now - 3_600_000}?limit=500`);
    expect(first.body.result).toHaveLength(2_300);
    expect(first.headers.get('etag')).toBe(`W/"${now - 60_000}"`);
    const second = await ask(`/entries/history/${now - 60_000}?limit=500`);
    expect(second.body.result).toEqual([expect.objectContaining({ sgv: 140 })]);
  });

  test('a deleted event is told as gone, with what it was', async () => {
    const { put, change, clock, ask } = await v3Rig();
    const now = clock.now();
    const { systemTime } = readingAgo(now, 30, 100);
    const event = makeEvent(0, 'carbs', { systemTime });
    await put([event], now - 5_000);
    const before = (await ask(`/treatments/history/${now - 6_000}`)).body.result as Document[];
    await change({ ...event, isDeleted: true }, now - 1_000);
    const after = (await ask(`/treatments/history/${now - 5_000}`)).body.result as Document[];
    expect(after).toEqual([{ ...before[0], srvModified: now - 1_000, isValid: false }]);
    expect((await ask('/treatments')).body.result).toEqual([]);
  });

  test('an event without its amount has no treatment, and is told as gone', async () => {
    const { put, clock, ask } = await v3Rig();
    const now = clock.now();
    const { systemTime } = readingAgo(now, 30, 100);
    const { amount, ...empty } = makeEvent(0, 'carbs', { systemTime });
    await put([empty]);
    expect((await ask(`/treatments/history/${now - 1}`)).body.result).toEqual([
      expect.objectContaining({
        isValid: false,
        date: systemTime,
        eventType: expect.any(String),
        identifier: expect.any(String),
      }),
    ]);
  });

  test('holds only what is written, each in its own collection', async () => {
    const { put, clock, ask } = await v3Rig({ writes: ALARMS });
    const now = clock.now();
    const { systemTime } = readingAgo(now, 30, 100);
    await put([
      readingAgo(now, 5, 100),
      { kind: 'calibration', systemTime, recordId: 'c', meter: { value: 90, unit: 'mg/dL' } },
      { kind: 'device', systemTime, recordId: 'd', isUploadTimeKnown: false, schedules: [] },
      { kind: 'alert', systemTime, recordId: 'a', alertName: 'low', alertState: 'inactive' },
    ]);
    const told = async (name: string) =>
      ((await ask(`/${name}/history/${now - 1}`)).body.result as Record<string, unknown>[]).map(
        ({ type, eventType, app }) => type ?? eventType ?? app,
      );
    expect(await told('entries')).toEqual(['sgv']);
    expect(await told('treatments')).toEqual(['BG Check']);
    expect(await told('devicestatus')).toEqual(['nightscout-dexcom-bridge']);
    for (const name of ['food', 'profile', 'settings']) expect(await told(name)).toEqual([]);
  });

  test('who follows it page by page meets every change once, however they fell together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        async (instants, limit) => {
          const { put, clock, ask } = await v3Rig({ writes: ALARMS });
          const now = clock.now();
          const sorted = instants.sort((a, b) => a - b);
          for (const [index, at] of sorted.entries()) {
            const reading = readingAgo(now, index * 5, 100);
            const { systemTime } = reading;
            // Some changes have no document: they must not end a page.
            await put([index % 3 === 1 ? { kind: 'alert', systemTime, recordId: `${index}`, alertName: 'low', alertState: 'inactive' } : reading], now + at); // prettier-ignore
          }
          const met: unknown[] = [];
          for (let from = now - 1; ;) {
            const { body, headers } = await ask(`/entries/history/${from}?limit=${limit}`);
            const page = body.result as { date: number }[];
            if (page.length === 0) break;
            met.push(...page.map(({ date }) => date));
            from = Number(headers.get('etag')?.slice(3, -1));
          }
          const expected = sorted.flatMap((_, index) => (index % 3 === 1 ? [] : [now - index * 300_000])); // prettier-ignore
          expect(met).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('lastModified', () => {
  test('tells the newest change to each collection that has any, also what changes later', async () => {
    const { put, change, clock, ask } = await v3Rig();
    const now = clock.now();
    const read = async () => ((await ask('/lastModified')).body as { result: unknown }).result;
    expect(await read()).toEqual({ srvDate: now, collections: {} });
    const { systemTime } = readingAgo(now, 30, 100);
    await put([readingAgo(now, 30, 100)], now - 9_000);
    await put([{ kind: 'alert', systemTime, recordId: 'a', alertName: 'low', alertState: 'x' }], now - 1); // prettier-ignore
    expect(await read()).toEqual({ srvDate: now, collections: { entries: now - 9_000 } });
    await put([makeEvent(0, 'carbs', { systemTime })], now - 8_000);
    await change({ ...readingAgo(now, 30, 100), trend: 'flat' }, now - 7_000);
    expect(await read()).toEqual({
      srvDate: now,
      collections: { entries: now - 7_000, treatments: now - 8_000 },
    });
  });

  test('finds the one old change to a rare kind at the far end of a long journal', async () => {
    const { put, clock, ask } = await v3Rig();
    const now = clock.now();
    const { systemTime } = readingAgo(now, 30, 100);
    await put([makeEvent(0, 'carbs', { systemTime })], now - 90_000);
    await put(
      Array.from({ length: 5_000 }, (_, index) => readingAgo(now, index, 100)),
      now - 50,
    );
    expect((await ask('/lastModified')).body.result).toMatchObject({
      collections: { entries: now - 50, treatments: now - 90_000 },
    });
  });
});

type Document = Record<string, unknown>;

test('one document is read by its identifier or its _id', async () => {
  const { put, clock, ask, documents, rows } = await v3Rig();
  const now = clock.now();
  await put([readingAgo(now, 600 * 24 * 60, 99), readingAgo(now, 5, 100, 'flat')]);
  const [newest, oldest] = await documents('/entries?sort$desc=date');
  for (const wanted of [newest, oldest]) {
    const { status, body, headers } = await ask(`/entries/${String(wanted?.['identifier'])}`);
    expect([status, body]).toEqual([200, { status: 200, result: wanted }]);
    expect(headers.get('last-modified')).toBe(new Date(now).toUTCString());
  }
  const [row] = await rows.entries.between(now - 600_000, now);
  expect((await ask(`/entries/${row?._id.toUpperCase()}?fields=sgv`)).body.result).toEqual({ sgv: 100 }); // prettier-ignore
  const unchanged = await ask(`/entries/${row?._id}`, {
    'if-modified-since': new Date(now + 1).toUTCString(),
  });
  expect([unchanged.status, unchanged.body]).toEqual([304, {}]);
  const changed = await ask(`/entries/${row?._id}`, {
    'if-modified-since': new Date(now - 5_000).toUTCString(),
  });
  expect(changed.status).toBe(200);
  for (const nobody of ['x', '%00', 'f'.repeat(24), epochMs(now)]) {
    expect((await ask(`/entries/${nobody}`)).body).toEqual({ status: 404 });
  }
  expect((await ask(`/treatments/${row?._id}`)).status).toBe(404);
});
