import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/platform/secret.ts';
import { shareFault } from '../../../support/share-fault.ts';
import { startShareRig, type ShareRig } from '../../../support/share-rig.ts';
import { ACCOUNT_ID, FIRST_SESSION_ID, type StubAnswer } from '../../../support/share-stub.ts';

let rig: ShareRig;
beforeEach(async () => void (rig = await startShareRig()));
afterEach(() => rig.close());

describe('what the messages say', () => {
  test('a refused login names the code, the region, every likely cause, and that it stops', async () => {
    rig.stub.answer('authenticate', shareFault('AccountPasswordInvalid'));
    const { message } = await rig.refusal();
    for (const part of [
      'AccountPasswordInvalid',
      '“ous”',
      'outside the United States',
      'DEXCOM_REGION=us or jp',
      'password',
      'https://uam2.dexcom.com',
      'email',
      'phone number with +',
      'follower’s or a parent’s',
      'will not try this login again',
      'unlock',
    ]) {
      expect(message).toContain(part);
    }
    expect(message).not.toContain('Note:');
  });

  test.each([
    [{ login: { by: 'name', name: '11234567890' } }, /all digits.*needs \+/],
    [{ login: { by: 'name', name: 'parent ' } }, /user name begins or ends with a space/],
    [{ password: new Secret('"quoted"') }, /password begins or ends with a space or a quote/],
  ] as const)('what looks wrong about it is noted: %#', async (change, note) => {
    await rig.close();
    rig = await startShareRig(change);
    rig.stub.answer('authenticate', shareFault('AccountPasswordInvalid'));
    expect((await rig.refusal()).message).toMatch(note);
  });

  test('a lock says how long to wait and what to do', async () => {
    rig.stub.answer('authenticate', shareFault('SSO_AuthenticateMaxAttemptsExceeed'));
    const { message } = await rig.refusal();
    expect(message).toMatch(/at least 10 minutes.*unlock/);
  });

  test.each([
    ['Odd code! <b>', 'a code that cannot be shown'],
    [FIRST_SESSION_ID, 'a code that cannot be shown'],
    ['x'.repeat(200), 'a code that cannot be shown'],
    ['Fine_Code2', 'Fine_Code2'],
  ])('an unknown code %p is shown as “%s”', async (code, shown) => {
    rig.stub.answer('read', shareFault(code));
    expect((await rig.refusal()).message).toContain(`(${shown})`);
  });
});

test('no failure shows the password, the session or the account, however it is printed', async () => {
  const password = 'Tr0ub4dor';
  await rig.close();
  rig = await startShareRig({ password: new Secret(password) });
  const secrets = [password, FIRST_SESSION_ID.slice(0, 30), ACCOUNT_ID];
  const echo = `${password} ${FIRST_SESSION_ID} ${ACCOUNT_ID}`;
  const codes = [
    'AccountPasswordInvalid',
    'SSO_AuthenticateMaxAttemptsExceeed',
    'SSO_InternalError',
    'InvalidArgument',
    'NotConsented',
    'SessionIdNotFound',
    'DuplicateEgvPosted',
    'ServiceUnavailable',
    'Unknown',
    password,
    `SSO_AuthenticateMaxAttempts${password}`,
  ];
  const answers: StubAnswer[] = [
    ...codes.map((Code) => ({
      status: 500,
      body: JSON.stringify({ Code, Message: `password ${echo}`, SubCode: echo }),
    })),
    ...[200, 204, 302, 400, 401, 403, 404, 429, 500, 503].map((status) => ({
      status,
      headers: { Location: `/${encodeURIComponent(echo)}`, 'Retry-After': '5' },
      body: status === 204 ? '' : echo,
    })),
    { body: JSON.stringify({ echo }) },
    { cut: true, body: echo },
  ];
  let seen = 0;
  for (const call of ['authenticate', 'login', 'read'] as const) {
    for (const answer of answers) {
      rig.stub.answer('authenticate', { body: JSON.stringify(ACCOUNT_ID) });
      rig.stub.answer('login', { body: JSON.stringify(FIRST_SESSION_ID) });
      rig.stub.answer(call, answer);
      const failure = await rig.refusal(rig.restarted());
      const printed = [
        String(failure),
        failure.message,
        failure.stack ?? '',
        JSON.stringify(failure),
        inspect(failure, { depth: 20, showHidden: true, getters: true }),
        inspect(failure.cause, { depth: 20, showHidden: true }),
      ].join('\n');
      for (const secret of secrets) expect(printed).not.toContain(secret);
      seen += 1;
    }
  }
  expect(seen).toBe(3 * answers.length);
});
