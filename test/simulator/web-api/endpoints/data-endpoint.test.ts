import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../../../src/domain/instant.ts';
import { ACCOUNT } from '../../share-caller.ts';
import { queryDate, webApiRig, type WebApiRig } from '../web-api-rig.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LISTS = ['egvs', 'calibrations', 'events', 'alerts'] as const;

/** The system time of a record in UTC ms. */
const timeOf = (record: Record<string, unknown>): number =>
  Date.parse(`${String(record['systemTime']).slice(0, 19)}Z`);

describe('the bearer', () => {
  test.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['an unknown token', { authorization: 'Bearer abc' }],
  ])('%s is 401 everywhere', async (_what, headers) => {
    const { api } = await webApiRig();
    for (const name of [...LISTS, 'devices', 'dataRange']) {
      expect((await api.ask(`/v3/users/self/${name}`, { headers })).status).toBe(401);
    }
  });

  test('an access token lives two hours', async () => {
    const { api, clock, dexcom } = await webApiRig();
    const { accessToken } = dexcom.webApi.issueTokens();
    clock.advance(7_200_000 - 1);
    expect((await api.get('devices', {}, accessToken)).status).toBe(200);
    clock.advance(1);
    expect((await api.get('devices', {}, accessToken)).status).toBe(401);
  });
});

describe('the window', () => {
  const good = '2024-11-01T00:00:00';
  test.each([
    ['no dates', {}],
    ['no end', { startDate: good }],
    ['no start', { endDate: good }],
    ['a zone', { startDate: good, endDate: '2024-11-02T00:00:00Z' }],
    ['a day that does not exist', { startDate: '2024-02-30T00:00:00', endDate: good }],
    ['an hour that does not exist', { startDate: good, endDate: '2024-11-02T24:00:00' }],
    ['a date alone', { startDate: good, endDate: '2024-11-02' }],
    ['text', { startDate: good, endDate: 'now' }],
    ['the end before the start', { startDate: good, endDate: '2024-10-31T00:00:00' }],
    ['an empty window', { startDate: good, endDate: good }],
    ['30 days and a second', { startDate: good, endDate: '2024-12-01T00:00:01' }],
  ])('%s is 400', async (_what, query) => {
    const { api } = await webApiRig();
    for (const name of LISTS) {
      const answer = await api.get(name, query);
      expect([name, answer.status]).toEqual([name, 400]);
      expect(answer.json['error']).toMatch(/Date|days/);
    }
  });

  test('30 days to the second, with milliseconds or without, are served', async () => {
    const { api } = await webApiRig();
    const span = { startDate: '2024-10-15T00:00:00.5', endDate: '2024-11-14T00:00:00.500' };
    const answer = await api.get('egvs', span);
    expect(answer.status).toBe(200);
    expect((answer.json['records'] as object[]).length).toBeGreaterThan(8_500);
    expect((await api.get('egvs', { ...span, startDate: '2024-10-15T00:00:01' })).status).toBe(200);
  });

  test('its start is inclusive, its end exclusive; inclusive on request', async () => {
    const { api, clock, dexcom } = await webApiRig();
    const [first, ...rest] = await api.list('egvs', clock.now() - 6 * HOUR, clock.now() - 4 * HOUR);
    const last = rest.at(-1)!;
    const times = async (): Promise<number[]> =>
      (await api.list('egvs', timeOf(first!), timeOf(last))).map(timeOf);
    expect((await times()).at(0)).toBe(timeOf(first!));
    expect((await times()).at(-1)).toBeLessThan(timeOf(last));
    dexcom.webApi.setShape({ inclusiveEnd: true });
    expect((await times()).at(-1)).toBe(timeOf(last));
  });

  test('devices and dataRange ask for none and are not confused by one', async () => {
    const { api } = await webApiRig();
    for (const query of [{}, { startDate: 'x', endDate: 'y' }]) {
      expect((await api.get('devices', query)).status).toBe(200);
      expect((await api.get('dataRange', query)).status).toBe(200);
    }
  });
});

describe('the answer', () => {
  test('is wrapped, each list under its own record type', async () => {
    const { api, clock } = await webApiRig();
    const span = { startDate: queryDate(clock.now() - DAY), endDate: queryDate(clock.now()) };
    const types: unknown[] = [];
    for (const name of [...LISTS, 'devices']) {
      const { json } = await api.get(name, span);
      expect(Object.keys(json).sort()).toEqual([
        'recordType',
        'recordVersion',
        'records',
        'userId',
      ]);
      expect(json).toMatchObject({ recordVersion: '3.0', records: expect.any(Array) });
      expect(json['userId']).toMatch(/^[0-9a-f]{64}$/);
      types.push(json['recordType']);
    }
    expect(types).toEqual(['egv', 'calibration', 'event', 'alert', 'device']);
    expect((await api.get('dataRange', {})).json).toMatchObject({
      recordType: 'dataRange',
      recordVersion: '3.0',
      egvs: { start: { systemTime: expect.any(String) }, end: { displayTime: expect.any(String) } },
    });
  });

  test('names its records as one documented example does, on request', async () => {
    const { api, clock } = await webApiRig({ shape: { recordTypePlural: true } });
    const span = { startDate: queryDate(clock.now() - DAY), endDate: queryDate(clock.now()) };
    expect((await api.get('calibrations', span)).json['recordType']).toBe('calibrations');
  });

  test.each(['newestFirst', 'mixed'] as const)(
    'can come %s, and nothing is lost',
    async (order) => {
      const { api, clock, dexcom } = await webApiRig();
      const [from, to] = [clock.now() - 6 * HOUR, clock.now() - 2 * HOUR];
      const plain = await api.list('egvs', from, to);
      dexcom.webApi.setShape({ order });
      const odd = await api.list('egvs', from, to);
      expect(odd).not.toEqual(plain);
      expect(odd.toSorted((a, b) => timeOf(a) - timeOf(b))).toEqual(plain);
    },
  );

  test('differs in its ids between applications, and in nothing else', async () => {
    const { api, clock, dexcom } = await webApiRig();
    dexcom.webApi.addApp({ id: 'app-2', secret: 's2', redirectUris: 'any' });
    const query = { startDate: queryDate(clock.now() - DAY), endDate: queryDate(clock.now()) };
    const other = dexcom.webApi.issueTokens({ client: 'app-2' }).accessToken;
    const [one, two] = [await api.get('egvs', query), await api.get('egvs', query, other)];
    expect(one.json['userId']).not.toBe(two.json['userId']);
    const records = [one, two].map(({ json }) => json['records'] as Record<string, unknown>[]);
    const ids = records.map((list) => list.map(({ recordId }) => recordId));
    expect(new Set(ids.flat()).size).toBe(ids.flat().length);
    const [bare, again] = records.map((list) => list.map(({ recordId: _, ...rest }) => rest));
    expect(bare!.length).toBeGreaterThan(200);
    expect(bare).toEqual(again);
  });

  test.each(['/v3/users/self/else', '/v3/users/other/egvs', '/v3/', '/v3/oauth2/constructor'])(
    '%s does not exist',
    async (path) => {
      const { api } = await webApiRig();
      expect((await api.ask(path)).status).toBe(404);
    },
  );

  test('only GET is allowed', async () => {
    const { api } = await webApiRig();
    expect((await api.submit('/v3/users/self/egvs', {})).status).toBe(405);
  });
});

describe('the rate limit', () => {
  test('holds by the hour and by the application', async () => {
    const { api, clock, dexcom } = await webApiRig({ callsPerHour: 3 });
    const token = dexcom.webApi.issueTokens().accessToken;
    const status = async (): Promise<number> => (await api.get('devices', {}, token)).status;
    expect([await status(), await status(), await status(), await status()]).toEqual([
      200, 200, 200, 429,
    ]);
    dexcom.webApi.addApp({ id: 'app-2', secret: 's2', redirectUris: 'any' });
    const other = dexcom.webApi.issueTokens({ client: 'app-2' }).accessToken;
    expect((await api.get('devices', {}, other)).status).toBe(200);
    expect((await api.get('devices', {}, token)).headers.get('retry-after')).toBeNull();
    dexcom.webApi.setShape({ retryAfter: true });
    clock.advance(HOUR - 90_000);
    expect((await api.get('devices', {}, token)).headers.get('retry-after')).toBe('90');
    clock.advance(90_000);
    expect(await status()).toBe(200);
    dexcom.webApi.setRateLimit(0);
    expect(await status()).toBe(429);
  });

  test('a refused bearer and a refused window use none or one of it', async () => {
    const { api } = await webApiRig({ callsPerHour: 1 });
    expect((await api.get('egvs', {}, 'unknown')).status).toBe(401);
    expect((await api.get('egvs', {})).status).toBe(400);
    expect((await api.get('egvs', {})).status).toBe(429);
  });
});

describe('the delay', () => {
  const newest = async ({ api, clock }: WebApiRig): Promise<number> =>
    clock.now() - timeOf((await api.list('egvs', clock.now() - DAY, clock.now() + DAY)).at(-1)!);

  test.each([
    ['us', 1],
    ['ous', 3],
    ['jp', 3],
  ] as const)('in %s is %d h', async (region, hours) => {
    const rig = await webApiRig({ region });
    const age = await newest(rig);
    expect(age).toBeGreaterThanOrEqual(hours * HOUR);
    expect(age).toBeLessThan(hours * HOUR + 330_000);
  });

  test('can be set, and follows a change of region', async () => {
    const rig = await webApiRig({ uploadDelayMs: 0 });
    expect(await newest(rig)).toBeLessThan(330_000);
    rig.dexcom.webApi.setUploadDelay(undefined);
    rig.dexcom.webApi.setRegion('ous');
    expect(await newest(rig)).toBeGreaterThanOrEqual(3 * HOUR);
    expect(() => rig.dexcom.webApi.setUploadDelay(-1)).toThrow(RangeError);
  });
});

describe('the person', () => {
  test('is the same as at Share: every reading has its value and trend in both', async () => {
    const { api, clock, share } = await webApiRig({ uploadDelayMs: 0 });
    const rows = (await share.read(await share.session(), 1440, 288)).rows();
    expect(rows.length).toBeGreaterThan(280);
    const egvs = await api.list('egvs', clock.now() - DAY, clock.now() + 1_000);
    const bySecond = new Map(egvs.map((record) => [timeOf(record), record]));
    for (const { WT, Value, Trend } of rows) {
      const ms = Number(/\d+/.exec(WT)![0]);
      const record = bySecond.get(Math.floor(ms / 1_000) * 1_000);
      expect(record).toMatchObject({ value: Value, unit: 'mg/dL' });
      expect(String(record!['trend']).toLowerCase()).toBe(String(Trend).toLowerCase());
    }
  });

  test('who changes the password changes it for both', async () => {
    const { api, dexcom } = await webApiRig();
    dexcom.control.changePassword(ACCOUNT.name, 'new');
    const sign = (password: string) =>
      api.submit(api.loginPath(), { username: ACCOUNT.name, password });
    expect((await sign(ACCOUNT.password)).status).toBe(401);
    expect((await sign('new')).status).toBe(200);
  });

  test('has a past of 90 days, or of as many as asked for', async () => {
    for (const [historyDays, days] of [
      [undefined, 90],
      [10, 10],
    ] as const) {
      const rig = await webApiRig(historyDays === undefined ? {} : { historyDays });
      const { egvs } = (await rig.api.get('dataRange', {})).json as {
        egvs: { start: Record<string, unknown> };
      };
      const age = (rig.clock.now() - timeOf(egvs.start)) / DAY;
      expect(age).toBeGreaterThan(days - 0.1);
      expect(age).toBeLessThanOrEqual(days);
    }
  });

  test('of the sandbox stays in the past', async () => {
    const { api, clock, dexcom } = await webApiRig({ sandbox: true });
    const token = dexcom.webApi.issueTokens({ user: 'SandboxUser7' }).accessToken;
    const ends = async (): Promise<unknown> =>
      ((await api.get('dataRange', {}, token)).json['egvs'] as { end: unknown }).end;
    const before = await ends();
    expect(clock.now() - timeOf(before as Record<string, unknown>)).toBeGreaterThan(29 * DAY);
    clock.advance(HOUR);
    expect(await ends()).toEqual(before);
  });
});

describe('lastSyncTime', () => {
  test('narrows the ranges to what is newer', async () => {
    const { api, clock } = await webApiRig();
    const since = clock.now() - 2 * DAY;
    const ranges = await api.get('dataRange', { lastSyncTime: `${queryDate(since)}Z` });
    const { egvs } = ranges.json as { egvs: { start: Record<string, unknown>; end: object } };
    expect(timeOf(egvs.start) - since).toBeLessThan(330_000);
    expect(timeOf(egvs.start)).toBeGreaterThan(since - 1_000);
    const full = (await api.get('dataRange', {})).json as { egvs: { end: object } };
    expect(egvs.end).toEqual(full.egvs.end);
    const none = await api.get('dataRange', { lastSyncTime: queryDate(clock.now()) });
    expect(none.json).toMatchObject({ egvs: null, events: null, calibrations: null });
    expect((await api.get('dataRange', { lastSyncTime: 'yesterday' })).status).toBe(400);
  });
});

test('a record counts from the instant it was asked about', async () => {
  const { dexcom, clock } = await webApiRig();
  const span = { from: epochMs(clock.now() - 2 * HOUR), to: clock.now() };
  const now = dexcom.webApi.records('egvs', span);
  const later = dexcom.webApi.records('egvs', { ...span, asOf: epochMs(clock.now() + 2 * HOUR) });
  expect(later.length).toBeGreaterThan(now.length + 10);
});
