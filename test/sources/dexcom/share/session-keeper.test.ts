import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/platform/secret.ts';
import { createSessionKeeper } from '../../../../src/sources/dexcom/share/session-keeper.ts';
import { shareFault } from '../../../support/share-fault.ts';
import {
  NOW,
  startShareRig,
  USER_NAME,
  wireRecord,
  type ShareRig,
} from '../../../support/share-rig.ts';
import { ACCOUNT_ID, FIRST_SESSION_ID } from '../../../support/share-stub.ts';

const SESSION_NOT_FOUND = shareFault('SessionIdNotFound', 'Failed to find session object.');
const REFUSED = shareFault('AccountPasswordInvalid', 'Publisher account password failed');
const records = (...list: object[]) => ({ body: JSON.stringify(list) });

let rig: ShareRig;
beforeEach(async () => void (rig = await startShareRig()));
afterEach(() => rig.close());

describe('the session', () => {
  test('is used again by the next fetch', async () => {
    await rig.fetch();
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read', 'read']);
  });

  test('is used again after a restart', async () => {
    await rig.fetch();
    const next = rig.restarted();
    await next.open();
    await rig.fetch(10, next);
    expect(rig.stub.calls().slice(3)).toEqual(['read']);
  });

  test.each([
    ['password', { password: new Secret('another') }],
    ['user name', { login: { by: 'name', name: 'another' } }],
    ['way of login', { login: { by: 'id', accountId: USER_NAME } }],
    ['region', { region: 'jp' }],
  ] as const)('of another %s is never used', async (_, change) => {
    await rig.fetch();
    const next = rig.restarted(change);
    await next.open();
    await rig.fetch(10, next);
    expect(rig.stub.calls().slice(3)).toContain('login');
    expect(rig.stub.requests.at(-1)?.query.get('sessionId')).not.toBe(FIRST_SESSION_ID);
    expect(next.credentialsFingerprint).not.toBe(rig.source.credentialsFingerprint);
  });

  test.each([
    'not json',
    '17',
    'null',
    '{}',
    '{"credentials":1}',
    `{"credentials":"","accountId":"${ACCOUNT_ID}","sessionId":""}`,
    `{"credentials":"x","accountId":"${ACCOUNT_ID}","sessionId":"other"}`,
  ])('is not taken from a slot that holds %s', async (content) => {
    rig.slot.content = content;
    const next = rig.restarted();
    await next.open();
    await rig.fetch(10, next);
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read']);
  });

  test('kept as zeros is answered with nothing, and that leads to one new login', async () => {
    await rig.fetch();
    const sessionId = '00000000-0000-0000-0000-000000000000';
    rig.slot.content = rig.slot.content?.replace(FIRST_SESSION_ID, sessionId);
    rig.stub.answer('read', { body: '' }, records(wireRecord(NOW)));
    const next = rig.restarted();
    await next.open();
    expect((await rig.fetch(10, next)).observations).toHaveLength(1);
    expect(rig.stub.requests[3]?.query.get('sessionId')).toBe(sessionId);
    expect(rig.stub.calls().slice(3)).toEqual(['read', 'login', 'read']);
  });

  test('when dead is replaced by one login with the known account id, within the same fetch', async () => {
    rig.stub.answer('read', records(), SESSION_NOT_FOUND, records(wireRecord(NOW)));
    await rig.fetch();
    expect((await rig.fetch()).observations).toHaveLength(1);
    expect(rig.stub.calls().slice(3)).toEqual(['read', 'login', 'read']);
    expect(rig.stub.requests.at(-1)?.query.get('sessionId')).toBe(
      `${FIRST_SESSION_ID.slice(0, -1)}2`,
    );
    expect(rig.slot.content).toContain(`${FIRST_SESSION_ID.slice(0, -1)}2`);
  });

  test('when the new one is dead too the failure rises, and each fetch costs one login at most', async () => {
    await rig.fetch();
    rig.stub.answer('read', SESSION_NOT_FOUND);
    for (let round = 0; round < 3; round += 1) {
      const before = rig.stub.requests.length;
      expect(await rig.refusal()).toMatchObject({ code: 'share.session_lost', kind: 'transient' });
      expect(rig.stub.calls().slice(before)).toEqual(['read', 'login', 'read']);
    }
  });

  test('is replaced once by two fetches that find it dead at the same time', async () => {
    await rig.fetch();
    rig.stub.answer('read', SESSION_NOT_FOUND, SESSION_NOT_FOUND, records(wireRecord(NOW)));
    const both = await Promise.all([rig.fetch(), rig.fetch()]);
    expect(both.map(({ observations }) => observations.length)).toEqual([1, 1]);
    expect(rig.stub.calls().filter((call) => call === 'login')).toHaveLength(2);
  });

  test('that another fetch has replaced meanwhile is not replaced again', async () => {
    let logins = 0;
    const client = {
      authenticate: async () => ACCOUNT_ID,
      logIn: async () => `session ${(logins += 1)}`,
    };
    const login = { by: 'name', name: USER_NAME } as const;
    const keeper = createSessionKeeper(login, 'mark', client, rig.slot);
    const { signal } = new AbortController();
    const dead = await keeper.current(signal);
    const next = await keeper.renew(dead, signal);
    expect(await keeper.renew(dead, signal)).toBe(next);
    expect(logins).toBe(2);
  });

  test('that cannot be kept on disk still serves the next fetch', async () => {
    rig.slot.faulty = true;
    expect(await rig.refusal()).toMatchObject({ code: 'journal.disk_full' });
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read']);
  });

  test('is not asked for again when only the read failed', async () => {
    rig.stub.answer('read', { status: 502, body: '<html>' }, records());
    expect(await rig.refusal()).toMatchObject({ code: 'share.unavailable' });
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read', 'read']);
  });

  test('the account id of a half-done login is used by the next one', async () => {
    rig.stub.answer('login', { status: 503 }, { body: JSON.stringify(FIRST_SESSION_ID) });
    expect(await rig.refusal()).toMatchObject({ code: 'share.unavailable' });
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'login', 'read']);
  });
});

describe('a refused login', () => {
  test('is asked exactly once', async () => {
    rig.stub.answer('authenticate', REFUSED);
    expect(await rig.refusal()).toMatchObject({ code: 'share.login_refused', kind: 'credentials' });
    expect(rig.stub.calls()).toEqual(['authenticate']);
  });

  test('shared by two fetches at once is asked exactly once', async () => {
    rig.stub.answer('authenticate', REFUSED);
    await Promise.all([rig.refusal(), rig.refusal()]);
    expect(rig.stub.calls()).toEqual(['authenticate']);
  });

  test('after a dead session forgets what was kept: the next one begins at the user name', async () => {
    await rig.fetch();
    rig.stub.answer('read', SESSION_NOT_FOUND, records());
    rig.stub.answer('login', REFUSED, { body: JSON.stringify(FIRST_SESSION_ID) });
    expect(await rig.refusal()).toMatchObject({ kind: 'credentials' });
    expect(rig.slot.content).toBeUndefined();
    await rig.fetch();
    expect(rig.stub.calls().slice(5)).toEqual(['authenticate', 'login', 'read']);
  });

  test('is reported even when the slot cannot be cleared', async () => {
    rig.slot.faulty = true;
    rig.stub.answer('authenticate', REFUSED);
    expect(await rig.refusal()).toMatchObject({ kind: 'credentials' });
  });
});
