import { toIsoUtc } from '../../domain/instant.ts';
import { jsonReply, textReply, type WireReply } from '../wire/wire-reply.ts';
import type { Site, SiteCall } from './site.ts';
import type { Caller } from './site-access.ts';
import { siteError } from './site-error.ts';

/** GET /status: what the site is and how it is set. */
export function status(site: Site, call: SiteCall, caller: Caller): WireReply {
  if (/^text\/(plain|html)/.test(call.accept)) {
    const html = call.accept.startsWith('text/html');
    return textReply(200, call.accept, html ? '<h1>STATUS OK</h1>' : 'STATUS OK');
  }
  const now = site.clock.now();
  return jsonReply(200, {
    status: 'ok',
    name: 'nightscout',
    version: site.version,
    serverTime: toIsoUtc(now),
    serverTimeEpoch: now,
    apiEnabled: true,
    careportalEnabled: site.careportal,
    boluscalcEnabled: false,
    settings: {
      units: site.units,
      timeFormat: 24,
      thresholds: { bgHigh: 260, bgTargetTop: 180, bgTargetBottom: 80, bgLow: 55 },
      enable: [...(site.careportal ? ['careportal'] : []), 'delta', 'direction'],
    },
    extendedSettings: {},
    authorized: caller.came === 'token' && call.query.has('token') ? { permissions: [] } : null,
    runtimeState: 'loaded',
  });
}

/** GET /verifyauth: always 200; the truth is inside. */
export function verifyAuth(caller: Caller): WireReply {
  const canRead = caller.may('*:*:read');
  const isDefault = caller.came === 'anonymous';
  return jsonReply(200, {
    status: 200,
    message: {
      canRead,
      canWrite: caller.may('*:*:write'),
      isAdmin: caller.may('*:*:admin'),
      message: canRead && !isDefault ? 'OK' : 'UNAUTHORIZED',
      rolefound: caller.came === 'token' ? 'FOUND' : 'NOTFOUND',
      permissions: isDefault ? 'DEFAULT' : 'ROLE',
    },
  });
}

/** GET /api/v2/authorization/request/:accessToken: a JWT for eight hours. */
export function requestJwt(site: Site, accessToken: string): WireReply {
  const token = site.access.issueJwt(accessToken);
  if (token === undefined) return siteError(401, 'Unauthorized', 'Invalid/Missing');
  const issuedAt = Math.floor(site.clock.now() / 1_000);
  return jsonReply(200, {
    token,
    sub: accessToken.replace(/-[0-9a-f]{16}$/, ''),
    permissionGroups: [],
    iat: issuedAt,
    exp: issuedAt + 8 * 3_600,
  });
}
