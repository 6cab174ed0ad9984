import type { BridgeFailure } from '../../../domain/failure.ts';
import { epochMs, HOUR_MS, type EpochMs } from '../../../domain/instant.ts';
import { webApiFailure } from './failures.ts';
import type { Refusals } from './token-record.ts';

/**
 * Waits after the first, second, third and fourth refusal in a row, in ms; the fifth is final.
 * QUIRK(web-api, 2018): Dexcom refuses good tokens now and then, above all in the hour of its backups.
 */
const WAITS_MS = [2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 16 * HOUR_MS];

/** One refusal more. Pure. */
export function countRefusal(
  before: Refusals | undefined,
  what: Refusals['what'],
  wasInterrupted: boolean,
  now: EpochMs,
): Refusals {
  const count = (before?.count ?? 0) + 1;
  const isLost = what === 'grant' && (wasInterrupted || before?.isLost === true);
  const waitMs = isLost ? 0 : (WAITS_MS[count - 1] ?? 0);
  return { count, what, notBefore: epochMs(now + waitMs), isLost };
}

/** Whether no call may be made yet. One set by a clock that ran ahead does not hold for ever. Pure. */
export function isWaiting({ notBefore }: Refusals, now: EpochMs): boolean {
  return now < notBefore && notBefore - now <= (WAITS_MS.at(-1) ?? 0);
}

/** The last refusal, as a failure: it passes, or it latches. */
export function refusalFailure(refusals: Refusals): BridgeFailure {
  if (refusals.isLost) {
    return webApiFailure(
      'grant_lost',
      'The bridge was stopped in the middle of a token renewal, and Dexcom takes each refresh token only once: the connection is lost. Run `nightscout-dexcom-bridge authorize` again. Share goes on meanwhile.',
    );
  }
  if (refusals.count > WAITS_MS.length) {
    return webApiFailure(
      'grant_dead',
      `Dexcom has refused the stored authorisation ${refusals.count} times over more than a day: it was withdrawn, has run out, or was used by another program. Run \`nightscout-dexcom-bridge authorize\` again. Share goes on meanwhile.`,
    );
  }
  const detail = { retryAt: refusals.notBefore };
  const left = WAITS_MS.length + 1 - refusals.count;
  const next = `The bridge tries again by itself, ${left === 1 ? 'once' : `${left} times`} more over the next hours; if you have just withdrawn the consent, or used the tokens elsewhere, run \`nightscout-dexcom-bridge authorize\` now.`;
  return refusals.what === 'grant'
    ? webApiFailure(
        'grant_refused',
        `Dexcom refused to renew the tokens (invalid_grant). ${next}`,
        detail,
      )
    : webApiFailure(
        'unauthorised',
        `Dexcom refused a freshly renewed token (401): the consent may be withdrawn, or this machine’s clock be wrong. ${next}`,
        detail,
      );
}
