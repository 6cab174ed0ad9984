import { describe, expect, test } from '@jest/globals';
import { DexcomError, type SkippedRecord } from '../../src/library/index.ts';
import { shareFault } from '../support/share-fault.ts';
import { PASSWORD, wireRecord } from '../support/share-rig.ts';
import { ACCOUNT_ID, NULL_UUID } from '../support/share-stub.ts';
import { ago, DEAD, REFUSED, rejected, rigEachTest } from './share-client-rig.ts';

const US_APP = 'd89443d2-327c-4a6f-89e5-496bbb0317db';
const JP_APP = 'd8665ade-9673-4e27-9ff6-92db4ce13d13';
const rig = rigEachTest();

describe('logging in', () => {
  test.each(['someone', 'some.one+x@example.org', '+4915112345678'])(
    'as %s, exactly as given, and once for all calls',
    async (username) => {
      const share = rig.client({ username, region: 'ous' });
      await Promise.all([share.readings(), share.latestReading(), share.rawRecords()]);
      const logins = rig.stub.calls().filter((call) => call !== 'read');
      expect(logins).toEqual(['authenticate', 'login']);
      expect(JSON.parse(rig.stub.requests[0]?.body ?? '')).toEqual({
        accountName: username,
        password: PASSWORD,
        applicationId: US_APP,
      });
      expect(share.accountId).toBe(ACCOUNT_ID);
      expect(share.username).toBe(username);
    },
  );

  test('by account id, with the application of the region', async () => {
    const share = rig.client({ username: undefined, accountId: ACCOUNT_ID, region: 'jp' });
    expect(await share.login()).toBe(ACCOUNT_ID);
    expect(await share.login()).toBe(ACCOUNT_ID);
    expect(rig.stub.calls()).toEqual(['login']);
    expect(JSON.parse(rig.stub.requests[0]?.body ?? '')).toEqual({
      accountId: ACCOUNT_ID,
      password: PASSWORD,
      applicationId: JP_APP,
    });
    expect(share.username).toBeUndefined();
  });

  test('again, once, when the session is dead', async () => {
    rig.shows(wireRecord(ago(1)));
    const share = rig.client();
    await share.login();
    rig.stub.answer('read', DEAD, { body: JSON.stringify([wireRecord(ago(1))]) });
    expect(await share.readings()).toHaveLength(1);
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read', 'login', 'read']);
  });

  test('refused throws, and is never tried again by this client', async () => {
    rig.stub.answer('authenticate', REFUSED);
    const share = rig.client();
    const first = await rejected(share.currentReading());
    expect(first).toBeInstanceOf(DexcomError);
    expect(first).toMatchObject({ code: 'share.login_refused', kind: 'credentials' });
    expect((first as Error).message).toContain('(AccountPasswordInvalid)');
    rig.stub.answer('authenticate', { body: JSON.stringify(ACCOUNT_ID) });
    expect(await rejected(share.readings())).toBe(first);
    expect(await rejected(share.login())).toBe(first);
    expect(await share.verifyLogin()).toEqual({ ok: false, error: first });
    expect(await rejected(share.follow().next())).toBe(first);
    expect(rig.stub.calls()).toEqual(['authenticate']);
  });

  test.each([
    ['locked', shareFault('SSO_AuthenticateMaxAttemptsExceeed'), 'share.account_locked'],
    ['an id of zeros', { body: JSON.stringify(NULL_UUID) }, 'share.login_refused'],
    ['cannot be read', shareFault('InvalidArgument', 'accountName'), 'share.login_malformed'],
    ['waits for consent', shareFault('NotConsented'), 'share.not_consented'],
  ])('%s is told by its code', async (_, answer, code) => {
    rig.stub.answer('authenticate', answer);
    expect(await rig.client().verifyLogin()).toMatchObject({ ok: false, error: { code } });
  });

  test('is proved anew, whatever session there is', async () => {
    const share = rig.client();
    await share.readings();
    expect(await share.verifyLogin()).toEqual({ ok: true, accountId: ACCOUNT_ID });
    rig.stub.answer('login', REFUSED);
    expect(await share.verifyLogin()).toMatchObject({ ok: false });
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read', 'login', 'login']);
  });

  test('that could not be tried is no verdict', async () => {
    rig.stub.answer('authenticate', { status: 503, body: '' });
    const error = await rejected(rig.client().verifyLogin());
    expect(error).toMatchObject({ code: 'share.unavailable', kind: 'transient' });
    expect((error as Error).message).toContain('(HTTP 503)');
  });
});

describe('a reading', () => {
  test('holds the value in every form, and nothing that was not said', async () => {
    const at = 1_745_081_013_817;
    rig.shows(
      { ...wireRecord(at + 600_000, 401, 'NOT A WORD'), DT: 'no date' },
      { ...wireRecord(at + 300_000, 39, 8), DT: `Date(${at + 300_000}+0530)` },
      wireRecord(at, 224, 'FortyFiveUp'),
    );
    expect(await rig.client().readings()).toEqual([
      {
        kind: 'reading',
        source: 'share',
        time: at,
        iso: '2025-04-19T16:43:33.817Z',
        utcOffsetMinutes: -240,
        localIso: '2025-04-19T12:43:33.817-04:00',
        glucoseMgdl: 224,
        glucoseMmol: 12.4,
        isLow: false,
        isHigh: false,
        trend: 'fortyFiveUp',
        trendNumber: 3,
        trendArrow: '↗',
        trendDescription: 'rising slightly',
        direction: 'FortyFiveUp',
      },
      expect.objectContaining({
        glucoseMgdl: 39,
        isLow: true,
        isHigh: false,
        trend: 'notComputable',
        trendArrow: '?',
        direction: 'NOT COMPUTABLE',
        localIso: '2025-04-19T22:18:33.817+05:30',
      }),
      {
        kind: 'reading',
        source: 'share',
        time: at + 600_000,
        iso: '2025-04-19T16:53:33.817Z',
        glucoseMgdl: 401,
        glucoseMmol: 22.3,
        isLow: false,
        isHigh: true,
        trendArrow: '',
        trendDescription: '',
      },
    ]);
  });

  test('comes with its neighbours though one of them cannot be read, and the word of that one', async () => {
    const skipped: SkippedRecord[] = [];
    rig.shows(
      wireRecord(ago(1), 120),
      wireRecord(ago(6), 5),
      wireRecord(ago(-60), 200),
      wireRecord(ago(11), 130),
    );
    const share = rig.client({ onSkipped: (record: SkippedRecord) => void skipped.push(record) });
    const readings = await share.readings();
    expect(readings.map(({ glucoseMgdl }) => glucoseMgdl)).toEqual([130, 120]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('error code'),
      expect.stringContaining('in the future'),
    ]);
  });

  test('is asked for by minutes and count, a day and 288 unless said otherwise', async () => {
    const share = rig.client();
    await share.readings();
    await share.readings({ minutes: 30, maxCount: 2 });
    await share.latestReading();
    await share.currentReading();
    const asked = rig.stub.requests
      .filter(({ call }) => call === 'read')
      .map(({ query }) => [query.get('minutes'), query.get('maxCount')]);
    expect(asked).toEqual([
      ['1440', '288'],
      ['30', '2'],
      ['1440', '1'],
      ['10', '1'],
    ]);
  });

  test('is the latest though a day old, but current only for ten minutes', async () => {
    const share = rig.client();
    rig.shows(wireRecord(ago(9), 111));
    expect(await share.currentReading()).toMatchObject({ glucoseMgdl: 111 });
    rig.shows(wireRecord(ago(10.1), 112));
    expect(await share.currentReading()).toBeUndefined();
    expect(await share.latestReading()).toMatchObject({ glucoseMgdl: 112 });
    rig.shows();
    expect(await share.latestReading()).toBeUndefined();
  });

  test('is current by Dexcom’s clock where that is told', async () => {
    const date = new Date(ago(-60)).toUTCString();
    const body = JSON.stringify([wireRecord(ago(-55), 140)]);
    rig.stub.answer('read', { body, headers: { Date: date } });
    expect(await rig.client().currentReading()).toMatchObject({ glucoseMgdl: 140 });
  });

  test('is found behind newer records that cannot be read', async () => {
    const newest = wireRecord(ago(1), 7);
    rig.stub.answer(
      'read',
      { body: JSON.stringify([newest]) },
      { body: JSON.stringify([newest, wireRecord(ago(6), 133)]) },
    );
    expect(await rig.client().currentReading()).toMatchObject({ glucoseMgdl: 133 });
    expect(rig.stub.requests.at(-1)?.query.get('maxCount')).toBe('288');
  });

  test('can be had as Dexcom sent it', async () => {
    const records = [{ ...wireRecord(ago(1)), New: { field: true } }, 'odd'];
    rig.stub.answer('read', { body: JSON.stringify(records) });
    expect(await rig.client().rawRecords()).toEqual(records);
  });
});
