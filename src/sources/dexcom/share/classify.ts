import type { BridgeFailure } from '../../../domain/failure.ts';
import type { EpochMs } from '../../../domain/instant.ts';
import type { HttpResponse } from '../../../platform/http-client.ts';
import { retryAfter } from '../../../platform/retry-after.ts';
import { shareFailure, type ShareFailureName } from './failures.ts';
import type { ShareOptions } from './options.ts';
import { accountLocked, loginMalformed, loginRefused, notConsented } from './refused-login.ts';
import type { Body, Fault } from './wire.ts';

/** Which of the three calls was answered. */
export type ShareCall = 'authenticate' | 'login' | 'read';

/** What was answered, and what is needed to word it. */
export interface Answered {
  readonly call: ShareCall;
  readonly response: HttpResponse;
  readonly body: Body;
  readonly fault: Fault | undefined;
  readonly now: EpochMs;
  readonly options: ShareOptions;
  /** The server’s address for people. */
  readonly shown: string;
  /** Texts that must not be shown even where Dexcom echoes them. */
  readonly secrets: readonly string[];
}

/** The meaning of an answer that is not what the call is for. */
export interface Verdict {
  readonly failure: BridgeFailure;
  /** A new login may mend it; `failure` is what to throw where that was tried. */
  readonly sessionIsDead: boolean;
}

type Meaning =
  | 'refused'
  | 'locked'
  | 'consent'
  | 'session'
  | 'uploader'
  | 'unavailable'
  | 'internal'
  | 'argument';

/** Dexcom’s names, in lower case. Evidence of each: docs/wire/dexcom-share.md. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['accountpasswordinvalid', 'refused'],
  ['sso_authenticateaccountnotfound', 'refused'],
  ['sso_authenticatepasswordinvalid', 'refused'],
  ['sso_internalerror', 'internal'],
  ['sessionidnotfound', 'session'],
  ['sessionnotvalid', 'session'],
  ['invalidtoken', 'session'],
  ['tokenexpired', 'session'],
  ['invalidargument', 'argument'],
  ['notconsented', 'consent'],
  ['monitoredreceivernotassigned', 'uploader'],
  ['monitoredreceiverserialnumberdoesnotmatch', 'uploader'],
  ['monitoringsessionnotactive', 'uploader'],
  ['duplicateegvposted', 'uploader'],
  ['serviceunavailable', 'unavailable'],
  ['serverunreachable', 'unavailable'],
]);

/** Says what an answer means by Dexcom’s code where it names one we know, else by the HTTP status. */
export function classify(answered: Answered): Verdict {
  const meaning = answered.fault && meaningOf(answered.fault);
  if (meaning !== undefined && meaning !== 'unavailable') return byMeaning(meaning, answered);
  return throttling(answered) ?? (meaning ? byMeaning(meaning, answered) : byStatus(answered));
}

function meaningOf(fault: Fault): Meaning | undefined {
  const code = fault.code.toLowerCase();
  // QUIRK(share, 2024-08): Dexcom spells it “…Exceeed”; the right spelling is taken too.
  if (code.startsWith('sso_authenticatemaxattempts')) return 'locked';
  return MEANINGS.get(code);
}

function byMeaning(meaning: Meaning, answered: Answered): Verdict {
  const { call, options } = answered;
  const said = shownCode(answered);
  const message = answered.fault?.message ?? '';
  switch (meaning) {
    case 'refused':
      // On a read it speaks of the session’s login: a new login brings the true answer.
      return call === 'read'
        ? deadSession(said)
        : final(loginRefused(said, options, answered.shown));
    case 'locked':
      return final(accountLocked(said));
    case 'consent':
      return final(notConsented(said));
    case 'session':
      return call === 'read' ? deadSession(said) : temporary('unavailable', busy(said));
    case 'internal':
      // QUIRK(share, 2024-07): “Cannot Authenticate by AccountName” under this code is a refused login, anything else a fault of theirs.
      if (!/cannot authenticate by account/i.test(message)) {
        return temporary('unavailable', busy(said));
      }
      return byMeaning('refused', answered);
    case 'argument':
      if (call === 'read' && /uuid|session/i.test(message)) return deadSession(said);
      return call !== 'read' && /account|password|uuid/i.test(message)
        ? final(loginMalformed(said, options))
        : unknownCode(said);
    case 'uploader':
      return temporary(
        'uploader_code',
        `Dexcom answered with a code meant for the phone that uploads (${said}): open the wearer’s Dexcom app and see that Share is on. The bridge tries again by itself.`,
      );
    case 'unavailable':
      return temporary('unavailable', busy(said));
  }
}

function throttling({ response, now }: Answered): Verdict | undefined {
  const { status } = response;
  const retryAt = retryAfter(response.headers, now);
  if (status !== 429 && (status !== 503 || retryAt === undefined)) return undefined;
  return temporary(
    'throttled',
    `Dexcom asks the bridge to slow down (HTTP ${status}). It waits and goes on by itself; several programs that follow one account share its allowance.`,
    retryAt === undefined ? {} : { retryAt },
  );
}

function byStatus(answered: Answered): Verdict {
  const { response, call } = answered;
  const { status } = response;
  if (answered.fault !== undefined) return unknownCode(shownCode(answered));
  if (status >= 500) return temporary('unavailable', busy(`HTTP ${status}`));
  if (status === 401 || status === 403) {
    return temporary(
      'blocked',
      `${answered.shown} turned the request away before the login was looked at (HTTP ${status}): a proxy, a VPN or the network’s address may be blocked there. The bridge tries again by itself.`,
    );
  }
  if (status === 404) {
    return temporary(
      'not_found',
      `There is no Share service at ${answered.shown} (HTTP 404): check DEXCOM_SHARE_URL where it is set. The bridge tries again by itself, since a proxy may be wrong for a while.`,
    );
  }
  if (status === 400 && call === 'read') return deadSession('HTTP 400');
  if (status === 400 && answered.options.login.by === 'id') {
    return final(loginMalformed('HTTP 400', answered.options));
  }
  if (call === 'read' && status < 300 && answered.body.kind === 'empty') return emptyAnswer();
  return temporary(
    'unexpected_answer',
    `${answered.shown} gave ${describe(answered)} where ${call === 'read' ? 'a list of records' : 'an id'} was expected. If this stays, look for a proxy in between, or for an update of the bridge. It tries again by itself.`,
  );
}

function deadSession(said: string): Verdict {
  const failure = shareFailure(
    'session_lost',
    `Dexcom dropped a session that it had just given (${said}). Nothing is to be done: the bridge tries again by itself.`,
  );
  return { failure, sessionIsDead: true };
}

/** QUIRK(share, 2021): a read with a session that never was one is answered 200 with an empty body, not with an error. */
function emptyAnswer(): Verdict {
  const failure = shareFailure(
    'empty_answer',
    'Dexcom answered with nothing at all, also after a new login. If this stays, log in to the Dexcom app once and see that Share is on; the bridge tries again by itself.',
  );
  return { failure, sessionIsDead: true };
}

function unknownCode(said: string): Verdict {
  return temporary(
    'unknown_code',
    `Dexcom answered with an error that the bridge does not know (${said}). It tries again by itself; if this stays, please report the code.`,
  );
}

function busy(said: string): string {
  return `Dexcom’s server has a fault of its own (${said}). Nothing is to be done: the bridge tries again by itself.`;
}

function temporary(
  name: ShareFailureName,
  message: string,
  detail: { readonly retryAt?: EpochMs } = {},
): Verdict {
  return final(shareFailure(name, message, detail));
}

function final(failure: BridgeFailure): Verdict {
  return { failure, sessionIsDead: false };
}

/** Dexcom’s code, fit to be shown: one plain word, and none of our secrets. */
function shownCode({ fault, secrets }: Answered): string {
  const code = fault?.code ?? '';
  const isPlain = /^[A-Za-z]\w{0,79}$/.test(code);
  // A code we know is a constant of Dexcom’s, whatever the password is.
  if (isPlain && MEANINGS.has(code.toLowerCase())) return code;
  const echoes = secrets.some((secret) => secret !== '' && code.includes(secret));
  return isPlain && !echoes ? code : 'a code that cannot be shown';
}

function describe({ response, body }: Answered): string {
  const what = {
    empty: 'an empty answer',
    text: 'an answer that is not JSON',
    json: 'JSON of another shape',
  }[body.kind];
  return response.status >= 300 && response.status < 400
    ? `a redirect (HTTP ${response.status})`
    : `${what} (HTTP ${response.status})`;
}
