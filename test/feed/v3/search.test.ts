import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, epochMs, MINUTE_MS, toIsoUtc } from '../../../src/domain/instant.ts';
import { makeEvent } from '../../support/make-kinds.ts';
import { MemoryJournal } from '../../support/memory-journal.ts';
import { readingAgo } from '../rows-rig.ts';
import { v3Rig } from './v3-rig.ts';

/** Ten readings, five minutes apart, 100 … 109 mg/dL, the last one a minute old. */
async function tenReadings() {
  const rig = await v3Rig();
  const now = rig.clock.now();
  const minutes = (index: number) => 1 + (9 - index) * 5;
  await rig.put(
    Array.from({ length: 10 }, (_, index) => readingAgo(now, minutes(index), 100 + index, 'flat')),
  );
  return { ...rig, now, dateOf: (index: number) => now - minutes(index) * MINUTE_MS };
}

describe('a search', () => {
  test('answers documents as API v3 shows them: whole, without _id and mills', async () => {
    const { documents, now } = await tenReadings();
    const [document] = await documents('/entries?sort$desc=date&limit=1');
    const instant = toIsoUtc(epochMs(now - MINUTE_MS));
    expect(document).toEqual({
      type: 'sgv',
      sgv: 109,
      date: now - MINUTE_MS,
      dateString: instant,
      sysTime: instant,
      direction: 'Flat',
      trend: 4,
      device: 'nightscout-dexcom-bridge',
      app: 'nightscout-dexcom-bridge',
      identifier: expect.stringMatching(/^[0-9a-f-]{36}$/),
      created_at: instant,
      srvCreated: now,
      srvModified: now,
    });
  });

  test('as AAPS asks first: newer than an instant, oldest first, at most so many', async () => {
    const { values, dateOf } = await tenReadings();
    const path = `/entries?sort=date&date$gt=${dateOf(3)}&limit=4`;
    expect(await values(path, 'sgv')).toEqual([104, 105, 106, 107]);
    expect(await values(`/entries?sort$desc=date&type=sgv`, 'sgv')).toHaveLength(10);
  });

  test.each([
    ['sgv$gt=107', [108, 109]],
    ['sgv$gte=108', [108, 109]],
    ['sgv$lt=102', [100, 101]],
    ['sgv$lte=101', [100, 101]],
    ['sgv=105', [105]],
    ['sgv$eq=105', [105]],
    ['sgv$ne=105&sgv$gt=103', [104, 106, 107, 108, 109]],
    ['sgv$in=101|103|999', [101, 103]],
    ['sgv$nin=101|103&sgv$lt=105', [100, 102, 104]],
    ['direction$re=^fl&sgv$lt=102', []],
    ['direction$re=^Fl&sgv$lt=102', [100, 101]],
    ['direction$re=(F%2Bl?a*)%2Bt$&sgv=100', [100]],
    ["sgv='105'", []],
    ["direction='Flat'&sgv=100", [100]],
    ['type=mbg', []],
    ['nothing=1', []],
    ['nothing$ne=1&sgv=100', [100]],
    ['nothing$gt=1', []],
    ['_id=0', []],
    ['__proto__=1', []],
    ['constructor$ne=1&sgv=100', [100]],
    ['sgv$gt=105&sgv$lt=108', [106, 107]],
    ['now=1&fields=_all&sgv=100', [100]],
  ])('%s', async (query, found) => {
    const { values } = await tenReadings();
    expect(await values(`/entries?sort=date&${query}`, 'sgv')).toEqual(found);
  });

  test.each([
    (ms: number) => String(ms),
    (ms: number) => `${ms}.0`,
    (ms: number) => String(ms / 1_000),
    (ms: number) => encodeURIComponent(toIsoUtc(epochMs(ms))),
    (ms: number) =>
      encodeURIComponent(`${new Date(ms + 2 * 3_600_000).toISOString().slice(0, -1)}+02:00`),
    (ms: number) => new Date(ms).toISOString().slice(0, -1),
  ])('takes an instant in any of the ways Nightscout takes it: %s', async (print) => {
    const { values, dateOf } = await tenReadings();
    for (const field of ['date', 'created_at']) {
      expect(await values(`/entries?sort=date&${field}$gte=${print(dateOf(7))}`, 'sgv')).toEqual([107, 108, 109]); // prettier-ignore
      expect(await values(`/entries?sort=date&${field}$eq=${print(dateOf(7))}`, 'sgv')).toEqual([107]); // prettier-ignore
      expect(await values(`/entries?sort$desc=date&${field}$lt=${print(dateOf(2))}`, 'sgv')).toEqual([101, 100]); // prettier-ignore
    }
  });

  test('sorts by any field either way, and skips', async () => {
    const { values } = await tenReadings();
    expect(await values('/entries?sort=sgv&limit=2', 'sgv')).toEqual([100, 101]);
    expect(await values('/entries?sort$desc=sgv&limit=2&skip=1', 'sgv')).toEqual([108, 107]);
    expect(await values('/entries?sort=date&limit=2&skip=9', 'sgv')).toEqual([109]);
    expect(await values('/entries?sort$desc=created_at&limit=2&skip=1', 'sgv')).toEqual([108, 107]);
    const identifiers = (await values('/entries', 'identifier')) as string[];
    expect(identifiers).toEqual([...identifiers].sort());
    expect(identifiers).toHaveLength(10);
  });

  test('shows only the fields that are asked for', async () => {
    const { documents } = await tenReadings();
    expect(await documents('/entries?sort=date&limit=1&fields=sgv,direction,nothing')).toEqual([
      { sgv: 100, direction: 'Flat' },
    ]);
  });

  test('looks into fields of fields', async () => {
    const { put, clock, values } = await v3Rig();
    await put([{ ...readingAgo(clock.now(), 3, 111), transmitterGeneration: 'g7' }, readingAgo(clock.now(), 8, 112)]); // prettier-ignore
    expect(await values('/entries?dexcom.generation=g7', 'sgv')).toEqual([111]);
    expect(await values('/entries?dexcom.generation$ne=g7', 'sgv')).toEqual([112]);
  });

  test.each([
    ['limit=0', 'Parameter limit out of tolerance'],
    ['limit=1001', 'Parameter limit out of tolerance'],
    ['limit=0.5', 'Parameter limit out of tolerance'],
    ['limit=1000.5', 'Parameter limit out of tolerance'],
    ['limit=INVALID', 'Parameter limit out of tolerance'],
    ['skip=-5', 'Parameter skip out of tolerance'],
    ['skip=x', 'Parameter skip out of tolerance'],
    ['skip=1e9', 'Parameter skip out of tolerance'],
    ['sort=date&sort$desc=created_at', 'Parameters sort and sort_desc cannot be combined'],
    ['date$foo=1', 'Unsupported filter operator foo'],
    ['$where=1', 'Unsupported filter operator where'],
    ['date$constructor=1', 'Unsupported filter operator constructor'],
  ])('%s is refused in Nightscout’s words', async (query, message) => {
    const { ask } = await tenReadings();
    const { status, body } = await ask(`/entries?${query}`);
    expect([status, body]).toEqual([400, { status: 400, message }]);
  });

  test('a pattern that nobody can read is named; one that would never end is soon done', async () => {
    const { ask, values } = await tenReadings();
    const { status, body } = await ask('/entries?device$re=(');
    expect([status, body.message]).toEqual([400, expect.stringContaining('device$re')]);
    const began = Date.now();
    await values(
      `/entries?device$re=${encodeURIComponent('^(([a-z-])+.)+[A-Z]([a-z-])+$')}`,
      'sgv',
    );
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test.each(['food', 'profile', 'settings'])('%s is there and empty', async (name) => {
    const { ask } = await tenReadings();
    expect((await ask(`/${name}?limit=1000`)).body).toEqual({ status: 200, result: [] });
  });

  test('treatments and device states have collections of their own', async () => {
    const { put, values, clock } = await v3Rig();
    const { systemTime } = readingAgo(clock.now(), 30, 100);
    await put([
      makeEvent(0, 'carbs', { systemTime }),
      { kind: 'device', systemTime, recordId: 'phone', isUploadTimeKnown: true, schedules: [] },
    ]);
    const iso = toIsoUtc(epochMs(systemTime - 1));
    expect(await values(`/treatments?sort=created_at&created_at$gt=${iso}&limit=500`, 'carbs')).toEqual([20]); // prettier-ignore
    expect(await values('/devicestatus', 'created_at')).toEqual([toIsoUtc(systemTime)]);
    expect(await values('/entries', 'date')).toEqual([]);
  });
});

test('order, bounds, limit and skip are those of all documents sorted, whatever the dates', async () => {
  const minute = fc.integer({ min: 0, max: 200 * 24 * 60 });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(minute, { minLength: 1, maxLength: 40 }),
      fc.option(minute, { nil: undefined }),
      fc.option(minute, { nil: undefined }),
      fc.constantFrom(
        'sort=date',
        'sort$desc=date',
        'sort=created_at',
        'sort$desc=sgv',
        'sort=sgv',
      ),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 5 }),
      async (ages, after, before, sort, limit, skip) => {
        const { put, values, clock } = await v3Rig();
        const now = clock.now();
        await put(ages.map((age) => readingAgo(now, age, 40 + (age % 300))));
        const query = [
          sort,
          `limit=${limit}`,
          `skip=${skip}`,
          ...(after === undefined ? [] : [`date$gt=${now - after * MINUTE_MS}`]),
          ...(before === undefined ? [] : [`date$lte=${now - before * MINUTE_MS}`]),
        ].join('&');
        const direction = sort.includes('desc') ? -1 : 1;
        const key = (age: number) => (sort.endsWith('sgv') ? 40 + (age % 300) : -age);
        const expected = ages
          .filter(
            (age) =>
              (after === undefined || age < after) && (before === undefined || age >= before),
          ) // prettier-ignore
          .map(key)
          .sort((a, b) => direction * (a - b))
          .slice(skip, skip + limit);
        const found = sort.endsWith('sgv')
          ? await values(`/entries?${query}`, 'sgv')
          : (await values(`/entries?${query}`, 'date')).map((ms) => ((ms as number) - now) / MINUTE_MS); // prettier-ignore
        expect(found.map((each) => (each as number) + 0)).toEqual(expected.map((each) => each + 0));
      },
    ),
    { numRuns: 60 },
  );
});

test('a year is read oldest first without reading all of it each time', async () => {
  const rig = await v3Rig();
  const now = rig.clock.now();
  await rig.put(Array.from({ length: 365 * 4 }, (_, index) => readingAgo(now, index * 360, 100)));
  const spans: number[] = [];
  const { journal } = rig;
  const noting =
    <Args extends [string, number, number], Found>(read: (...args: Args) => Found) =>
    (...args: Args) => {
      spans.push(args[2] - args[1]);
      return read(...args);
    };
  Object.assign(journal, {
    readRange: noting((...args: Parameters<typeof journal.readRange>) =>
      MemoryJournal.prototype.readRange.apply(journal, args),
    ),
    readRecords: noting((...args: Parameters<typeof journal.readRecords>) =>
      MemoryJournal.prototype.readRecords.apply(journal, args),
    ),
  });
  await rig.values('/entries?limit=1', 'date');
  spans.length = 0;
  const first = await rig.values(
    `/entries?sort=date&date$gt=${now - 300 * DAY_MS}&limit=8`,
    'date',
  );
  expect(first).toEqual(Array.from({ length: 8 }, (_, index) => now - 300 * DAY_MS + (index + 1) * 360 * MINUTE_MS)); // prettier-ignore
  expect(spans.reduce((sum, span) => sum + span, 0)).toBeLessThan(10 * DAY_MS);
});
