import { textReply, type WireReply, type WireRequest } from '../../wire/wire-reply.ts';
import type { WebApiWorld } from '../web-api-world.ts';
import { readLogin, redirectTo, type PendingConsent } from './login-request.ts';
import { consentPage, refusalPage, signInPage } from './pages.ts';
import { randomToken } from './random-token.ts';

const TICKET_LENGTH = 32;

/**
 * `/v3/oauth2/login`. GET shows the sign-in page, POST (the page's own form) the consent page.
 * `auto=<user>` in the query, or the control, skips both; `decline=true` beside it says no.
 */
export function login(world: WebApiWorld, request: WireRequest): WireReply {
  const read = readLogin(world.apps, request.query);
  if (read.kind === 'refused') return refusalPage(read.message);
  if (read.kind === 'redirect') return redirect(read.location);
  const auto = request.query.get('auto') ?? world.autoConsent?.user;
  if (auto !== undefined) {
    const declines =
      request.query.get('decline') === 'true' || (world.autoConsent?.decline ?? false);
    if (world.users.find(auto))
      return decide(world, { request: read.request, user: auto }, !declines);
  }
  const sandbox = world.sandbox;
  const page = {
    clientId: read.request.clientId,
    action: `${request.path}?${request.rawQuery}`,
    ...(sandbox ? { pick: world.users.list().map(({ name }) => name) } : {}),
  };
  if (request.method === 'GET') return signInPage(page);
  const form = new URLSearchParams(request.body);
  const user = sandbox
    ? world.users.find(form.get('user') ?? '')
    : world.users.admit(form.get('username') ?? '', form.get('password') ?? '', world.clock.now());
  if (!user) return signInPage({ ...page, fault: 'User ID or password not recognized' });
  const ticket = randomToken(world.random, TICKET_LENGTH);
  world.pending.set(ticket, { request: read.request, user: user.name });
  return consentPage(read.request.clientId, user.name, ticket);
}

/** `/v3/oauth2/consent`: the answer to the consent page; anything but `decision=allow` declines. */
export function consent(world: WebApiWorld, request: WireRequest): WireReply {
  const form = new URLSearchParams(request.body);
  const ticket = form.get('ticket') ?? '';
  const pending = world.pending.get(ticket);
  if (!pending) return refusalPage('This page was used before or is too old. Start again.');
  world.pending.delete(ticket);
  return decide(world, pending, form.get('decision') === 'allow');
}

function decide(world: WebApiWorld, pending: PendingConsent, allows: boolean): WireReply {
  const { request, user } = pending;
  if (!allows) return redirect(redirectTo(request, { error: 'access_denied' }));
  const code = world.office.issueCode(
    { user, client: request.clientId },
    request.redirectUri,
    world.clock.now(),
  );
  return redirect(redirectTo(request, { code }));
}

function redirect(location: string): WireReply {
  return textReply(302, 'text/plain', '', { location, 'cache-control': 'no-store' });
}
