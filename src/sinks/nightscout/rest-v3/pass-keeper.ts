import { HOUR_MS, epochMs, type EpochMs } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import { Secret } from '../../../platform/secret.ts';
import { notNightscout } from '../rest/failures.ts';
import type { SiteTransport } from '../rest/transport.ts';
import { fieldOf } from './answer.ts';
import { answerFailure, tokenRefused } from './failures.ts';
import { V3_ENTRIES } from './wares.ts';

/** How long a pass is held to be good where the site does not say; Nightscout gives them for eight hours. */
const USUAL_LIFE_MS = HOUR_MS;
/** Part of its life after which a pass is renewed. */
const USED_FOR = 0.9;

/** Holds the pass (a JWT) that the site gives out for the access token. */
export interface PassKeeper {
  /** A pass that is good for now. */
  current(signal: AbortSignal): Promise<Secret>;
  /** Another one than that which was refused. */
  instead(refused: Secret, signal: AbortSignal): Promise<Secret>;
}

/**
 * Asks for a pass when one is needed, and anew before it ends. Its life is counted by our clock from the answer on, so that
 * a site whose clock is wrong does no harm.
 * `current` and `instead` throw `nightscout.token_refused` and the failures of an answer.
 */
export function createPassKeeper(
  token: Secret,
  transport: SiteTransport,
  clock: Clock,
): PassKeeper {
  let held: { readonly pass: Secret; readonly renewAt: EpochMs } | undefined;

  async function ask(signal: AbortSignal): Promise<Secret> {
    const answer = await transport.send(
      {
        method: 'GET',
        path: `/api/v2/authorization/request/${encodeURIComponent(token.reveal())}`,
        endpoint: 'nightscout.authorization',
      },
      signal,
    );
    if (answer.status === 401) throw tokenRefused(transport.site);
    if (answer.status < 200 || answer.status > 299) {
      throw answerFailure(answer, transport.site, clock, V3_ENTRIES);
    }
    const text = fieldOf(answer, 'token');
    if (typeof text !== 'string' || text === '') throw notNightscout(transport.site);
    const pass = new Secret(text);
    const lifeMs = (Number(fieldOf(answer, 'exp')) - Number(fieldOf(answer, 'iat'))) * 1000;
    const usedForMs = USED_FOR * (lifeMs > 0 ? lifeMs : USUAL_LIFE_MS);
    held = { pass, renewAt: epochMs(Math.floor(clock.now() + usedForMs)) };
    return pass;
  }

  return {
    async current(signal) {
      return held !== undefined && clock.now() < held.renewAt ? held.pass : ask(signal);
    },
    async instead(refused, signal) {
      return held === undefined || held.pass === refused ? ask(signal) : held.pass;
    },
  };
}
