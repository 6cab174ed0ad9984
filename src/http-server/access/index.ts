import { SECOND_MS } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Admission, ReaderAccess, Refusal } from '../../platform/reader-access.ts';
import type { Secret } from '../../platform/secret.ts';
import { clientKey } from './client-key.ts';
import { createCredentialJudge, type CredentialJudge } from './credential-judge.ts';
import { findOutsider } from './outsider.ts';
import { createPassOffice } from './reader-pass.ts';
import { crowdedWords, refusalWords, type RefusalReason } from './refusal-words.ts';
import {
  credentialsAmong,
  readShownCredentials,
  type ShownCredential,
} from './shown-credentials.ts';
import { createSlowdown } from './slowdown.ts';

/** What guards the readers. */
export interface ReaderAccessOptions {
  /** FEED_API_SECRET. Without one nothing that is shown can be right. */
  readonly secret: Secret | undefined;
  /** The listening address is not loopback. */
  readonly isRequired: boolean;
  readonly clock: Clock;
  /** Ends the waits of refused readers when the program stops. */
  readonly stopping?: AbortSignal;
}

/** No reader shows more; each costs work to judge. */
const MOST_SHOWN = 8;

/**
 * Who may read. Of several credentials in one request all must be right: a reader with an old secret left in one place is
 * told so, and not let in or out by the order in which places are looked at. Nothing shown is open on loopback, unless the
 * request bears the marks of somebody who is not on this machine (see `findOutsider`). Only wrong credentials are slowed
 * down: who shows none guesses nothing, and neither does a pass of ours that has run out.
 *
 * Since a right secret is never held up, slowing spares the machine and the log; what keeps guessers out is a long secret.
 */
export function createReaderAccess(options: ReaderAccessOptions): ReaderAccess {
  const { secret, isRequired, clock, stopping } = options;
  const passes = secret === undefined ? undefined : createPassOffice(secret, clock);
  const judge: CredentialJudge =
    secret === undefined || passes === undefined
      ? () => Promise.resolve('wrong')
      : createCredentialJudge(secret, passes);
  const slowdown = createSlowdown(clock);

  const refuse = (reason: RefusalReason): Refusal => ({
    kind: 'refused',
    status: 401,
    message: refusalWords(reason, secret !== undefined),
  });

  /** The refusal of what was shown, held up where it was a guess; undefined where all of it is right. */
  const judgeAll = async (
    shown: readonly ShownCredential[],
    address: string | undefined,
    request?: Request,
  ): Promise<Refusal | undefined> => {
    const verdicts = await Promise.all(shown.slice(0, MOST_SHOWN).map(judge));
    if (verdicts.includes('wrong') || shown.length > MOST_SHOWN) {
      const signals = [request?.signal, stopping].filter((signal) => signal !== undefined);
      const cost = await slowdown.hold(clientKey(address), signals);
      if (cost.kind === 'held') return refuse('wrong');
      const retryAfterSeconds = Math.ceil(cost.waitMs / SECOND_MS);
      const message = crowdedWords(retryAfterSeconds);
      return { kind: 'refused', status: 429, message, retryAfterSeconds };
    }
    return verdicts.includes('over') ? refuse('over') : undefined;
  };

  return {
    isRequired,
    async admit(request, address): Promise<Admission> {
      const shown = readShownCredentials(request);
      if (shown.length > 0) {
        return (await judgeAll(shown, address, request)) ?? { kind: 'known' };
      }
      const outsider = isRequired ? 'missing' : findOutsider(request);
      return outsider === undefined ? { kind: 'open' } : refuse(outsider);
    },
    async exchange(credential, address) {
      const shown = credentialsAmong('token', [credential]);
      if (shown.length === 0) return refuse('missing');
      const refusal = await judgeAll(shown, address);
      return refusal ?? passes?.issue() ?? refuse('wrong');
    },
  };
}
