import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../../../src/domain/failure.ts';
import { DAY_MS, epochMs, HOUR_MS, SECOND_MS } from '../../../../src/domain/instant.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import { HISTORY_LISTS } from '../../../../src/sources/history-source.ts';
import { windowQuery } from '../../../../src/sources/dexcom/web-api/wire-window.ts';
import {
  printed,
  secretsOf,
  startWebApiRig,
  type WebApiRig,
} from '../../../support/web-api-rig.ts';
import { envelope, USER_ID } from '../../../support/web-api-stub.ts';

let rig: WebApiRig;
beforeEach(async () => void (rig = await startWebApiRig()));
afterEach(() => rig.close());

const signal = new AbortController().signal;
const egv = (systemTime: string, value: number) => ({
  recordId: `00000000-0000-4000-8000-${String(value).padStart(12, '0')}`,
  systemTime,
  displayTime: systemTime,
  value,
  unit: 'mg/dL',
  trend: 'flat',
});

describe('the Web API source', () => {
  test('says who it is and how long a window may be', () => {
    expect([rig.source.name, rig.source.longestWindowMs]).toEqual(['web-api', 29 * DAY_MS]);
  });

  test.each(HISTORY_LISTS)(
    'asks for %s at its own address, with the token and little else',
    async (list) => {
      await rig.source.open();
      const batch = await rig.fetch(rig.source, list);
      const [request] = rig.stub.requests;
      expect(request).toMatchObject({ method: 'GET', path: `/v3/users/self/${list}`, body: '' });
      expect(request?.headers['authorization']).toBe(`Bearer ${rig.stub.live.access}`);
      expect(request?.headers['accept-encoding']).toContain('gzip');
      expect(request?.search === '').toBe(list === 'devices');
      expect(batch).toMatchObject({ observations: [], skipped: [] });
      expect(batch.coveredFrom).toBe(rig.clock.now() - 6 * HOUR_MS);
    },
  );

  test('gives every record that came, oldest first, also beside the window, and sets junk aside', async () => {
    rig.stub.answer(
      'egvs',
      envelope(
        'egv',
        egv('2025-04-19T16:20:00', 103),
        egv('2025-04-19T16:10:00', 101),
        { recordId: 'x', systemTime: 'yesterday', value: 100 },
        egv('2024-01-01T00:00:00', 99),
        egv('2025-04-19T16:15:00', 102),
      ),
    );
    const batch = await rig.fetch();
    expect(batch.observations).toMatchObject([
      { kind: 'reading', source: 'web-api', glucoseMgdl: 99 },
      { glucoseMgdl: 101 },
      { glucoseMgdl: 102 },
      { glucoseMgdl: 103, systemTime: Date.UTC(2025, 3, 19, 16, 20) },
    ]);
    expect(batch.skipped).toHaveLength(1);
    expect(batch.skipped[0]?.source).toBe('web-api');
  });

  test('marks the person, the same each time, telling nothing', async () => {
    const [first, second] = [await rig.fetch(), await rig.fetch(rig.another(), 'events')];
    expect(first.person).toMatch(/^[0-9a-f]{64}$/);
    expect(second.person).toBe(first.person);
    rig.stub.answer('egvs', { body: JSON.stringify({ userId: 'somebody-else', records: [] }) });
    expect((await rig.fetch()).person).not.toBe(first.person);
    rig.stub.answer('egvs', { body: JSON.stringify({ records: [] }) });
    expect((await rig.fetch()).person).toBeUndefined();
    expect(first.person).not.toContain(USER_ID);
  });

  test('tells the server’s clock where it told', async () => {
    const headers = { Date: 'Sat, 19 Apr 2025 16:43:33 GMT' };
    rig.stub.answer('egvs', { ...envelope('egv'), headers });
    expect((await rig.fetch()).serverTime).toBe(Date.UTC(2025, 3, 19, 16, 43, 33));
    rig.stub.answer('egvs', { ...envelope('egv'), headers: { Date: 'now' } });
    expect((await rig.fetch()).serverTime).toBeUndefined();
  });

  test('tells what is held, without lastSyncTime', async () => {
    expect(await rig.source.held(signal)).toEqual({
      spans: { egvs: { start: Date.UTC(2025, 0, 1), end: Date.UTC(2025, 3, 19, 15, 40) } },
    });
    expect(rig.stub.requests[0]).toMatchObject({ path: '/v3/users/self/dataRange', search: '' });
  });

  test('marks its credentials: the same for the same, another for another, telling nothing', () => {
    const { credentialsFingerprint } = rig.source;
    expect(rig.another().credentialsFingerprint).toBe(credentialsFingerprint);
    for (const change of [
      { clientId: 'another' },
      { clientSecret: new Secret('another') },
      { baseUrl: 'https://api.dexcom.eu' },
    ]) {
      expect(rig.another(change).credentialsFingerprint).not.toBe(credentialsFingerprint);
    }
    for (const secret of secretsOf()) expect(credentialsFingerprint).not.toContain(secret);
  });

  test('stops at once when cancelled, with the reason given', async () => {
    const stopping = new AbortController();
    const reason = new Error('stopping');
    rig.stub.answer('egvs', { hang: true });
    const window = { from: epochMs(0), to: epochMs(1) };
    const ended = expect(rig.source.fetch('egvs', window, stopping.signal)).rejects.toBe(reason);
    await rig.stub.asked('egvs');
    stopping.abort(reason);
    await ended;
  });
});

describe('a window', () => {
  test.each([
    [0, 0, '1970-01-01T00:00:00', '1970-01-01T00:00:01'],
    [1_745_081_013_817, 1_745_081_013_817, '2025-04-19T16:43:33', '2025-04-19T16:43:34'],
    [1_745_081_013_000, 1_745_081_014_000, '2025-04-19T16:43:33', '2025-04-19T16:43:35'],
  ])('from %d to %d reaches outwards to whole seconds', (from, to, startDate, endDate) => {
    const query = windowQuery({ from: epochMs(from), to: epochMs(to) });
    expect(query).toBe(`startDate=${startDate}&endDate=${endDate}`);
  });

  test('of the greatest length stays under Dexcom’s 30 days', () => {
    const from = 1_745_081_013_817;
    const to = from + rig.source.longestWindowMs;
    const query = new URLSearchParams(windowQuery({ from: epochMs(from), to: epochMs(to) }));
    const [start, end] = ['startDate', 'endDate'].map((key) =>
      Date.parse(`${query.get(key) ?? ''}Z`),
    );
    expect((end ?? 0) - (start ?? 0)).toBeLessThanOrEqual(29 * DAY_MS + 2 * SECOND_MS);
  });
});

describe('an answer that is none', () => {
  test.each([
    [400, '', 'web-api.window', 'refused'],
    [404, 'no such page', 'web-api.not_found', 'config'],
    [408, '', 'web-api.unavailable', 'transient'],
    [418, '', 'web-api.unexpected_status', 'transient'],
    [422, '', 'web-api.unexpected_status', 'transient'],
    [500, 'NOT JSON', 'web-api.unavailable', 'transient'],
    [503, '<html></html>', 'web-api.unavailable', 'transient'],
    [204, '', 'web-api.unexpected_status', 'transient'],
    [200, '', 'web-api.unreadable', 'transient'],
    [200, '<html>sign in</html>', 'web-api.unreadable', 'transient'],
    [200, '[]', 'web-api.unreadable', 'transient'],
    [200, '{"egvs":[]}', 'web-api.unreadable', 'transient'],
    [200, '{"records":null}', 'web-api.unreadable', 'transient'],
  ])('status %d with body %p is %s', async (status, body, code, kind) => {
    rig.stub.answer('egvs', { status, body });
    expect(await rig.refusal()).toMatchObject({ code, kind });
    expect(rig.stub.calls()).toEqual(['egvs']);
    rig.stub.answer('egvs');
    expect((await rig.fetch()).observations).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])('a redirect (%d) is never followed', async (status) => {
    const headers = { Location: `${rig.stub.url}/v3/users/self/events` };
    rig.stub.answer('egvs', { status, headers });
    expect(await rig.refusal()).toMatchObject({ code: 'web-api.redirected', kind: 'transient' });
    expect(rig.stub.calls()).toEqual(['egvs']);
  });

  test('400 where no window was asked for is not the window’s fault', async () => {
    rig.stub.answer('devices', { status: 400, body: '' });
    rig.stub.answer('dataRange', { status: 400, body: '' });
    expect((await rig.refusal(rig.source, 'devices')).code).toBe('web-api.unexpected_status');
    await expect(rig.source.held(signal)).rejects.toMatchObject({
      code: 'web-api.unexpected_status',
    });
  });

  test('400 tells what Dexcom said, where that can hold no secret', async () => {
    const body = '{"errors":[{"message":"endDate must be within 30 days"}]}';
    rig.stub.answer('egvs', { status: 400, body });
    expect((await rig.refusal()).message).toContain('endDate must be within 30 days');
    rig.stub.answer('egvs', { status: 400, body: `within ${rig.stub.live.access}` });
    expect((await rig.refusal()).message).not.toContain('within');
  });

  test('403 leaves the list alone for 12 hours, or until a person authorises anew; others go on', async () => {
    const alerts = () => rig.refusal(rig.source, 'alerts');
    const asked = () => rig.stub.calls().filter((call) => call === 'alerts').length;
    rig.stub.answer('alerts', { status: 403, body: '' });
    const failure = await alerts();
    expect(failure).toMatchObject({ code: 'web-api.forbidden', kind: 'throttled' });
    expect(failure.retryAt).toBe(rig.clock.now() + 12 * HOUR_MS);
    await rig.fetch();
    await rig.clock.advance(12 * HOUR_MS - 1);
    expect((await alerts()).retryAt).toBe(failure.retryAt);
    expect(asked()).toBe(1);
    await rig.clock.advance(1);
    expect((await alerts()).retryAt).toBe(rig.clock.now() + 12 * HOUR_MS);
    expect((await alerts()).code).toBe('web-api.forbidden');
    expect(asked()).toBe(2);
    rig.store();
    rig.stub.answer('alerts');
    expect((await rig.fetch(rig.source, 'alerts')).observations).toEqual([]);
    expect(asked()).toBe(3);
  });

  test('a broken connection and silence are told as such', async () => {
    rig.stub.answer('egvs', { cut: true, body: '{', headers: { 'Content-Length': '99' } });
    expect((await rig.refusal()).code).toBe('http.broken_off');
  });

  test('429 stops every account of the application, as long as Dexcom says', async () => {
    rig.stub.once('egvs', { status: 429, headers: { 'Retry-After': '120' } });
    const failure = await rig.refusal();
    expect(failure).toMatchObject({ code: 'web-api.throttled', kind: 'throttled' });
    expect(failure.retryAt).toBe(rig.clock.now() + 120_000);
    expect((await rig.refusal(rig.another(), 'events')).retryAt).toBe(failure.retryAt);
    rig.storeOutworn();
    expect((await rig.refusal(rig.another())).code).toBe('web-api.throttled');
    expect(rig.stub.calls()).toEqual(['egvs']);
    await rig.clock.advance(120_000);
    await rig.fetch(rig.another());
    expect(rig.stub.calls()).toEqual(['egvs', 'token', 'egvs']);
  });

  test('429 of another application stops nobody here', async () => {
    const other = rig.another({ clientId: 'another' });
    rig.stub.once('egvs', { status: 429 });
    rig.store({ clientId: 'another' });
    expect((await rig.refusal(other)).code).toBe('web-api.throttled');
    rig.store();
    expect((await rig.fetch()).observations).toEqual([]);
  });

  test('shows no secret, however it is printed', async () => {
    const echo = secretsOf().join(' ');
    for (const answer of [
      ...[400, 403, 404, 408, 418, 429, 500].map((status) => ({ status, body: echo })),
      { status: 302, headers: { Location: `http://127.0.0.1:1/${encodeURIComponent(echo)}` } },
      { status: 200, body: echo },
      { status: 200, body: JSON.stringify({ records: echo }) },
      { status: 401, body: echo },
      { cut: true, body: echo, headers: { 'Content-Length': '99999' } },
    ]) {
      await rig.close();
      rig = await startWebApiRig();
      rig.stub.answer('egvs', answer);
      const thrown = await rig.refusal();
      expect(thrown).toBeInstanceOf(BridgeFailure);
      for (const secret of secretsOf()) expect(printed(thrown)).not.toContain(secret);
    }
  });
});
