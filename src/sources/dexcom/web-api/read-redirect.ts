import { isSameSecret } from '../../../platform/strong-random.ts';
import { webApiFailure } from './failures.ts';

/** What was to come back. */
export interface ExpectedRedirect {
  readonly redirectUri: string;
  readonly state: string;
}

/** Longest code believed; they are some dozen characters. */
const CODE = /^[\x21-\x7e]{1,4096}$/;

/**
 * Reads the address that Dexcom sent the browser to: whole, or without scheme and host, or only from its `?` on. Pure.
 * @throws BridgeFailure `web-api.redirect_…` (credentials)
 */
export function readRedirect(text: string, expected: ExpectedRedirect): { readonly code: string } {
  const query = queryOf(text.trim(), expected.redirectUri);
  const state = one(query, 'state');
  if (state === undefined || !isSameSecret(state, expected.state)) {
    throw webApiFailure(
      'redirect_state',
      'The address does not belong to this login (its state is another): it may be of an earlier try. Begin again with `nightscout-dexcom-bridge authorize`, and use the newest login address.',
    );
  }
  const error = one(query, 'error');
  if (error === 'access_denied') {
    throw webApiFailure(
      'redirect_denied',
      'At Dexcom the access was declined, so there is nothing to read with. To allow it, run `nightscout-dexcom-bridge authorize` again and agree.',
    );
  }
  if (error !== undefined) {
    const word = /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : '';
    throw webApiFailure(
      'redirect_failed',
      `Dexcom ended the login with an error${word}: check DEXCOM_CLIENT_ID, DEXCOM_REDIRECT_URI and DEXCOM_API against developer.dexcom.com, then run \`nightscout-dexcom-bridge authorize\` again.`,
    );
  }
  const code = one(query, 'code');
  if (code !== undefined && CODE.test(code)) return { code };
  throw webApiFailure(
    'redirect_no_code',
    'The address holds no code: copy the whole of it from the browser, up to its end, after agreeing at Dexcom.',
  );
}

/** No text is repeated: it holds the code. */
function queryOf(text: string, redirectUri: string): URLSearchParams {
  const wanted = new URL(redirectUri);
  const isWhole = /^[a-z][a-z\d+.-]*:\/\//i.test(text);
  if ((isWhole || /^[/?]/.test(text)) && URL.canParse(text, redirectUri)) {
    const url = new URL(text, redirectUri);
    const isPlace = url.origin === wanted.origin && samePath(url.pathname, wanted.pathname);
    if (isPlace) return url.searchParams;
  }
  throw webApiFailure(
    'redirect_unreadable',
    `That is not the address Dexcom sends the browser to: it begins with ${redirectUri}? and holds code and state. Copy the whole of it.`,
  );
}

function samePath(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}

/** The parameter, if it is there once. */
function one(query: URLSearchParams, name: string): string | undefined {
  const all = query.getAll(name);
  return all.length === 1 ? all[0] : undefined;
}
