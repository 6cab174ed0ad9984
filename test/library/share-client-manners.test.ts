import { inspect } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { DexcomError, ShareClient, type ShareClientOptions } from '../../src/library/index.ts';
import { shareFault } from '../support/share-fault.ts';
import { PASSWORD } from '../support/share-rig.ts';
import { ACCOUNT_ID, FIRST_SESSION_ID, NULL_UUID } from '../support/share-stub.ts';
import { rejected, rigEachTest } from './share-client-rig.ts';

const rig = rigEachTest();

describe('what it is given', () => {
  test.each([
    ['nothing', undefined],
    ['no login', { password: 'x' }],
    ['two logins', { username: 'a', accountId: ACCOUNT_ID, password: 'x' }],
    ['an empty user name', { username: '', password: 'x' }],
    ['a number as user name', { username: 1123, password: 'x' }],
    ['no password', { username: 'a' }],
    ['an account id of zeros', { accountId: NULL_UUID, password: 'x' }],
    ['an account id that is none', { accountId: 'abc', password: 'x' }],
    ['an unknown region', { username: 'a', password: 'x', region: 'eu-west' }],
    ['an address with a password', { username: 'a', password: 'x', baseUrl: 'http://a:b@c' }],
    ['an address that is none', { username: 'a', password: 'x', baseUrl: 'ftp://c' }],
    ['a slip', { username: 'a', pasword: 'hush-hush' }],
  ])('%s is refused at once', (_, options) => {
    const make = () => new ShareClient(options as unknown as ShareClientOptions);
    expect(make).toThrow(DexcomError);
    expect(make).toThrow(expect.objectContaining({ code: 'library.invalid_argument' }));
    expect(make).not.toThrow(/hush/);
  });

  test.each([
    { minutes: 0 },
    { minutes: 1441 },
    { minutes: 1.5 },
    { maxCount: 0 },
    { maxCount: 289 },
    { minutes: '10' },
    { max: 1 },
  ])('%p is refused without a call', async (options) => {
    const error = await rejected(rig.client().readings(options as object));
    expect(error).toMatchObject({ code: 'library.invalid_argument', kind: 'argument' });
    expect(rig.stub.calls()).toEqual([]);
  });
});

describe('what it gives away', () => {
  test('no error holds a secret, whatever Dexcom echoes', async () => {
    const codes = [
      'AccountPasswordInvalid',
      'SomethingNew',
      'SSO_InternalError',
      'InvalidArgument',
    ];
    for (const call of ['authenticate', 'login', 'read'] as const) {
      for (const code of codes) {
        rig.stub.answer(call, shareFault(code, 'Cannot Authenticate by AccountName password UUID'));
        const error = await rejected(rig.client().readings());
        const shown = `${(error as Error).stack ?? ''}${JSON.stringify(error)}${inspect(error, { depth: 9, showHidden: true })}`;
        for (const secret of [PASSWORD, FIRST_SESSION_ID, ACCOUNT_ID]) {
          expect(shown).not.toContain(secret);
        }
        expect((error as DexcomError).cause).toBeUndefined();
      }
      rig.stub.answer(call, { body: call === 'read' ? '[]' : JSON.stringify(ACCOUNT_ID) });
    }
  });

  test('nor does the client when it is printed', async () => {
    const share = rig.client();
    await share.login();
    const shown = inspect(share, { depth: 9, showHidden: true, getters: false });
    expect(shown + JSON.stringify(share)).not.toMatch(/someone|kennwort|[0-9a-f]{8}-/);
    expect(shown).not.toContain(PASSWORD);
  });

  test('it prints nothing, and tells of its calls without a word of their content', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation(() => undefined),
    );
    const calls: unknown[] = [];
    const share = rig.client({ onCall: (call: unknown) => void calls.push(call) });
    await share.readings();
    rig.stub.answer('read', { status: 503, body: '' });
    await rejected(share.readings());
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    expect(calls).toEqual([
      { endpoint: 'share.authenticate', code: '200', tookMs: expect.any(Number) },
      { endpoint: 'share.login', code: '200', tookMs: expect.any(Number) },
      { endpoint: 'share.latest_values', code: '200', tookMs: expect.any(Number) },
      { endpoint: 'share.latest_values', code: '503', tookMs: expect.any(Number) },
    ]);
  });
});
