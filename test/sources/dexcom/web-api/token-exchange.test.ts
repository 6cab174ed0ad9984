import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { settle } from '../../../support/fake-clock.ts';
import {
  printed,
  secretsOf,
  startWebApiRig,
  type WebApiRig,
} from '../../../support/web-api-rig.ts';
import { oauthError } from '../../../support/web-api-stub.ts';

let rig: WebApiRig;
beforeEach(async () => void (rig = await startWebApiRig()));
afterEach(() => rig.close());

test.each([
  ['invalid_client', 400, 'web-api.client_refused', 'credentials'],
  ['invalid_client', 401, 'web-api.client_refused', 'credentials'],
  ['unauthorized_client', 401, 'web-api.client_refused', 'credentials'],
  ['invalid_request', 400, 'web-api.request_refused', 'config'],
  ['unsupported_grant_type', 400, 'web-api.request_refused', 'config'],
  ['server_error', 400, 'web-api.token_failed', 'transient'],
  ['invalid_grant', 500, 'web-api.token_failed', 'transient'],
  ['invalid_client', 503, 'web-api.token_failed', 'transient'],
])('the token endpoint’s %s with status %d is %s', async (word, status, code, kind) => {
  rig.storeOutworn();
  const before = rig.tokens.content;
  rig.stub.answer('token', oauthError(word, status));
  expect(await rig.refusal()).toMatchObject({ code, kind });
  expect(rig.tokens.content).toBe(before);
});

test.each([
  [{ status: 400, body: 'NOT JSON' }, 'web-api.token_failed'],
  [{ status: 401, body: '{"error":{"code":"invalid_client"}}' }, 'web-api.token_failed'],
  [{ status: 302, headers: { Location: 'http://127.0.0.1:1/' } }, 'web-api.redirected'],
  [{ status: 404, body: '' }, 'web-api.not_found'],
  [{ status: 200, body: '<html>sign in</html>' }, 'web-api.token_unreadable'],
  [{ status: 200, body: '{"access_token":""}' }, 'web-api.token_unreadable'],
  [{ status: 200, body: '{"access_token":"a b"}' }, 'web-api.token_unreadable'],
  [{ cut: true, body: '{', headers: { 'Content-Length': '9' } }, 'http.broken_off'],
])('a token answer of %j spends nothing and is %s', async (answer, code) => {
  rig.storeOutworn();
  const before = rig.tokens.content;
  rig.stub.answer('token', answer);
  expect((await rig.refusal()).code).toBe(code);
  expect(rig.tokens.content).toBe(before);
  expect(rig.lease.content).toBe('{}');
});

test('no failure of the tokens shows a secret', async () => {
  const echo = secretsOf().join(' ');
  const ruins: (() => void)[] = [
    () => rig.stub.answer('token', oauthError('invalid_grant')),
    () => rig.stub.answer('token', { status: 400, body: JSON.stringify({ error: echo }) }),
    () => rig.stub.answer('token', { status: 500, body: echo }),
    () => rig.stub.answer('token', { status: 200, body: echo }),
    () => rig.stub.answer('token', oauthError('invalid_client')),
    () =>
      rig.stub.answer('token', { cut: true, body: echo, headers: { 'Content-Length': '9999' } }),
    () => rig.tokens.fillUp(),
  ];
  for (const ruin of ruins) {
    rig.stub.answer('token');
    rig.tokens.fillUp(false);
    rig.storeOutworn();
    ruin();
    const thrown = await rig.refusal(rig.another());
    for (const secret of secretsOf()) expect(printed(thrown)).not.toContain(secret);
  }
  await settle();
});
