import type { BridgeFailure } from '../../../domain/failure.ts';
import { epochMs, HOUR_MS, type EpochMs } from '../../../domain/instant.ts';
import type { HttpResponse } from '../../../platform/http-client.ts';
import { explanation } from './explanation.ts';
import { webApiFailure } from './failures.ts';

/** What is known of an answer to a data call that is neither 200, 401 nor 429. */
export interface OtherAnswer {
  readonly response: HttpResponse;
  /** For people, such as `egvs`. */
  readonly what: string;
  /** Whether a window was asked for. */
  readonly hasWindow: boolean;
  readonly now: EpochMs;
  readonly secrets: readonly string[];
}

/** How long a list that we may not read is left alone, in ms. */
const NO_ACCESS_MS = 12 * HOUR_MS;

/** What such an answer means. Pure. */
export function judgeAnswer(answer: OtherAnswer): BridgeFailure {
  const { response, what, hasWindow, now, secrets } = answer;
  const { status } = response;
  if (status === 400 && hasWindow) {
    const said = explanation(response.text, secrets);
    return webApiFailure(
      'window',
      `Dexcom does not take the span that was asked for (${what}, status 400)${said === '' ? '' : `: ${said}`}.`,
    );
  }
  if (status === 403) {
    return webApiFailure(
      'forbidden',
      `Dexcom gives this application no access to ${what} of the account (status 403): they may not be available through the Web API, or the application not be approved for it. It is asked again in 12 hours, or after authorize.`,
      { retryAt: epochMs(now + NO_ACCESS_MS) },
    );
  }
  if (status === 404) {
    return webApiFailure(
      'not_found',
      `The server has no address for ${what} (status 404): check DEXCOM_API_URL, or leave it out.`,
    );
  }
  if (status === 408 || status >= 500) {
    return webApiFailure(
      'unavailable',
      `Dexcom’s Web API failed (${what}, status ${status}); the bridge tries again by itself.`,
    );
  }
  if (status >= 300 && status < 400) {
    return webApiFailure(
      'redirected',
      `The Web API answered with a redirect (${what}, status ${status}), which is never followed: the token would go to another host. Check DEXCOM_API_URL, and this network for a sign-in page.`,
    );
  }
  return webApiFailure(
    'unexpected_status',
    `The Web API answered ${what} with status ${status}, which it does not document; the bridge tries again by itself.`,
  );
}

/** A 200 that is not the answer it should be: a page, broken JSON, no list of records. */
export function unreadableAnswer(what: string): BridgeFailure {
  return webApiFailure(
    'unreadable',
    `The Web API’s answer for ${what} is not what it documents (a page, or no list of records): something between the bridge and Dexcom may answer in its place. The bridge tries again by itself, and nothing is skipped.`,
  );
}
