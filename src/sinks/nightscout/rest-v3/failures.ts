import { BridgeFailure } from '../../../domain/failure.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { HttpResponse } from '../../../platform/http-client.ts';
import { statusFailure, type Wares } from '../rest/failures.ts';
import { fieldOf } from './answer.ts';

/**
 * The failure that an answer other than success means, where API v3 says it in its own way; the rest is as with every API of a
 * site. The body is never quoted, but for the name of a missing permission.
 * @param site host of the site
 */
export function answerFailure(
  answer: HttpResponse,
  site: string,
  clock: Clock,
  wares: Wares,
): BridgeFailure {
  const lacks = missingIn(answer);
  if (lacks !== undefined) return missingPermission(site, [lacks], wares);
  if (answer.status === 404 || answer.status === 405) return noSuchApi(site, answer.status);
  return statusFailure(answer, site, clock, wares);
}

/** The permission that an answer misses, such as `api:entries:create`; undefined where it does not speak of one. */
export function missingIn(answer: HttpResponse): string | undefined {
  if (answer.status !== 403) return undefined;
  return /^Missing permission (api:\w+:\w+)$/.exec(String(fieldOf(answer, 'message')))?.[1];
}

/** The site gives out no pass for the token. */
export function tokenRefused(site: string): BridgeFailure {
  return new BridgeFailure(
    'nightscout.token_refused',
    'credentials',
    `${site} does not know the access token. Copy it anew from the site’s Admin Tools, under Subjects, into NIGHTSCOUT_TOKEN: it looks like name-0123456789abcdef, and every token is another one after the site’s API_SECRET has changed. Nothing is sent again until it changes.`,
  );
}

/** The token is good, and its roles do not allow what is needed. @param lacks such as `api:entries:create` */
export function missingPermission(
  site: string,
  lacks: readonly string[],
  { permissions }: Wares,
): BridgeFailure {
  return new BridgeFailure(
    'nightscout.missing_permission',
    'credentials',
    `${site} does not allow the access token ${lacks.join(', ')}. In the site’s Admin Tools give its subject a role with ${permissions}, then run nightscout-dexcom-bridge unlock. Nothing is sent again before.`,
  );
}

/** The site refuses the very pass that it has just given out. */
export function passRefused(site: string): BridgeFailure {
  return new BridgeFailure(
    'nightscout.pass_refused',
    'transient',
    `${site} took the access token and then refused the pass it gave out for it: its clock jumps, or several copies of it answer under one address. The bridge tries again by itself; NIGHTSCOUT_API set to v1 needs no pass.`,
  );
}

function noSuchApi(site: string, status: number): BridgeFailure {
  return new BridgeFailure(
    'nightscout.not_found',
    'transient',
    `${site} has no Nightscout API v3 at that address (${status}): check NIGHTSCOUT_URL, above all a path after the host, and that the site is not suspended. A site that is too old for v3 wants NIGHTSCOUT_API set to v1.`,
  );
}
