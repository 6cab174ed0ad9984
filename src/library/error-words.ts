import type { DexcomErrorCode } from './dexcom-error-code.ts';

/** Ends what a person must put right before Dexcom is asked again. */
const STOPPED =
  'This client does not try the login again: make a new one when something has changed, for Dexcom locks an account after a few refused logins.';

/** Where a permission has to be asked for anew. */
const AGAIN = 'Send the person to a new authorizationUrl().';

/**
 * What each code means to a programmer, and the remedy. `{said}` is Dexcom’s or the system’s word for it, in brackets, where there is
 * one; `{host}` is the server’s name.
 */
export const ERROR_WORDS: Readonly<Record<Exclude<DexcomErrorCode, `library.${string}`>, string>> =
  {
    'share.bad_url':
      'The baseUrl of the Share server cannot be read: write http:// or https://, a host and, where needed, a port.',
    'share.login_refused': `Dexcom refused the login{said}. It says the same for a wrong region, a wrong password, a user name in another form than in the Dexcom app (name, email, or phone number with +), and the account of a follower. ${STOPPED}`,
    'share.login_malformed': `Dexcom cannot read the login{said}: user name (or account id, a UUID) and password must be as in the Dexcom app. ${STOPPED}`,
    'share.account_locked': `Dexcom has locked the account after too many refused logins{said}: look for another program with an old password, and wait at least ten minutes. ${STOPPED}`,
    'share.not_consented': `Dexcom waits for the account holder’s consent{said}: it is given in the Dexcom app. ${STOPPED}`,
    'share.session_lost': 'Dexcom dropped a session that it had just given{said}. Try again later.',
    'share.empty_answer':
      'Dexcom answered with nothing at all, also after a new login. If this stays, see that Share is on in the Dexcom app.',
    'share.uploader_code':
      'Dexcom answered with a code meant for the phone that uploads{said}: see that Share is on in the wearer’s Dexcom app.',
    'share.unavailable': 'Dexcom’s server has a fault of its own{said}. Try again later.',
    'share.throttled':
      'Dexcom asks to slow down{said}. All programs that follow one account share its allowance.',
    'share.blocked':
      '{host} turned the request away before the login was looked at{said}: a proxy, a VPN or the network’s address may be blocked there.',
    'share.not_found': 'There is no Share service at {host}{said}: check the baseUrl.',
    'share.unknown_code':
      'Dexcom answered with an error that is not known{said}. Try again later; if it stays, please report the code.',
    'share.unexpected_answer':
      'The answer of {host} is not Share’s. If this stays, a proxy or a sign-in page may be in between.',
    'web-api.not_authorised': `The token store holds no tokens that can be read: nobody has given permission yet. ${AGAIN}`,
    'web-api.other_application':
      'The stored tokens were given to another client id or another server: use a store of its own for each.',
    'web-api.client_refused':
      'Dexcom refused the application{said}: compare clientId, clientSecret and region with developer.dexcom.com. A new secret ends the old one at once.',
    'web-api.grant_refused':
      'Dexcom refused to renew the tokens{said}. That happens at its end too: after `retryAt` it is tried again, five times in all.',
    'web-api.grant_dead': `Dexcom has refused the stored permission five times over more than a day: it was withdrawn, has run out, or was used by another program. ${AGAIN}`,
    'web-api.grant_lost': `A renewal of the tokens was cut off before they could be kept, and Dexcom takes each refresh token only once. ${AGAIN}`,
    'web-api.unauthorised':
      'Dexcom refused a freshly renewed token{said}: the permission may be withdrawn, or this machine’s clock be wrong. After `retryAt` it is tried again, five times in all.',
    'web-api.request_refused':
      'Dexcom does not take the token request{said}: is the redirectUri registered for the application, letter by letter?',
    'web-api.code_refused': `Dexcom refused the code of the login{said}: it is good once, for about a minute, and only with the registered redirectUri. ${AGAIN}`,
    'web-api.tokens_unsaved':
      'Dexcom gave new tokens, and the token store could not keep them (its error is the cause). They are held in memory and kept with the next call; a code that was exchanged is spent.',
    'web-api.token_unreadable':
      'Dexcom’s answer to the token request is not one: something in between may answer in its place.',
    'web-api.token_failed': 'The token request failed at Dexcom’s end{said}. Try again later.',
    'web-api.window': 'Dexcom does not take the span of time that was asked for{said}.',
    'web-api.forbidden':
      'Dexcom gives this application no access to that list of the account{said}: it may not be approved for it.',
    'web-api.not_found': 'There is no Web API at {host}{said}: check the baseUrl.',
    'web-api.throttled':
      'Dexcom asked for fewer calls of this application{said}: no call is made before `retryAt`.',
    'web-api.budget_spent':
      'This program has made 54000 calls within an hour for this application, and Dexcom allows 60000: no call is made before `retryAt`.',
    'web-api.unavailable': 'Dexcom’s Web API failed{said}. Try again later.',
    'web-api.unreadable':
      'The answer is not the Web API’s: a page, or no list of records. Something in between may answer in its place.',
    'web-api.redirected':
      '{host} answered with a redirect{said}, which is never followed: the token would go with it.',
    'web-api.unexpected_status': 'The Web API answered with a status it does not document{said}.',
    'web-api.redirect_unreadable':
      'That is not the address Dexcom sent the browser to: it begins with the redirectUri and holds code and state.',
    'web-api.redirect_state':
      'The address does not belong to this login: its state is another. It may be of an earlier try, or forged.',
    'web-api.redirect_denied': 'At Dexcom the person declined the access.',
    'web-api.redirect_failed':
      'Dexcom ended the login with an error{said}: check clientId, redirectUri and region against developer.dexcom.com.',
    'web-api.redirect_no_code': 'The address holds no code: it may have been cut off.',
    'http.timeout': '{host} did not answer in time.',
    'http.unreachable': '{host} cannot be reached{said}: check the address and the network.',
    'http.tls':
      'No trusted connection to {host}{said}: check its certificate, this machine’s clock, and http against https.',
    'http.too_large': '{host} sent an answer larger than any that makes sense.',
    'http.broken_off': '{host} broke off the connection before its answer was complete{said}.',
  };
