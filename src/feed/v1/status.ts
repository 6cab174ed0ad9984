import type { Context } from 'hono';
import { toIsoUtc } from '../../domain/instant.ts';
import { APP } from '../../sinks/nightscout/entry.ts';
import { VERSION } from '../../platform/version.ts';
import { negotiate } from '../answer/negotiate.ts';
import { CACHE_CONTROL } from '../answer/send.ts';
import type { FeedFacts } from '../feed-facts.ts';
import { addressOf } from '../guard.ts';
import { NIGHTSCOUT_LEVEL } from '../nightscout-level.ts';
import type { Endpoint } from './feed-request.ts';
import { statusSettings } from './status-settings.ts';

/** What Nightscout shows in place of a picture. */
const BADGE = 'http://img.shields.io/badge/Nightscout-OK-green';

/** In the order in which a reader that takes anything gets them. */
const FORMATS: Readonly<Record<string, (context: Context, info: object) => Response>> = {
  'text/html': (context) => context.html('<h1>STATUS OK</h1>'),
  'image/png': (context) => context.redirect(`${BADGE}.png`, 302),
  'image/svg+xml': (context) => context.redirect(`${BADGE}.svg`, 302),
  'application/javascript': (context, info) =>
    context.body(`this.serverSettings = ${JSON.stringify(info)} ;`, 200, {
      'Content-Type': 'application/javascript; charset=utf-8',
    }),
  'text/plain': (context) => context.text('STATUS OK'),
  'application/json': (context, info) => context.json(info),
};

/** `/status`: that the feed is there, what it is, and how its readers are asked to show glucose. */
export function createStatusEndpoint(facts: FeedFacts): Endpoint {
  return async ({ context, parts, accept, query, admission }) => {
    if (parts.length > 1) return undefined;
    context.header('Cache-Control', CACHE_CONTROL);
    const write = FORMATS[negotiate(accept, Object.keys(FORMATS)) ?? ''];
    if (write === undefined) {
      return context.json({ status: 406, message: 'Not Acceptable' }, 406);
    }
    const { token } = query;
    const pass =
      admission.kind === 'known' && typeof token === 'string' && token !== ''
        ? await facts.access.exchange(token, addressOf(context))
        : undefined;
    const now = facts.clock.now();
    return write(context, {
      status: 'ok',
      name: APP,
      version: NIGHTSCOUT_LEVEL,
      bridgeVersion: VERSION,
      serverTime: toIsoUtc(now),
      serverTimeEpoch: now,
      apiEnabled: true,
      careportalEnabled: false,
      boluscalcEnabled: false,
      settings: statusSettings(facts.display),
      extendedSettings: { devicestatus: { advanced: true, days: 1 } },
      authorized:
        pass === undefined || 'kind' in pass
          ? null
          : {
              token: pass.token,
              sub: facts.account,
              permissionGroups: [['*:*:read']],
              iat: pass.iat,
              exp: pass.exp,
            },
      runtimeState: 'loaded',
    });
  };
}
