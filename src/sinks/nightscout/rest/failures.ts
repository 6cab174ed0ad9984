import { BridgeFailure } from '../../../domain/failure.ts';
import { epochMs, MINUTE_MS } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { HttpResponse } from '../../../platform/http-client.ts';
import { retryAfter } from '../../../platform/retry-after.ts';

/** What is written, for messages. */
export interface Wares {
  /** Such as `entries`. */
  readonly plural: string;
  /** Such as `entry`, with its article. */
  readonly one: string;
  /** What a token's role needs. */
  readonly permissions: string;
}

export const ENTRIES: Wares = {
  plural: 'entries',
  one: 'one entry',
  permissions: 'api:entries:read and api:entries:create',
};

export const TREATMENTS: Wares = {
  plural: 'treatments',
  one: 'one treatment',
  permissions:
    'api:treatments:read, api:treatments:create and api:treatments:delete, and the same for api:devicestatus',
};

export const STATUSES: Wares = {
  plural: 'device states',
  one: 'one device state',
  permissions: 'api:devicestatus:read and api:devicestatus:create',
};

export const METER_ENTRIES: Wares = {
  plural: 'meter entries',
  one: 'one meter entry',
  permissions: 'api:entries:read, api:entries:create and api:entries:delete',
};

/**
 * The failure that an answer other than success means. The body is never quoted: Nightscout's error pages echo what was sent.
 * @param site host of the site
 */
export function statusFailure(
  answer: HttpResponse,
  site: string,
  clock: Clock,
  wares: Wares = ENTRIES,
): BridgeFailure {
  const { status, headers } = answer;
  const retryAt = retryAfter(headers, clock.now());
  if (status === 401) {
    return new BridgeFailure(
      'nightscout.unauthorized',
      'credentials',
      `${site} refused the API secret or access token. Check NIGHTSCOUT_API_SECRET (the plain API_SECRET of the site) or NIGHTSCOUT_TOKEN (its role needs ${wares.permissions}). Nothing is sent again until it changes.`,
    );
  }
  // Nightscout's v1 never says 403: a page in HTML is a firewall's, and those come and go.
  if (status === 403 && !/json/i.test(headers['content-type'] ?? '')) {
    return new BridgeFailure(
      'nightscout.blocked',
      'transient',
      `Something in front of ${site} shuts the bridge out (403): a firewall, a proxy, or the hoster’s bot protection. Allow this machine there; the bridge tries again by itself.`,
    );
  }
  if (status === 403) {
    return new BridgeFailure(
      'nightscout.forbidden',
      'credentials',
      `${site} forbids writing ${wares.plural} (403). Check the secret or the token’s role, and whether a proxy or firewall in front of the site shuts the bridge out.`,
    );
  }
  if (status === 404 || status === 405) {
    return new BridgeFailure(
      'nightscout.not_found',
      'transient',
      `${site} has no Nightscout API at that address (${status}): check NIGHTSCOUT_URL, above all a path after the host, and that the site is not suspended.`,
    );
  }
  if (status === 429 || (status === 503 && retryAt !== undefined)) {
    return new BridgeFailure(
      'nightscout.throttled',
      'throttled',
      `${site} asks for fewer requests (${status}); the bridge waits as long as it was told and goes on by itself.`,
      { retryAt: retryAt ?? epochMs(clock.now() + MINUTE_MS) },
    );
  }
  if (status === 413) {
    return new BridgeFailure(
      'nightscout.too_large',
      'transient',
      `${site} takes not even ${wares.one} in a request (413): raise the body limit of the proxy in front of it.`,
    );
  }
  return new BridgeFailure(
    'nightscout.failed',
    'transient',
    `${site} failed (${status}). Its own log says why, often that its database is full or away; the bridge tries again by itself.`,
  );
}

/** An answer that is no Nightscout's: a captive portal, a hoster's page. */
export function notNightscout(site: string): BridgeFailure {
  return new BridgeFailure(
    'nightscout.unexpected_answer',
    'transient',
    `${site} answered something that is not Nightscout’s: a hoster’s error page, a sign-in page of the network, or the wrong address. Open the site in a browser; the bridge tries again by itself.`,
  );
}

/** The site said yes and yet did not store everything. */
export function droppedRows(
  site: string,
  sent: number,
  confirmed: number,
  wares: Wares,
): BridgeFailure {
  return new BridgeFailure(
    'nightscout.dropped_rows',
    'transient',
    `${site} confirmed ${confirmed} of ${sent} ${wares.plural} and the others are not there when read back; they are sent again. If this stays, something between the bridge and the site changes what is sent.`,
  );
}

/** A redirect that would carry the secret to another host, or into the open. */
export function redirected(site: string, target: string): BridgeFailure {
  return new BridgeFailure(
    'nightscout.redirected',
    'config',
    `${site} redirects to ${target}. The secret is not sent there: set NIGHTSCOUT_URL to the address where the site really is.`,
  );
}

/** Every row is refused, so that the fault is the site’s or a proxy’s and no row’s. */
export function refusesAll(site: string, rows: number, wares: Wares): BridgeFailure {
  return new BridgeFailure(
    'nightscout.refuses_all',
    'transient',
    `${site} refused each of ${rows} ${wares.plural} sent one by one, and accepted none. Its own log, or that of a proxy before it, says why; nothing is given up and the bridge tries again by itself.`,
  );
}

/** Treatments can be read and not written: the feature is off. */
export function treatmentsDisabled(site: string): BridgeFailure {
  return new BridgeFailure(
    'nightscout.treatments_disabled',
    'config',
    `${site} takes no treatments: its care portal is switched off. Take careportal out of DISABLE in the settings of Nightscout and restart it; the bridge looks again by itself.`,
  );
}

/** The site could not ask its database, and said so by an empty answer. */
export function queryFailed(site: string, { plural }: Wares): BridgeFailure {
  return new BridgeFailure(
    'nightscout.query_failed',
    'transient',
    `${site} could not read its ${plural}: its database fails or is away. Its own log says why; the bridge tries again by itself.`,
  );
}
