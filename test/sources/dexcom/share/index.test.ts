import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { epochMs, MINUTE_MS } from '../../../../src/domain/instant.ts';
import { Secret } from '../../../../src/platform/secret.ts';
import type { ShareOptions } from '../../../../src/sources/dexcom/share/options.ts';
import {
  NOW,
  PASSWORD,
  startShareRig,
  USER_NAME,
  wireRecord,
  type ShareRig,
} from '../../../support/share-rig.ts';
import { ACCOUNT_ID, FIRST_SESSION_ID } from '../../../support/share-stub.ts';

const APPLICATION_ID = 'd89443d2-327c-4a6f-89e5-496bbb0317db';
const records = (...list: object[]) => ({ body: JSON.stringify(list) });

let rig: ShareRig;
beforeEach(async () => void (rig = await startShareRig()));
afterEach(() => rig.close());

/** The same, under other options. */
async function rebuilt(change: Partial<ShareOptions>): Promise<void> {
  await rig.close();
  rig = await startShareRig(change);
}

const bodies = () => rig.stub.requests.map(({ body }) => JSON.parse(body) as unknown);

describe('logging in', () => {
  test('by name: account id, then session, then the read, each as Share wants it', async () => {
    await rig.fetch(10);
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read']);
    expect(bodies()).toEqual([
      { accountName: USER_NAME, password: PASSWORD, applicationId: APPLICATION_ID },
      { accountId: ACCOUNT_ID, password: PASSWORD, applicationId: APPLICATION_ID },
      {},
    ]);
    for (const { method, headers } of rig.stub.requests) {
      expect(method).toBe('POST');
      expect(headers['content-type']).toBe('application/json');
      expect(headers['accept']).toBe('application/json');
    }
  });

  test('by account id: no Authenticate', async () => {
    await rebuilt({ login: { by: 'id', accountId: ACCOUNT_ID } });
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['login', 'read']);
  });

  test('the person is the same by name and by id, and the mark is not the id', async () => {
    const byName = (await rig.fetch()).person;
    await rebuilt({ login: { by: 'id', accountId: ACCOUNT_ID.toUpperCase() } });
    expect((await rig.fetch()).person).toBe(byName);
    expect(byName).toMatch(/^[0-9a-f]{64}$/);
  });

  test('in Japan: another application id', async () => {
    await rebuilt({ region: 'jp' });
    await rig.fetch();
    expect(bodies()[0]).toMatchObject({ applicationId: 'd8665ade-9673-4e27-9ff6-92db4ce13d13' });
  });

  test('the user name and the password travel exactly as typed', async () => {
    const login = { by: 'name', name: ' 00123 ' } as const;
    await rebuilt({ login, password: new Secret(' true ') });
    await rig.fetch();
    expect(bodies()[0]).toMatchObject({ accountName: ' 00123 ', password: ' true ' });
  });

  test.each(['accountId', 'AccountId', 'ACCOUNTID'])(
    'the account id may come as {%s}',
    async (key) => {
      rig.stub.answer('authenticate', { body: JSON.stringify({ [key]: ACCOUNT_ID }) });
      await rig.fetch();
      expect(bodies()[1]).toMatchObject({ accountId: ACCOUNT_ID });
    },
  );

  test('the password goes to the login calls alone, the session to the read alone', async () => {
    await rig.fetch();
    const [authenticate, login, read] = rig.stub.requests;
    expect(JSON.stringify(authenticate) + JSON.stringify(login)).not.toContain(FIRST_SESSION_ID);
    expect(JSON.stringify([...(read?.query ?? [])]) + (read?.body ?? '')).not.toContain('wörd');
    expect(read?.query.get('sessionId')).toBe(FIRST_SESSION_ID);
  });
});

describe('a read', () => {
  test('asks for the minutes since the window began and one more, newest first', async () => {
    await rig.fetch(10);
    const { path, query } = rig.stub.requests.at(-1)!;
    expect(path).toBe('/ShareWebServices/Services/Publisher/ReadPublisherLatestGlucoseValues');
    expect([...query.keys()]).toEqual(['sessionId', 'minutes', 'maxCount']);
    expect(query.get('minutes')).toBe('11');
    expect(Number(query.get('maxCount'))).toBeGreaterThanOrEqual(6);
  });

  test('gives all records, also outside the window, oldest first', async () => {
    const times = [NOW + 60_000, NOW - 300_000, NOW - 3_600_000];
    rig.stub.answer('read', records(...times.map((at) => wireRecord(at))));
    const { observations } = await rig.fetch(10);
    expect(observations.map(({ systemTime }) => systemTime)).toEqual([...times].reverse());
  });

  test('that is empty covers its window', async () => {
    expect(await rig.fetch(10)).toEqual({
      observations: [],
      skipped: [],
      coveredFrom: NOW - 10 * MINUTE_MS,
      person: expect.any(String) as unknown,
    });
  });

  test('that is full covers what lies after its oldest record', async () => {
    const full = Array.from({ length: 288 }, (_, index) => wireRecord(NOW - index * 150_000));
    rig.stub.answer('read', records(...full));
    const { coveredFrom, observations } = await rig.fetch(1_440);
    expect(observations).toHaveLength(288);
    expect(coveredFrom).toBe(NOW - 287 * 150_000);
  });

  test('of more than a day covers one day', async () => {
    const { coveredFrom } = await rig.fetch(5_000);
    expect(rig.stub.requests.at(-1)?.query.get('minutes')).toBe('1440');
    expect(coveredFrom).toBe(NOW - 1_440 * MINUTE_MS);
  });

  test('tells the server’s clock where that was sent as it should be', async () => {
    rig.stub.answer('read', { body: '[]', headers: { Date: 'Sat, 19 Apr 2025 16:43:30 GMT' } });
    expect((await rig.fetch()).serverTime).toBe(Date.UTC(2025, 3, 19, 16, 43, 30));
    rig.stub.answer('read', { body: '[]', headers: { Date: '2025-04-19T16:43:30Z' } });
    expect(await rig.fetch()).not.toHaveProperty('serverTime');
  });

  test('counts from the server’s clock when ours is slow, so that no minute is missed', async () => {
    // The server is 8 minutes ahead: 16:51:33 there, 16:43:33 here.
    rig.stub.answer('read', { body: '[]', headers: { Date: 'Sat, 19 Apr 2025 16:51:33 GMT' } });
    const first = await rig.fetch(10);
    expect(first.coveredFrom).toBe(Date.UTC(2025, 3, 19, 16, 51, 33) - 11 * MINUTE_MS);
    const second = await rig.fetch(10);
    expect(rig.stub.requests.at(-1)?.query.get('minutes')).toBe('19');
    expect(second.coveredFrom).toBe(NOW - 10 * MINUTE_MS);
  });

  test('does not follow a server clock that is hours away', async () => {
    rig.stub.answer('read', { body: '[]', headers: { Date: 'Sun, 20 Apr 2025 16:51:33 GMT' } });
    expect((await rig.fetch(10)).coveredFrom).toBe(NOW - 10 * MINUTE_MS);
    await rig.fetch(10);
    expect(rig.stub.requests.at(-1)?.query.get('minutes')).toBe('11');
  });

  test('keeps the good ones of a mixed answer', async () => {
    const good = [wireRecord(NOW - 300_000, 100), wireRecord(NOW, 110)];
    rig.stub.answer('read', { body: JSON.stringify([good[1], null, 'x', { Value: 5 }, good[0]]) });
    const { observations, skipped } = await rig.fetch();
    expect(observations).toMatchObject([{ glucoseMgdl: 100 }, { glucoseMgdl: 110 }]);
    expect(skipped).toHaveLength(3);
  });

  test('stops at once when it is cancelled', async () => {
    rig.stub.answer('read', { hang: true });
    const stop = new AbortController();
    const reason = new Error('stopping');
    const window = { from: epochMs(NOW - 600_000), to: NOW };
    const running = rig.source.fetch(window, stop.signal);
    await rig.stub.asked('read');
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expect(rig.source.fetch(window, stop.signal)).rejects.toBe(reason);
    expect(rig.stub.calls().filter((call) => call === 'read')).toHaveLength(1);
  });

  test('cancelled while another fetch waits for the same login leaves that one its own', async () => {
    rig.stub.answer('authenticate', { hang: true }, { body: JSON.stringify(ACCOUNT_ID) });
    const stop = new AbortController();
    const first = rig.source.fetch({ from: NOW, to: NOW }, stop.signal);
    await rig.stub.asked('authenticate');
    const second = rig.fetch();
    stop.abort(new Error('stopping'));
    await expect(first).rejects.toThrow('stopping');
    await expect(second).resolves.toMatchObject({ observations: [] });
  });
});

test('opening and closing asks Dexcom nothing', async () => {
  await rig.source.open();
  await rig.source.close();
  expect(rig.stub.calls()).toEqual([]);
});
