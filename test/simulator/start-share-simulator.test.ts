import { connect } from 'node:net';
import { get as httpsGet } from 'node:https';
import { afterEach, describe, expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import type { RunningShareSimulator } from '../../src/simulator/index.ts';
import { ACCOUNT, startedShare } from './share-caller.ts';

const running: RunningShareSimulator[] = [];
const started: typeof startedShare = async (...args) => {
  const all = await startedShare(...args);
  running.push(all.share);
  return all;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((share) => share.stop()));
});

const READ = 'ReadPublisherLatestGlucoseValues';

describe('login', () => {
  test('name and password give the account id, id and password a session that reads', async () => {
    const { call } = await started();
    const account = await call.authenticate();
    expect(account.status).toBe(200);
    expect(account.text).toBe(`"${ACCOUNT.accountId}"`);
    expect(account.headers.get('content-type')).toBe('application/json');
    const session = await call.session();
    expect(session).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect((await call.read(session, 60, 2)).rows()).toHaveLength(2);
  });

  test('the old login by name gives a session at once', async () => {
    const { call } = await started();
    const res = await call.post('General/LoginPublisherAccountByName', {
      accountName: ACCOUNT.name,
      password: ACCOUNT.password,
      applicationId: 'app',
    });
    expect((await call.read(res.id(), 1440, 288)).status).toBe(200);
  });

  test('a newer account answers with an object', async () => {
    const { call, share } = await started();
    share.control.setShape({ account: 'object' });
    expect((await call.authenticate()).json()).toEqual({ accountId: ACCOUNT.accountId });
  });

  test.each([
    ['a wrong password', ACCOUNT.name, 'nope'],
    ['an unknown name', 'nobody', ACCOUNT.password],
    ['a number instead of text', 15551234567, ACCOUNT.password],
  ])('%s is AccountPasswordInvalid with 500', async (_what, name, password) => {
    const { call } = await started();
    const res = await call.authenticate(name, password);
    expect(res.status).toBe(500);
    expect(res.json()).toMatchObject({
      Code: 'AccountPasswordInvalid',
      TypeName: 'FaultException',
    });
    expect(res.fault().SubCode).toMatch(
      /^<OnlineException ErrorCode="AccountPasswordInvalid" Type="13" /,
    );
  });

  test('SubCode comes as JSON on request', async () => {
    const { call, share } = await started();
    share.control.setShape({ subCode: 'json' });
    const { SubCode } = (await call.authenticate('nobody')).fault();
    expect(JSON.parse(SubCode)).toMatchObject({ ErrorCode: 'AccountPasswordInvalid', Type: '13' });
  });

  test('five refusals lock the account, even for the right password, for ten minutes', async () => {
    const { call, clock } = await started();
    const codes: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      codes.push((await call.authenticate(ACCOUNT.name, 'nope')).fault().Code);
    }
    expect(codes.slice(0, 4)).toEqual(Array(4).fill('AccountPasswordInvalid'));
    expect(codes[4]).toBe('SSO_AuthenticateMaxAttemptsExceeed');
    expect((await call.authenticate()).json()).toMatchObject({
      Code: 'SSO_AuthenticateMaxAttemptsExceeed',
    });
    clock.advance(600_000);
    expect((await call.authenticate()).status).toBe(200);
  });

  test('a changed password refuses the old one', async () => {
    const { call, share } = await started();
    share.control.changePassword(ACCOUNT.name, 'new');
    expect((await call.authenticate()).status).toBe(500);
    expect((await call.authenticate(ACCOUNT.name, 'new')).status).toBe(200);
  });

  test('without an account id the login hands out the null UUID, whose read is empty', async () => {
    const { call } = await started();
    const res = await call.post('General/LoginPublisherAccountById', { password: 'x' });
    expect(res.json()).toBe('00000000-0000-0000-0000-000000000000');
    const read = await call.read(res.id(), 60, 1);
    expect([read.status, read.text]).toEqual([200, '']);
  });

  test.each([[{}], [{ accountName: '' }], [{ accountName: {}, password: 'x' }]])(
    '%j is InvalidArgument naming the field',
    async (body) => {
      const { call } = await started();
      const res = await call.post('General/AuthenticatePublisherAccount', body);
      expect(res.json()).toMatchObject({ Code: 'InvalidArgument' });
      expect(res.fault().Message).toContain('accountName');
    },
  );
});

describe('reading', () => {
  test('newest first, in the modern shape, with the wearer’s offset in DT only', async () => {
    const { call, clock, share } = await started();
    const rows = (await call.read(await call.session(), 1440, 288)).rows();
    const truth = share.patient
      .readings(epochMs(clock.now() - 86_400_000), clock.now(), clock.now())
      .toReversed();
    expect(rows.length).toBeGreaterThan(285);
    expect(rows).toEqual(
      truth.map((record) => ({
        WT: `Date(${record.systemTime})`,
        ST: `Date(${record.systemTime})`,
        DT: `Date(${record.systemTime}-0500)`,
        Value: record.glucoseMgdl,
        Trend: record.trend[0]!.toUpperCase() + record.trend.slice(1),
      })),
    );
  });

  test('the legacy shape has slashes, numbers and a clock ahead', async () => {
    const { call, share } = await started();
    share.control.setShape({ slashes: true, trend: 'number', stAheadMs: 5_000, dtShifted: true });
    const res = await call.read(await call.session(), 60, 1);
    const [row] = res.rows();
    expect(res.text).toContain('"WT":"\\/Date(');
    const ms = Number(/^\/Date\((\d+)\)\/$/.exec(row!.WT)![1]);
    expect(row!.ST).toBe(`/Date(${ms + 5_000})/`);
    expect(row!.DT).toBe(`/Date(${ms - 300 * 60_000}-0500)/`);
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).toContain(row!.Trend);
  });

  test.each([
    [0, 10, 0],
    [10, 0, 0],
    [15, 288, 3],
    [1440, 4, 4],
    [99_999, 99_999, 288],
  ])('minutes %d and maxCount %d give %d records', async (minutes, maxCount, expected) => {
    const { call, share } = await started();
    share.control.setAppearanceDelay(0);
    const rows = (await call.read(await call.session(), minutes, maxCount)).rows();
    expect(rows).toHaveLength(expected);
  });

  test('a reading is not seen before it appears', async () => {
    const { call, clock, share } = await started();
    const session = await call.session();
    const next = share.patient.truth(clock.now(), epochMs(clock.now() + 300_000))[0]!;
    const newest = async (): Promise<string> => (await call.read(session, 10, 1)).rows()[0]!.WT;
    clock.advance(next.appearsAt - clock.now() - 1);
    expect(await newest()).not.toBe(`Date(${next.systemTime})`);
    clock.advance(1);
    expect(await newest()).toBe(`Date(${next.systemTime})`);
  });

  test('both spellings of the session parameter are taken', async () => {
    const { call } = await started();
    const session = await call.session();
    for (const name of ['sessionId', 'sessionID', 'SESSIONID']) {
      const res = await call.post(`Publisher/${READ}?${name}=${session}&minutes=60&maxCount=1`);
      expect(res.rows()).toHaveLength(1);
    }
  });

  test('an unknown session is 500 SessionIdNotFound, one that is no UUID 400 text', async () => {
    const { call } = await started();
    const unknown = await call.read('11111111-2222-4333-8444-555555555555', 60, 1);
    expect(unknown.status).toBe(500);
    expect(unknown.json()).toMatchObject({ Code: 'SessionIdNotFound' });
    const odd = await call.read('gone', 60, 1);
    expect(odd.status).toBe(400);
    expect(() => odd.json()).toThrow();
  });

  test('sessions expire by age and on command', async () => {
    const { call, clock, share } = await started({ sessionLifetimeMs: 3_600_000 });
    const session = await call.session();
    clock.advance(3_599_999);
    expect((await call.read(session, 60, 1)).status).toBe(200);
    clock.advance(1);
    expect((await call.read(session, 60, 1)).json()).toMatchObject({ Code: 'SessionIdNotFound' });
    const fresh = await call.session();
    share.control.expireSessions();
    expect((await call.read(fresh, 60, 1)).json()).toMatchObject({ Code: 'SessionIdNotFound' });
  });

  test('an account that shares nothing answers an empty list', async () => {
    const { call, share } = await started();
    share.control.setSharing(ACCOUNT.name, false);
    expect((await call.read(await call.session(), 1440, 288)).text).toBe('[]');
  });

  test('the service tells its hour', async () => {
    const { share, clock } = await started();
    const res = await fetch(`${share.url}/ShareWebServices/Services/General/SystemUtcTime`);
    expect(await res.json()).toEqual({ DateTime: `/Date(${clock.now()})/`, OffsetMinutes: 0 });
    expect(res.headers.get('date')).toBe(new Date(clock.now()).toUTCString());
  });
});

describe('the wire', () => {
  test('two stray bytes after an announced empty body do not cost the answer', async () => {
    const { call, share } = await started();
    const session = await call.session();
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(share.port, '127.0.0.1', () => {
        socket.write(
          `POST /ShareWebServices/Services/Publisher/${READ}?sessionID=${session}&minutes=60&maxCount=1 HTTP/1.1\r\n` +
            'Host: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n""',
        );
      });
      let all = '';
      socket.on('data', (piece) => (all += piece.toString()));
      socket.on('close', () => resolve(all));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toContain('"WT":"Date(');
  });

  test('HTTPS beside HTTP, trusted by its own certificate', async () => {
    const { share } = await started({ tlsPort: 0 });
    const status = await new Promise<number>((resolve, reject) => {
      httpsGet(
        `${share.tlsUrl!}/ShareWebServices/Services/General/SystemUtcTime`,
        { ca: share.certificate!, agent: false },
        (res) => {
          res.resume();
          resolve(res.statusCode!);
        },
      ).on('error', reject);
    });
    expect(status).toBe(200);
  });

  test('requests are counted and remembered without their secrets', async () => {
    const { call, share } = await started();
    await call.authenticate();
    const session = await call.session();
    await call.read(session, 60, 3);
    expect(share.requests.counts).toEqual({
      AuthenticatePublisherAccount: 1,
      LoginPublisherAccountById: 1,
      [READ]: 1,
    });
    expect(share.requests.records.at(-1)).toMatchObject({
      endpoint: READ,
      session: 1,
      minutes: 60,
      maxCount: 3,
      records: 3,
      status: 200,
    });
    const all = JSON.stringify(share.requests.records);
    expect(all).not.toContain('wörd');
    expect(all).not.toContain(session);
    expect(share.requests.records[0]).toMatchObject({
      accountName: ACCOUNT.name,
      applicationId: 'app',
    });
  });

  test('a port that is taken is an error', async () => {
    const { share } = await started();
    await expect(started({ port: share.port })).rejects.toThrow(/EADDRINUSE/);
  });
});
