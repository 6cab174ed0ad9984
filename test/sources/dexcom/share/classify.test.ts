import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { shareFault } from '../../../support/share-fault.ts';
import { NOW, startShareRig, wireRecord, type ShareRig } from '../../../support/share-rig.ts';
import { ACCOUNT_ID, NULL_UUID, type StubAnswer } from '../../../support/share-stub.ts';

let rig: ShareRig;
beforeEach(async () => void (rig = await startShareRig()));
afterEach(() => rig.close());

describe('Dexcom’s codes at a login', () => {
  test.each([
    ['AccountPasswordInvalid', '', 'share.login_refused', 'credentials'],
    ['accountpasswordinvalid', '', 'share.login_refused', 'credentials'],
    ['SSO_AuthenticateAccountNotFound', '', 'share.login_refused', 'credentials'],
    ['SSO_AuthenticatePasswordInvalid', '', 'share.login_refused', 'credentials'],
    ['SSO_AuthenticateMaxAttemptsExceeed', '', 'share.account_locked', 'credentials'],
    ['SSO_AuthenticateMaxAttemptsExceeded', '', 'share.account_locked', 'credentials'],
    [
      'SSO_InternalError',
      "Cannot Authenticate by AccountName='x'",
      'share.login_refused',
      'credentials',
    ],
    [
      'SSO_InternalError',
      "Cannot Authenticate by AccountId='x'",
      'share.login_refused',
      'credentials',
    ],
    ['SSO_InternalError', 'something else', 'share.unavailable', 'transient'],
    ['InvalidArgument', 'accountName is empty', 'share.login_malformed', 'credentials'],
    ['InvalidArgument', 'password is empty', 'share.login_malformed', 'credentials'],
    ['InvalidArgument', 'java.util.UUID expected', 'share.login_malformed', 'credentials'],
    ['NotConsented', '', 'share.not_consented', 'credentials'],
    ['SessionNotValid', '', 'share.unavailable', 'transient'],
    ['InvalidToken', '', 'share.unavailable', 'transient'],
    ['TokenExpired', '', 'share.unavailable', 'transient'],
    ['ServiceUnavailable', '', 'share.unavailable', 'transient'],
    ['ServerUnreachable', '', 'share.unavailable', 'transient'],
    ['MonitoredReceiverNotAssigned', '', 'share.uploader_code', 'transient'],
    ['MonitoredReceiverSerialNumberDoesNotMatch', '', 'share.uploader_code', 'transient'],
    ['MonitoringSessionNotActive', '', 'share.uploader_code', 'transient'],
    ['DuplicateEgvPosted', '', 'share.uploader_code', 'transient'],
    ['BrandNewCode', '', 'share.unknown_code', 'transient'],
  ])('%s %s → %s', async (code, message, expected, kind) => {
    for (const call of ['authenticate', 'login'] as const) {
      rig.stub.answer('authenticate', { body: JSON.stringify(ACCOUNT_ID) });
      rig.stub.answer(call, shareFault(code, message));
      expect(await rig.refusal(rig.restarted())).toMatchObject({ code: expected, kind });
    }
  });
});

describe('Dexcom’s codes at a read', () => {
  test.each([
    ['SessionIdNotFound', ''],
    ['SessionNotValid', 'Error in the application.'],
    ['InvalidToken', ''],
    ['TokenExpired', ''],
    ['AccountPasswordInvalid', ''],
    ['InvalidArgument', 'java.util.UUID expected'],
  ])('%s %s means that the session is dead: one login, then on', async (code, message) => {
    rig.stub.answer('read', shareFault(code, message), { body: JSON.stringify([wireRecord(NOW)]) });
    expect((await rig.fetch()).observations).toHaveLength(1);
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read', 'login', 'read']);
  });

  test.each([
    ['MonitoringSessionNotActive', 'share.uploader_code', 'transient'],
    ['MonitoredReceiverNotAssigned', 'share.uploader_code', 'transient'],
    ['ServiceUnavailable', 'share.unavailable', 'transient'],
    ['SSO_InternalError', 'share.unavailable', 'transient'],
    ['SSO_AuthenticateMaxAttemptsExceeed', 'share.account_locked', 'credentials'],
    ['NotConsented', 'share.not_consented', 'credentials'],
    ['BrandNewCode', 'share.unknown_code', 'transient'],
  ])('%s → %s, without a login', async (code, expected, kind) => {
    rig.stub.answer('read', shareFault(code));
    expect(await rig.refusal()).toMatchObject({ code: expected, kind });
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read']);
  });

  test('an answer with nothing in it: one login, then a failure of its own', async () => {
    rig.stub.answer('read', { body: '' });
    expect(await rig.refusal()).toMatchObject({ code: 'share.empty_answer', kind: 'transient' });
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read', 'login', 'read']);
  });

  test('HTTP 400 with a page, as for a session that is no UUID: one login', async () => {
    rig.stub.answer('read', { status: 400, body: '<p>Bad Request</p>' }, { body: '[]' });
    await rig.fetch();
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read', 'login', 'read']);
  });
});

describe('where the code is found', () => {
  test.each([
    ['Code', { Code: 'AccountPasswordInvalid' }],
    ['code in lower case', { code: 'AccountPasswordInvalid' }],
    [
      'SubCode as XML',
      { SubCode: '<OnlineException ErrorCode="AccountPasswordInvalid" Type="13" />' },
    ],
    ['SubCode as JSON', { SubCode: '{"ErrorCode":"AccountPasswordInvalid","Type":13}' }],
    ['SubCode as object', { SubCode: { errorCode: 'AccountPasswordInvalid' } }],
    [
      'SubCode when Code is empty',
      { Code: '', SubCode: '<X ErrorCode="AccountPasswordInvalid"/>' },
    ],
  ])('%s', async (_, body) => {
    for (const status of [500, 200, 401]) {
      rig.stub.answer('authenticate', { status, body: JSON.stringify(body) });
      expect(await rig.refusal(rig.restarted())).toMatchObject({ code: 'share.login_refused' });
    }
  });

  test.each([
    [{ SubCode: '<broken' }],
    [{ SubCode: '{broken' }],
    [{ SubCode: 'null' }],
    [{ Code: 17, SubCode: 17 }],
    [{ Code: { Code: 'AccountPasswordInvalid' } }],
    [['AccountPasswordInvalid']],
    [null],
    ['AccountPasswordInvalid'],
  ])('nowhere in %j', async (body) => {
    rig.stub.answer('authenticate', { status: 500, body: JSON.stringify(body) });
    expect(await rig.refusal()).toMatchObject({ code: 'share.unavailable' });
  });
});

describe('an id of zeros', () => {
  test('from Authenticate is a refusal, and no login follows', async () => {
    rig.stub.answer('authenticate', { body: JSON.stringify(NULL_UUID) });
    expect(await rig.refusal()).toMatchObject({ code: 'share.login_refused', kind: 'credentials' });
    expect(rig.stub.calls()).toEqual(['authenticate']);
  });

  test('from the login is a refusal, and no read follows', async () => {
    rig.stub.answer('login', { body: JSON.stringify(NULL_UUID) });
    expect(await rig.refusal()).toMatchObject({ code: 'share.login_refused', kind: 'credentials' });
    expect(rig.stub.calls()).toEqual(['authenticate', 'login']);
  });
});

describe('answers that are not Share’s', () => {
  test.each<[string, StubAnswer, string]>([
    ['an HTML page', { body: '<html>Sign in to the hotel</html>' }, 'share.unexpected_answer'],
    ['text', { body: 'OK' }, 'share.unexpected_answer'],
    ['nothing', { body: '' }, 'share.unexpected_answer'],
    ['204', { status: 204 }, 'share.unexpected_answer'],
    ['broken JSON', { body: '"8597cbce' }, 'share.unexpected_answer'],
    ['a number', { body: '17' }, 'share.unexpected_answer'],
    ['null', { body: 'null' }, 'share.unexpected_answer'],
    ['a list', { body: `["${ACCOUNT_ID}"]` }, 'share.unexpected_answer'],
    ['an object without the id', { body: '{"id":"x"}' }, 'share.unexpected_answer'],
    ['an id that is no id', { body: '"Error: see the log"' }, 'share.unexpected_answer'],
    ['an empty id', { body: '""' }, 'share.unexpected_answer'],
    ['a redirect', { status: 302, headers: { Location: '/login' } }, 'share.unexpected_answer'],
    ['400', { status: 400, body: 'Bad Request' }, 'share.unexpected_answer'],
    ['401', { status: 401, body: 'proxy' }, 'share.blocked'],
    ['403', { status: 403, body: '<html>Attention Required!</html>' }, 'share.blocked'],
    ['404', { status: 404, body: '<html>' }, 'share.not_found'],
    ['500 with a page', { status: 500, body: '<html>' }, 'share.unavailable'],
    ['500 with nothing', { status: 500, body: '' }, 'share.unavailable'],
    ['502', { status: 502, body: '<html>' }, 'share.unavailable'],
    ['503', { status: 503, body: '<html>' }, 'share.unavailable'],
    ['524', { status: 524, body: '<html>' }, 'share.unavailable'],
  ])('%s at a login', async (_, answer, code) => {
    rig.stub.answer('authenticate', answer);
    expect(await rig.refusal()).toMatchObject({ code, kind: 'transient' });
    rig.stub.answer('authenticate', { body: JSON.stringify(ACCOUNT_ID) });
    await rig.fetch();
  });

  test.each<[string, StubAnswer, string]>([
    ['an HTML page', { body: '<html>' }, 'share.unexpected_answer'],
    ['null', { body: 'null' }, 'share.unexpected_answer'],
    ['an object', { body: '{}' }, 'share.unexpected_answer'],
    ['cut JSON', { body: '[{"WT":"Date(17450' }, 'share.unexpected_answer'],
    ['404', { status: 404 }, 'share.not_found'],
    ['403', { status: 403 }, 'share.blocked'],
    ['500', { status: 500 }, 'share.unavailable'],
  ])('%s at a read', async (_, answer, code) => {
    rig.stub.answer('read', answer);
    expect(await rig.refusal()).toMatchObject({ code, kind: 'transient' });
    expect(rig.stub.calls()).toEqual(['authenticate', 'login', 'read']);
  });

  test('a wrong address is named, with the setting to look at', async () => {
    rig.stub.answer('authenticate', { status: 404 });
    const { message } = await rig.refusal();
    expect(message).toContain(`${rig.stub.url}/ShareWebServices/Services`);
    expect(message).toContain('DEXCOM_SHARE_URL');
  });

  test('400 to an account id is a malformed login', async () => {
    await rig.close();
    rig = await startShareRig({ login: { by: 'id', accountId: 'not-a-uuid' } });
    rig.stub.answer('login', { status: 400, body: 'Bad Request' });
    const failure = await rig.refusal();
    expect(failure).toMatchObject({ code: 'share.login_malformed', kind: 'credentials' });
    expect(failure.message).toContain('DEXCOM_ACCOUNT_ID');
  });

  test('a server that is gone is a failure of the network', async () => {
    await rig.stub.close();
    expect(await rig.refusal()).toMatchObject({ code: 'http.unreachable', kind: 'transient' });
  });
});

describe('being asked to slow down', () => {
  const THROTTLED = { code: 'share.throttled', kind: 'throttled' };

  test.each<[string, StubAnswer, number | undefined]>([
    ['429 with seconds', { status: 429, headers: { 'Retry-After': '90' } }, NOW + 90_000],
    ['429 with nothing', { status: 429 }, undefined],
    ['429 with nonsense', { status: 429, headers: { 'Retry-After': 'soon' } }, undefined],
    [
      '429 with a date',
      { status: 429, headers: { 'Retry-After': 'Sat, 19 Apr 2025 16:45:33 GMT' } },
      Date.UTC(2025, 3, 19, 16, 45, 33),
    ],
    ['503 with seconds', { status: 503, headers: { 'Retry-After': '30' } }, NOW + 30_000],
    [
      '503 with seconds and a code',
      { status: 503, body: '{"Code":"ServiceUnavailable"}', headers: { 'Retry-After': '30' } },
      NOW + 30_000,
    ],
    [
      'a week is not believed',
      { status: 429, headers: { 'Retry-After': '604800' } },
      NOW + 3_600_000,
    ],
  ])('%s', async (_, answer, retryAt) => {
    for (const call of ['authenticate', 'read'] as const) {
      rig.stub.answer(call, answer);
      const failure = await rig.refusal(rig.restarted());
      expect(failure).toMatchObject(THROTTLED);
      expect(failure.retryAt).toBe(retryAt);
      rig.stub.answer('authenticate', { body: JSON.stringify(ACCOUNT_ID) });
    }
  });

  test('a refused password under 429 is still a refused password', async () => {
    rig.stub.answer('authenticate', { ...shareFault('AccountPasswordInvalid'), status: 429 });
    expect(await rig.refusal()).toMatchObject({ kind: 'credentials' });
  });
});
