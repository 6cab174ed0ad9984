import type { BridgeFailure } from '../../../domain/failure.ts';
import type { HttpResponse } from '../../../platform/http-client.ts';
import type { CallBudget } from './call-budget.ts';
import { webApiFailure } from './failures.ts';

/** QUIRK(web-api, v3): the server behind it says unauthorized_client, too, of a wrong secret. */
const ABOUT_THE_CLIENT = new Set(['invalid_client', 'unauthorized_client']);
const ABOUT_THE_REQUEST = new Set(['invalid_request', 'invalid_scope', 'unsupported_grant_type']);

/**
 * What a refused token request means, other than `invalid_grant`. Anything but a plain word about the application is
 * taken to pass by itself: Dexcom’s servers fail for an hour at a time and say many things meanwhile.
 * @param word of the error in the body, if it holds one
 */
export function tokenRefusal(
  response: HttpResponse,
  word: string | undefined,
  budget: CallBudget,
): BridgeFailure {
  const { status } = response;
  if (word !== undefined && ABOUT_THE_CLIENT.has(word)) {
    return webApiFailure(
      'client_refused',
      `Dexcom refused the application (${word}): check DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET against developer.dexcom.com (a new secret ends the old one at once), and DEXCOM_API. It is tried again when one of them changes, or after unlock.`,
    );
  }
  if (word !== undefined && ABOUT_THE_REQUEST.has(word)) {
    return webApiFailure(
      'request_refused',
      `Dexcom does not take the token request (${word}): check that DEXCOM_REDIRECT_URI is registered for the application, and DEXCOM_API_URL if it is set; else look for an update of the bridge.`,
    );
  }
  if (status === 429) return budget.refused(response.headers);
  if (status === 404) {
    return webApiFailure(
      'not_found',
      'The server has no token address: check DEXCOM_API_URL, or leave it out.',
    );
  }
  if (status >= 300 && status < 400) {
    return webApiFailure(
      'redirected',
      `The token request was answered with a redirect (${status}), which is never followed: check DEXCOM_API_URL, and this network for a sign-in page.`,
    );
  }
  return webApiFailure(
    'token_failed',
    `Dexcom did not renew the tokens (status ${status}${word === undefined ? '' : `, ${word}`}); the bridge tries again by itself.`,
  );
}
