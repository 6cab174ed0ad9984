import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../../../src/domain/failure.ts';
import { readRedirect } from '../../../../src/sources/dexcom/web-api/read-redirect.ts';

const redirectUri = 'http://localhost:17581/callback';
const state = 'kZ3_-9sState';
const read = (text: string) => readRedirect(text, { redirectUri, state });
const failureOf = (text: string): BridgeFailure => {
  try {
    read(text);
  } catch (thrown) {
    if (thrown instanceof BridgeFailure) return thrown;
  }
  throw new Error('no failure');
};

describe('the address that the browser was sent to', () => {
  test.each([
    `${redirectUri}?code=c0de&state=${state}`,
    `${redirectUri}?state=${state}&code=c0de&scope=offline_access`,
    `  ${redirectUri}?code=c0de&state=${state}\r\n`,
    `${redirectUri}/?code=c0de&state=${state}`,
    `HTTP://LOCALHOST:17581/callback?code=c0de&state=${state}#top`,
    `/callback?code=c0de&state=${state}`,
    `?code=c0de&state=${state}`,
  ])('%s holds the code', (text) => {
    expect(read(text)).toEqual({ code: 'c0de' });
  });

  test('gives the code decoded', () => {
    expect(read(`?code=a%2Bb%2F%3D&state=${state}`).code).toBe('a+b/=');
  });

  test.each([
    ['', 'redirect_unreadable'],
    ['c0de', 'redirect_unreadable'],
    [`code=c0de&state=${state}`, 'redirect_unreadable'],
    [`http://[bad/?code=c0de&state=${state}`, 'redirect_unreadable'],
    [`http://localhost:17581/other?code=c0de&state=${state}`, 'redirect_unreadable'],
    [`http://localhost:9/callback?code=c0de&state=${state}`, 'redirect_unreadable'],
    [`https://localhost:17581/callback?code=c0de&state=${state}`, 'redirect_unreadable'],
    [`//evil.example/callback?code=c0de&state=${state}`, 'redirect_unreadable'],
    [`https://api.dexcom.com/v3/oauth2/login?state=${state}&code=x`, 'redirect_unreadable'],
    [`${redirectUri}?code=c0de`, 'redirect_state'],
    [`${redirectUri}?code=c0de&state=`, 'redirect_state'],
    [`${redirectUri}?code=c0de&state=${state}x`, 'redirect_state'],
    [`${redirectUri}?code=c0de&state=${state.toLowerCase()}`, 'redirect_state'],
    [`${redirectUri}?code=c0de&state=${state}&state=${state}`, 'redirect_state'],
    [`${redirectUri}?error=access_denied&state=other`, 'redirect_state'],
    [`${redirectUri}?error=access_denied&state=${state}`, 'redirect_denied'],
    [`${redirectUri}?error=access_denied&code=c0de&state=${state}`, 'redirect_denied'],
    [`${redirectUri}?error=invalid_scope&state=${state}`, 'redirect_failed'],
    [`${redirectUri}?error=%3Cb%3Ec0de%3C/b%3E&state=${state}`, 'redirect_failed'],
    [`${redirectUri}?state=${state}`, 'redirect_no_code'],
    [`${redirectUri}?code=&state=${state}`, 'redirect_no_code'],
    [`${redirectUri}?code=a&code=b&state=${state}`, 'redirect_no_code'],
  ])('%s is refused: %s', (text, name) => {
    const failure = failureOf(text);
    expect(failure).toMatchObject({ code: `web-api.${name}`, kind: 'credentials' });
    expect(failure.message).not.toContain('c0de');
    expect(failure.message).not.toContain(state);
  });

  test('an error’s word is told, so that it can be looked up', () => {
    expect(failureOf(`?error=invalid_scope&state=${state}`).message).toContain('invalid_scope');
    expect(failureOf(`?error=x%20y&state=${state}`).message).not.toContain('x y');
  });
});
